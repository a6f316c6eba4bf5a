"""What a reporter is told when what they ask for cannot be met: politely, and with what they can do."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.ledger.models import Entry

from ...demand_rules import live_mark
from ...enums import Action, DemandGround, MarkState
from ...models import Case

PLAIN: Mapping[str, str | Promise] = {
    DemandGround.AGAINST_RULES: gettext_lazy(
        "We understand your wish. What you ask for would go against law or rules, so no office may do it."
    ),
    DemandGround.NOT_PUBLIC: gettext_lazy(
        "We understand that this weighs on you. It is a matter between private parties, which no office may decide for"
        " them. The community's mediators are glad to help, and the court is open to you."
    ),
    DemandGround.SETTLED: gettext_lazy(
        "Thank you for telling us. By what is known this was settled in full before, and nothing more can be done."
    ),
    DemandGround.BEYOND: gettext_lazy(
        "We understand your wish. It goes beyond what anybody in the same situation gets, so it cannot be granted."
    ),
    DemandGround.ABUSIVE: gettext_lazy(
        "We would like to help with the matter itself. Something in what was written threatens or insults people; we"
        " cannot follow that. Please tell us once more in other words what is needed."
    ),
}


@dataclass(frozen=True)
class Answer:
    """``words`` are those of whoever signed; ``waits``: a second look is asked for and not yet taken."""

    plain: str
    words: str
    waits: bool
    looked: bool


def answer_of(case: Case) -> Answer | None:
    """What its reporter reads on the case's page. Prefetch ``marks`` to save a query."""
    mark = live_mark(case)
    if mark is None or mark.state != MarkState.CONFIRMED:
        return None
    looked = mark.looked_at is not None
    return Answer(str(PLAIN[mark.ground]), mark.answer, mark.look_asked_at is not None and not looked, looked)


def plain_answer(entry: Entry) -> str:
    """The same in a message; empty for what is no such answer."""
    ground = str(((entry.payload or {}).get("after") or {}).get("ground"))
    if entry.action != f"cases.{Action.CONFIRM_MARK}" or ground not in PLAIN:
        return ""
    return f"{PLAIN[ground]} " + _(
        "You can ask the district once for a second look, on the page of your report."
    )
