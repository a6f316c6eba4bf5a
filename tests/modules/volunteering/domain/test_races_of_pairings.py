"""Race pair on PostgreSQL: an organisation and a community are paired once at a time."""

from collections import Counter
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.db.models.signals import pre_save

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.modules.volunteering.domain.pairings import PairingDraft, propose_pairing
from jiayuan.modules.volunteering.models import Pairing
from tests.conftest import COMMUNITY
from tests.factories import OrganisationFactory, PlaceFactory, RoleGrantFactory
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
INDEX = "volunteering_one_live_pairing"


def propose_twice() -> Counter[str]:
    """The office and the institution at the same moment: both have looked when the first writes."""
    institution = OrganisationFactory(kind="institution", function="")
    place = PlaceFactory(path=COMMUNITY)
    office = RoleGrantFactory(role=Role.COMMUNITY_WORKER, place=place).person
    contact = RoleGrantFactory(
        role=Role.INSTITUTION_CONTACT, place=PlaceFactory(path="140106004"), organisation=institution
    ).person
    barrier = Barrier(2)

    def meet(**_kwargs: Any) -> None:
        barrier.wait(timeout=20)

    def job(person: Any) -> None:
        propose_pairing(PairingDraft(institution.pk, COMMUNITY, date(2026, 3, 2)), by=Actor(person=person))

    pre_save.connect(meet, sender=Pairing)
    try:
        return together(*[lambda person=person: job(person) for person in (office, contact)])
    finally:
        pre_save.disconnect(meet, sender=Pairing)


def test_guard_on_holds() -> None:
    assert propose_twice() == {"done": 1, "Conflict": 1}
    assert Pairing.objects.count() == 1


def test_guard_off_breaks() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [INDEX])
        (made,) = cursor.fetchone()
        cursor.execute(f"DROP INDEX {INDEX}")
    try:
        assert propose_twice() == {"done": 2}
        assert Pairing.objects.live().count() == 2
    finally:
        Pairing.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(made)
