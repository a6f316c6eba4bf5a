"""The street that the report on the district tells of, as its rows count."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as configured
from django.db import transaction

from jiayuan.district.figures.domain.queries.ask import scope_for
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.places.domain.load import load_district
from jiayuan.foundation.places.models import Place
from jiayuan.modules.help.demo.street import STREET, tell_street
from jiayuan.modules.help.models import Post, PostMember, ServiceRecord
from tests.factories import RoleGrantFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 18, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
REPORTED = date(2020, 7, 31)
TOLD = {"stations": 10, "communities": 10, "teams": 95, "volunteers": 1213}


@pytest.fixture
def context():
    load_district(configured.DISTRICT)
    grant = RoleGrantFactory(
        role=Role.STREET_OFFICER, place=Place.objects.get(pk=STREET), since=date(2018, 1, 1)
    )
    return DemoContext("pear", NOW, NOW, small=False, progress=str, people={"street": grant.person})


def test_the_report_s_figures_come_out_of_the_rows(context):
    """Ten communities, 95 teams, 1,213 helpers and more than 3,600 person-times."""
    with at(NOW):
        tell_street(context)
        scope = scope_for(Place.objects.get(pk=STREET), day=REPORTED)
    assert {name: registers.figures[f"help.{name}"].value(scope) for name in TOLD} == TOLD
    services = registers.figures["help.services"]
    assert 3600 <= services.value(scope) < 3700
    assert len(services.records(scope)) > 500
    assert Post.objects.filter(name="女儿团", station__community__path__startswith=STREET).exists()
    assert not ServiceRecord.objects.filter(day__gt=NOW.date()).exists()
    assert not PostMember.objects.filter(since__gt=NOW.date()).exists()
    assert Entry.objects.filter(action__startswith="help.").latest("at").at <= NOW


def test_the_same_seed_tells_the_same(context):
    tales = []
    for seed in ("pear", "pear", "plum"):
        with at(NOW), transaction.atomic():
            tell_street(replace(context, seed=seed, small=True))
            lines = list(ServiceRecord.objects.values_list("day", "people", "words"))
            people = list(PostMember.objects.order_by("pk").values_list("person__name", "since"))
            tales.append((lines, people))
            transaction.set_rollback(True)
    assert tales[0] == tales[1] != tales[2]
