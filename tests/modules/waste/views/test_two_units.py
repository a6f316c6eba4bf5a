"""Who works for two sanitation units acts for either, and sees which."""

from typing import Any

import pytest

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.models import RoundPlan
from tests.factories import PlaceFactory, RoleGrantFactory
from tests.modules.waste.operating import TODAY, Yard
from tests.modules.waste.scene import NOW, STREET

from .test_operating import client_of

pytestmark = pytest.mark.django_db
PAGES = ("/console/waste/rounds/", "/console/waste/fleet/", "/console/waste/appointments/")


@pytest.fixture
def yards() -> Any:
    with at(NOW):
        first, second = Yard(), Yard()
        RoleGrantFactory(
            person=first.unit.person, role=Role.UNIT_OFFICER, place=PlaceFactory(path=STREET),
            organisation=second.operator,
        )  # fmt: skip
        yield first, second


def test_the_choice_is_kept_and_the_plan_is_for_whom_the_form_names(yards: tuple[Yard, Yard]) -> None:
    first, second = yards
    client = client_of(first.unit)
    shown = client.get(PAGES[0]).context["operator"]
    assert shown == first.operator
    for page in PAGES:
        assert client.get(f"{page}?unit={second.operator.pk}").context["operator"] == second.operator
        assert client.get(page).context["operator"] == second.operator
        assert f"unit={first.operator.pk}" in client.get(page).content.decode()
    client.post("/console/waste/rounds/plan/", {"day": f"{TODAY}", "unit": first.operator.pk})
    assert RoundPlan.objects.get().operator == first.operator


def test_who_works_for_one_has_no_choice_and_gets_no_other(yards: tuple[Yard, Yard]) -> None:
    first, second = yards
    client = client_of(second.unit)
    page = client.get(f"{PAGES[0]}?unit={first.operator.pk}")
    assert page.context["operator"] == second.operator
    assert not page.context["units"]
    assert 'name="unit"' not in page.content.decode()
