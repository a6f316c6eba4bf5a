"""What the demonstration asks for of the office: only what its officer may, on whatever day it is built."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.services.cases.demo.asked_outside import _prove
from jiayuan.services.cases.models import Dossier
from tests.factories import CaseFactory, PlaceFactory, RoleGrantFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 1, 10, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
STREET, OTHER = "140106004", "140106001"


@pytest.fixture
def context() -> DemoContext:
    officer = RoleGrantFactory(
        role=Role.STREET_OFFICER, place=PlaceFactory(path=STREET, kind="street")
    ).person
    return DemoContext("pear", NOW, NOW, small=True, progress=str, people={"street": officer})


def closed(street: str, rounds: int) -> object:
    place = PlaceFactory(path=f"{street}010", kind="community")
    return CaseFactory(state="closed", stage=None, due_at=None, place=place, round=rounds)


def test_a_proof_file_is_asked_of_a_case_of_the_officers_own_street(context: DemoContext) -> None:
    ours = closed(STREET, 1)
    closed(OTHER, 3)
    _prove(context)
    assert Dossier.objects.get().case == ours


def test_where_it_has_none_none_is_asked(context: DemoContext) -> None:
    closed(OTHER, 3)
    _prove(context)
    assert not Dossier.objects.exists()
