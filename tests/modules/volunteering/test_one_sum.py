"""One sum of hours, wherever it is read: the ledger, the table, the phone, the API, what is taken along, the paper."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.people.domain.export import export_person
from jiayuan.modules.volunteering.domain.certificates import issue_certificate
from jiayuan.modules.volunteering.domain.claims import confirm_hours, mark_hours, refuse_hours
from jiayuan.modules.volunteering.domain.corrections import ask_correction, decide_correction
from jiayuan.modules.volunteering.domain.queries.retold import retold, total_retold
from jiayuan.modules.volunteering.models import HourClaim, HourEntry
from jiayuan.services.gatherings.domain.presence import check_by_host
from jiayuan.services.gatherings.enums import State, Way
from tests.conftest import COMMUNITY
from tests.doors.api.machines import get, token_for
from tests.factories import (
    PlaceFactory,
    RoleGrantFactory,
    SessionFactory,
    SessionRoleFactory,
    SignUpFactory,
    VolunteerFactory,
)
from tests.modules.volunteering.hour import FRIDAY

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)
MINUTES = st.integers(1, 60)
GROUNDS = st.sampled_from(("organised", "organised", "organised", "duty", "paid"))
KINDS = st.sampled_from(("service", "service", "service", "training"))
CLAIMS = st.tuples(st.just("claim"), MINUTES, GROUNDS, KINDS)
DECISIONS = st.tuples(st.sampled_from(("confirm", "confirm", "refuse")))
CORRECTIONS = st.tuples(st.just("correct"), st.integers(0, 9), st.integers(0, 60), st.booleans())
ACTS = st.lists(st.one_of(CLAIMS, DECISIONS, CORRECTIONS), min_size=3, max_size=12)


@dataclass
class Life:
    """One volunteer with an office and a leader, and the acts that can happen to their hours."""

    place: Any = field(default_factory=lambda: PlaceFactory(path=COMMUNITY))
    weeks: int = 0

    def __post_init__(self):
        self.leader, self.office = (
            Actor(person=RoleGrantFactory(role=role, place=self.place).person)
            for role in (Role.GRID_WORKER, Role.COMMUNITY_WORKER)
        )
        self.volunteer = VolunteerFactory(community=self.place)
        self.person = self.volunteer.person
        self.own = Actor(person=self.person)

    def act(self, name, *given):
        getattr(self, f"_{name}")(*given)

    def _claim(self, minutes, because, kind):
        begins, self.weeks = FRIDAY + self.weeks * WEEK, self.weeks + 1
        session = SessionFactory(
            kind="charity_hour", place=self.place, starts_at=begins, ends_at=begins + timedelta(hours=1),
            state=State.CLOSED,
        )  # fmt: skip
        row = SignUpFactory(role=SessionRoleFactory(session=session), person=self.person)
        for way, after in ((Way.IN, 0), (Way.OUT, minutes)):
            with at(begins + timedelta(minutes=after)):
                check_by_host(row.pk, way, by=self.leader)
        mark_hours(session.pk, by=self.leader, because=because, kind=kind)

    def _confirm(self):
        confirm_hours(list(self._marked()), by=self.office)

    def _refuse(self):
        for pk in self._marked()[:1]:
            refuse_hours(pk, reason="不在现场", by=self.office)

    def _marked(self):
        return HourClaim.objects.marked().filter(person=self.person).values_list("pk", flat=True)

    def _correct(self, which, minutes, grants):
        standing = list(HourEntry.objects.standing().filter(person=self.person).order_by("pk"))
        if not standing or standing[which % len(standing)].minutes == minutes:
            return
        asked = ask_correction(standing[which % len(standing)].pk, minutes=minutes, words="核对", by=self.own)
        try:
            decide_correction(asked.pk, grant=grants, reason="核对过", by=self.office)
        except Invalid:  # more than lay between coming and going
            decide_correction(asked.pk, grant=False, reason="没有这么久", by=self.office)


def on_the_phone(person):
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    found = re.search(r"(\d+) 小时 (\d+) 分", client.get(reverse("my-hours")).content.decode())
    return int(found[1]) * 60 + int(found[2])


def over_the_api(person):
    """The sum as it is said, held against the sum of all pages."""
    headers, after, entries = token_for(person, "volunteering.own_hours"), "", []
    while after is not None:
        page = get("/api/me/hours", headers, after=after).json()
        entries += page["entries"]
        after = page.get("next")
    assert sum(each["minutes"] for each in entries if each["counts"]) == page["minutes"]
    return page["minutes"]


def taken_along(life):
    held = export_person(life.person, by=life.own)["parts"]["volunteering"]["data"]["hours"]
    return sum(each["minutes"] for each in held if each["counts"])


def on_paper(life):
    try:
        made = issue_certificate(life.volunteer, since=None, until=None, by=life.office)
    except Invalid:  # nothing counts: no certificate
        return 0
    assert sum(line[3] for line in made.content["lines"]) == made.minutes
    return made.minutes


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(acts=ACTS)
def test_hours_are_one_sum_after_whatever_happened(acts):
    with transaction.atomic():
        life = Life()
        for name, *given_to_it in acts:
            life.act(name, *given_to_it)
        rows = HourEntry.objects.filter(person=life.person)
        assert set(retold(life.person)) == set(rows.standing().values_list("pk", flat=True))
        wanted = total_retold(life.person)
        assert wanted == rows.total() == on_the_phone(life.person) == over_the_api(life.person)
        assert wanted == taken_along(life) == on_paper(life)
        transaction.set_rollback(True)


def test_what_is_written_past_the_domain_is_noticed():
    life = Life()
    life.act("claim", 40, "organised", "service")
    life.act("confirm")
    assert total_retold(life.person) == HourEntry.objects.filter(person=life.person).total() == 40
    entry = HourEntry.objects.get()
    entry.pk, entry.presence, entry._state.adding = None, None, True
    entry.save()
    assert total_retold(life.person) != HourEntry.objects.filter(person=life.person).total()
