"""Lines and appeals, versions of categories, dispatch rules with their dry run, and the quality of suggestions."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiayuan.doors.api import appeals
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.services.cases.domain.dispatch.drafting import begin_draft
from jiayuan.services.cases.domain.dispatch.dry_run import carry_out
from jiayuan.services.cases.domain.scores.freezing import freeze_month
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import Appeal, DryRun, ScoreCorrection
from tests.factories import (
    AppealFactory,
    CategoryModelFactory,
    CategoryVersionFactory,
    PlaceFactory,
    ScoreLineFactory,
    SuggestionUseFactory,
)
from tests.services.cases.domain.scores.test_appeals import SOON
from tests.services.cases.domain.scores.test_freezing import FROZEN, MARCH, closed
from tests.services.cases.story import COMMUNITY, DISTRICT, STREET, Story, actor

from .machines import get, post, token_for

pytestmark = pytest.mark.django_db
MONTHS, APPEAL, DECIDE = "months.read", "cases.appeal", "cases.decide_appeal"
SEE, RULES = "cases.see", "cases.manage_dispatch"


@pytest.fixture
def late() -> Story:
    story = closed(days=4)
    with at(FROZEN):
        freeze_month(MARCH)
    return story


def body(line: int, **changes: Any) -> dict[str, Any]:
    return {"line": line, "ground": "times", "words": "当天就修好了，电话 13812345678"} | changes


def test_a_unit_appeals_its_line_once_and_the_street_decides(late: Story) -> None:
    unit = token_for(late.handler.person, MONTHS, APPEAL, path=STREET) | {"Idempotency-Key": "one"}
    street = token_for(late.street.person, MONTHS, DECIDE, path=STREET)
    with at(SOON):
        (line,) = get("/api/months/2026-03/lines", unit, unit=late.unit.pk).json()["lines"]
        assert (line["case"], line["frozen"]["is_late"], line["appeal"]) == (late.case.number, True, None)
        made = post("/api/appeals", body(line["id"]), unit)
        assert made.status_code == 201, made.content
        again = post("/api/appeals", body(line["id"]), unit)
        assert again.headers["Idempotent-Replayed"] == "true"
        assert again.json() == made.json()
        other = post("/api/appeals", body(line["id"]), unit | {"Idempotency-Key": "two"})
        assert other.status_code == 409
        (shown,) = get("/api/appeals", street, mine="1").json()["appeals"]
        assert "13812345678" not in shown["words"]
        one = f"/api/appeals/{shown['id']}/decide"
        wrong = post(one, {"outcome": "late", "reason": "核实过"}, street)
        assert (wrong.status_code, wrong.json()["field"]) == (422, "outcome")
        decided = post(one, {"outcome": "in_time", "reason": "核实过"}, street)
        assert (decided.status_code, decided.json()["state"]) == (200, "in_time")
        (line,) = get("/api/months/2026-03/lines", unit, unit=late.unit.pk, show="late").json()["lines"]
        assert (line["frozen"]["is_late"], line["present"]["is_late"]) == (True, False)
        assert line["appeal"] == shown["id"]
    assert (Appeal.objects.count(), ScoreCorrection.objects.count()) == (1, 1)


def test_a_month_costs_the_same_with_more_lines(late: Story) -> None:
    """The only list here whose address needs a filter: pages are counted in their own table."""
    headers = token_for(late.handler.person, MONTHS, path=STREET)
    known, found = late.case.score_lines.get(), []
    for _round in range(3):
        with at(SOON), CaptureQueriesContext(connection) as queries:
            page = get("/api/months/2026-03/lines", headers, unit=late.unit.pk).json()
        found.append((len(page["lines"]), len(queries)))
        for _number in range(3):
            ScoreLineFactory(month=known.month, unit=late.unit, place=known.place)
    assert [lines for lines, _queries in found] == [1, 4, 7]
    assert found[1][1] == found[2][1], "the first visit fills what is remembered"


def test_neither_without_the_scope_nor_from_elsewhere(late: Story) -> None:
    line = late.case.score_lines.get()
    with at(SOON):
        reads = token_for(late.handler.person, MONTHS, path=STREET)
        assert post("/api/appeals", body(line.pk), reads).json()["code"] == "scope"
        stranger = actor(Role.COMMUNITY_WORKER, "140106004011").person
        elsewhere = token_for(stranger, MONTHS, APPEAL, DECIDE, path=DISTRICT)
        assert post("/api/appeals", body(line.pk), elsewhere).status_code == 404
        theirs = AppealFactory(line=line)
        decision = {"outcome": "declined", "reason": "不成立"}
        assert post(f"/api/appeals/{theirs.pk}/decide", decision, elsewhere).status_code == 404
        assert get("/api/appeals", elsewhere).json()["appeals"] == []
        resident = token_for(late.resident.person, MONTHS, APPEAL, path=DISTRICT)
        assert get("/api/appeals", resident).status_code == 403
    assert Appeal.objects.get().is_waiting


def test_appeals_come_page_by_page(late: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appeals, "A_PAGE", 1)
    made = [AppealFactory(line__case__place=PlaceFactory(path=COMMUNITY)) for _number in range(2)]
    headers = token_for(late.worker.person, MONTHS)
    first = get("/api/appeals", headers, state="waiting").json()
    second = get("/api/appeals", headers, state="waiting", after=first["next"]).json()
    assert [each["appeals"][0]["id"] for each in (first, second)] == [made[1].pk, made[0].pk]
    assert second["next"] is None


def test_everybody_reads_what_was_promised_and_when() -> None:
    old = CategoryVersionFactory(handle_amount=5, valid_until="2026-02-28")
    CategoryVersionFactory(category=old.category, version=2, handle_amount=2)
    found = get(f"/api/categories/{old.category_id}", {"Accept-Language": "en"}).json()
    assert [(each["version"], each["valid_until"]) for each in found] == [(2, None), (1, "2026-02-28")]
    assert "2 working" in " ".join(found[0]["promised"])
    assert get("/api/categories/9999").status_code == 404


def test_rules_are_read_and_a_draft_is_tried() -> None:
    story = Story().until(Action.DISPATCH)
    reads = token_for(story.worker.person, SEE)
    rules = get("/api/dispatch/rules", reads).json()
    assert (rules["number"], bool(rules["rules"])) == (None, True)
    assert get("/api/dispatch/rules/7", reads).status_code == 404
    assert get("/api/dispatch/draft", reads).json()["code"] == "scope"
    assert get("/api/dispatch/rules", token_for(actor().person, SEE)).status_code == 403
    district = token_for(story.district.person, RULES, path=DISTRICT) | {"Idempotency-Key": "one"}
    assert post("/api/dispatch/runs", {}, district | {"Idempotency-Key": "none"}).status_code == 404
    begin_draft(by=story.district)
    assert get("/api/dispatch/draft", district).json()["state"] == "draft"
    wrong = post("/api/dispatch/runs", {"since": "2031-01-01"}, district | {"Idempotency-Key": "wrong"})
    assert (wrong.status_code, wrong.json()["field"]) == (422, "since")
    asked = [post("/api/dispatch/runs", {}, district) for _twice in range(2)]
    assert [each.status_code for each in asked] == [202, 202]
    run = DryRun.objects.get()
    carry_out(run.pk)
    done = get(f"/api/dispatch/runs/{run.pk}", district).json()
    assert (done["is_stale"], done["result"]["cases"], done["result"]["sent"]) == (False, 1, 1)
    community = token_for(story.worker.person, RULES)
    assert get(f"/api/dispatch/runs/{run.pk}", community).status_code == 403


def test_how_good_suggestions_are() -> None:
    headers = token_for(actor(Role.COMMUNITY_WORKER, COMMUNITY).person, SEE)
    assert get("/api/suggestions/quality", headers).json()["measured"] is None
    model = CategoryModelFactory()
    SuggestionUseFactory(model=model)
    found = get("/api/suggestions/quality", headers).json()
    assert found["measured"]["first"] == {"part": 7, "whole": 10}
    assert found["measured"]["categories"][0]["taken"] == [{"name": "0106", "many": 3}]
    assert found["used"][0]["first"]["whole"] == 1
    assert "data" not in found
