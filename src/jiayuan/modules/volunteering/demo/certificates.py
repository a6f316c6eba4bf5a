"""Certificates in each state: valid, replaced by another, revoked."""

from collections.abc import Sequence
from datetime import timedelta

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext

from ..domain.certificates import issue_certificate, revoke_certificate
from ..models import HourEntry, Volunteer
from .history import workers_by_place

MANY = 9


def build_certificates(context: DemoContext, volunteers: Sequence[Volunteer]) -> None:
    """The first has one, the second two of which one was replaced, the third one that was revoked; others one each."""
    workers = workers_by_place()
    counting = HourEntry.objects.filter(
        person__in=[each.person_id for each in volunteers], because="organised"
    )
    known = set(counting.filter(kind="service").values_list("person", flat=True))
    holders = [each for each in volunteers if each.person_id in known and each.community_id in workers]
    for number, volunteer in enumerate(holders[:MANY]):
        office = Actor(person=workers[volunteer.community_id])
        with at(context.now - timedelta(days=20 - number)):
            made = issue_certificate(volunteer, since=None, until=None, by=office)
        with at(context.now - timedelta(days=2)):
            if number == 1:
                issue_certificate(volunteer, since=None, until=None, by=office, instead_of=made)
            elif number == 2:
                revoke_certificate(made.pk, reason="时长核对有误，更正后另行出具", by=office)
