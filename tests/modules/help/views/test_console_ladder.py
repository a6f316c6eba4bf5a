"""The page of the ladder: read by who works with wishes, changed by the district, looked at before it holds."""

import re

import pytest
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.modules.help.domain.ladder_rules import Line, write_ladder
from jiayuan.modules.help.domain.steps import rules_in_force
from jiayuan.modules.help.models import Ladder
from tests.modules.help.scene import COMMUNITY, MONDAY, Scene, holder

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db
PAGE, NEW = "console-ladder", "console-ladder-new"


@pytest.fixture
def scene():
    with at(MONDAY):
        made = Scene()
        made.district = holder(Role.DISTRICT_OFFICER, "140106")
        yield made


def sent(first=("", "", "", "", ""), **more):
    """The lines in force as the form sends them, with one new line."""
    rows = [first, ("", "", "", "", ""), *[
        (each.kind, each.urgency, each.tier, str(each.amount or ""), each.unit) for each in rules_in_force()
    ]]  # fmt: skip
    columns = dict(
        zip(("kind", "urgency", "tier", "amount", "unit"), map(list, zip(*rows, strict=True)), strict=True)
    )
    return columns | {"nonce": "n" * 32, "seen": Ladder.objects.in_force().get().pk, "step": "look"} | more


NEW_LINE = ("repair", "calm", "point", "8", "working_hours")


def mark(html):
    return re.search(r'name="looked" value="(\w+)"', html)[1]


def test_who_works_with_wishes_reads_the_table_and_a_path(scene):
    client = signed_in(scene.worker)
    shown = client.get(reverse(PAGE), {"kind": "dispute", "urgency": "calm", "place": COMMUNITY})
    html = shown.content.decode()
    assert html.count("data-row>") >= 8
    assert "不经过" in html
    assert reverse(NEW) not in html
    assert reverse(PAGE) in client.get(reverse("console-wishes")).content.decode()
    assert client.get(reverse(NEW)).status_code == 403


def test_what_is_asked_for_that_is_not_there_falls_back(scene):
    shown = signed_in(scene.worker).get(reverse(PAGE), {"kind": "gold", "urgency": "never", "place": "99"})
    assert shown.status_code == 200


def test_the_district_looks_first_and_then_puts_it_in_force(scene):
    scene.opened(urgency="calm")
    client = signed_in(scene.district)
    assert reverse(NEW) in client.get(reverse(PAGE)).content.decode()
    assert client.get(reverse(NEW)).status_code == 200
    shown = client.post(reverse(NEW), sent(NEW_LINE))
    assert "8 个工作小时" in shown.content.decode()
    assert Ladder.objects.count() == 1
    before = Ladder.objects.get()
    ready = {"looked": mark(shown.content.decode()), "step": "write", "reason": "邻里反馈"}
    answer = client.post(reverse(NEW), sent(NEW_LINE, **ready))
    assert answer.status_code == 302
    assert Ladder.objects.in_force().get().reason == "邻里反馈"
    html = client.get(reverse("console-ladder-version", args=[before.pk])).content.decode()
    assert "邻里反馈" in html


def test_lines_that_were_not_looked_at_are_shown_and_not_written(scene):
    client = signed_in(scene.district)
    shown = client.post(reverse(NEW), sent(NEW_LINE, step="write", looked="0" * 32, reason="邻里反馈"))
    assert shown.status_code == 200
    assert Ladder.objects.count() == 1


def test_a_wrong_number_keeps_what_was_typed(scene):
    client = signed_in(scene.district)
    shown = client.post(reverse(NEW), sent(("repair", "calm", "point", "abc", "working_hours")))
    html = shown.content.decode()
    assert shown.status_code == 422
    assert 'value="abc"' in html
    assert 'href="#id_line0"' in html
    cut = sent(NEW_LINE)
    cut["unit"] = cut["unit"][:-1]
    assert client.post(reverse(NEW), cut).status_code == 422


def test_a_line_is_taken_out(scene):
    client = signed_in(scene.district)
    given = sent()
    given["unit"][2] = "drop"
    shown = client.post(reverse(NEW), given)
    html = shown.content.decode()
    assert shown.status_code == 200
    client.post(reverse(NEW), given | {"looked": mark(html), "step": "write", "reason": "少一条"})
    assert len(rules_in_force()) == 25


def test_who_comes_second_is_told_and_keeps_what_was_typed(scene):
    client = signed_in(scene.district)
    given = sent(NEW_LINE)
    looked = mark(client.post(reverse(NEW), given).content.decode())
    known = [Line(each.tier, each.kind, each.urgency, each.amount, each.unit) for each in rules_in_force()]
    write_ladder(
        [Line("point", "advice", "calm", 3, "working_hours"), *known],
        reason="先写", seen=given["seen"], by=scene.district,
    )  # fmt: skip
    shown = client.post(reverse(NEW), given | {"looked": looked, "step": "write", "reason": "后写"})
    assert shown.status_code == 409
    assert "后写" in shown.content.decode()
    assert Ladder.objects.count() == 2
