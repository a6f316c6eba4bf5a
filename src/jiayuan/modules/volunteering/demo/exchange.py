"""A file for the national system, put together ten days ago, with a few answers; a number that changed since."""

from datetime import timedelta

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext

from ..domain.exchange import enter_answer, put_together

ANSWERED = 4


def send_hours(context: DemoContext) -> None:
    """The community's office sends; of the first rows one came back. What was confirmed since is ready."""
    office = Actor(person=context.people["community"])
    path = str(office.person.grants.first().place_id)
    with at(context.now - timedelta(days=10)):
        file = put_together(path, words="十月上报", by=office)
    with at(context.now - timedelta(days=3)):
        for number, row in enumerate(file.rows.order_by("pk")[:ANSWERED]):
            refused = number == ANSWERED - 1
            enter_answer(
                row.entry_id, accepted=not refused, words="活动名称与备案不一致" if refused else "", by=office
            )
