"""Pages of moved collection: where it is declared, and where residents read of it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.models import Shift
from tests.factories import PlaceFactory, ShiftFactory

from ..operating import Yard
from ..scene import COMMUNITY, ESTATE, NOW, holder, worker

pytestmark = pytest.mark.django_db
PAGE = "console-waste-shifts"
FRIDAY, SUNDAY = NOW.date() + timedelta(days=2), NOW.date() + timedelta(days=4)


@pytest.fixture
def yard() -> Iterator[Yard]:
    with at(NOW):
        PlaceFactory(path=COMMUNITY)
        found = Yard()
        found.estate(1)
        yield found


def sent(**said: Any) -> dict[str, Any]:
    return {
        "occasion": "春节", "day": FRIDAY.isoformat(), "to_day": SUNDAY.isoformat(), "box": ["kitchen"],
        "places": [COMMUNITY],
    } | said  # fmt: skip


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"box": []}, "streams", "哪几类垃圾"),
        ({"day": (NOW.date() - timedelta(days=1)).isoformat()}, "day", "明天起"),
        ({"day": "2099-01-01", "to_day": ""}, "day", "一年"),
        ({"occasion": " "}, "occasion", "原因"),
    ],
)
def test_each_error_stands_at_its_field_in_words_that_fit(
    yard: Yard, sign_in: Any, said: dict[str, Any], field: str, words: str
) -> None:
    wrong = sign_in(yard.unit.person).post(reverse(PAGE), sent(**said))
    (fault,) = wrong.context["sheet"].faults
    assert (wrong.status_code, fault.field) == (422, field)
    told = f"{fault.message}{fault.remedy}"
    assert words in told
    assert not {each for each in ("可约", "至少选一天", "几句话") if each in told}


def test_it_is_declared_changed_and_taken_back(yard: Yard, sign_in: Any) -> None:
    desk: Client = sign_in(yard.unit.person)
    page = reverse(PAGE)
    assert "没有调整" in desk.get(page).content.decode()
    assert f'value="{ESTATE}"' in desk.get(page, {"in": COMMUNITY}).content.decode()
    wrong = desk.post(page, sent(to_day=FRIDAY.isoformat()))
    assert (wrong.status_code, "改到的是同一天" in wrong.content.decode()) == (422, True)
    assert 'value="春节"' in wrong.content.decode()
    assert "11月8日" in desk.post(page, sent(), follow=True).content.decode()
    assert desk.post(page, sent()).status_code == 409
    found = Shift.objects.get()

    def act(what: str, **given: str) -> Any:
        return desk.post(reverse("console-waste-shift-act", args=[found.pk, what]), given, follow=True)

    wrong = act("change", occasion="", to_day="", revision="1")
    assert wrong.status_code == 422
    assert "不收" in act("change", occasion="除夕", to_day="", revision="1").content.decode()
    assert act("sell").status_code == 404
    assert "没有调整" in act("withdraw").content.decode()


def test_others_read_it_and_do_not_declare(yard: Yard, sign_in: Any) -> None:
    ShiftFactory(operator=yard.operator)
    desk: Client = sign_in(worker().person)
    page = desk.get(reverse(PAGE)).content.decode()
    assert ("春节" in page, 'id="shift-form"' in page) == (True, False)
    assert desk.post(reverse(PAGE), sent()).status_code == 403
    assert (
        desk.post(reverse("console-waste-shift-act", args=[Shift.objects.get().pk, "withdraw"])).status_code
        == 403
    )
    other: Client = sign_in(holder(Role.DISTRICT_OFFICER, "140107").person)
    assert "春节" not in other.get(reverse(PAGE)).content.decode()


@pytest.mark.usefixtures("yard")
def test_residents_and_the_matrix_show_it(client: Client, sign_in: Any) -> None:
    ShiftFactory(to_day=SUNDAY)
    shown = client.get(reverse("waste-bins"), {"estate": ESTATE}).content.decode()
    assert "收运日调整：春节" in shown
    assert "改到" in shown
    assert "11月6日" in shown
    with at(NOW + timedelta(days=5)):
        assert "春节" not in client.get(reverse("waste-bins"), {"estate": ESTATE}).content.decode()
    matrix = (
        sign_in(worker().person).get(reverse("console-waste-community", args=[COMMUNITY])).content.decode()
    )
    assert "春节" in matrix
