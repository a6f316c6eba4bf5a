"""The pages of dispatch rules, and the dry run of a draft."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import now, today
from jiayuan.foundation.people.models import Person
from jiayuan.services.cases.domain.dispatch.dry_run import carry_out
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import DispatchRule, DispatchRuleSet, DryRun
from tests.factories import CaseFactory, CategoryVersionFactory, OrganisationFactory, PlaceFactory
from tests.services.cases.story import COMMUNITY, Story

pytestmark = pytest.mark.django_db
RULES, DRAFT = "/console/cases/dispatch/", "/console/cases/dispatch/draft/"
NEW = {
    "name": "井盖归亮化",
    "target": "function",
    "function": "lighting",
    "categories": ["0105"],
    "seen": "1",
}


@pytest.fixture
def office(person_with: Callable[..., Person], sign_in: Callable[[Person], Client]) -> Client:
    return sign_in(person_with(Role.DISTRICT_OFFICER, "140106"))


@pytest.fixture
def drafted(office: Client) -> Client:
    """A draft whose first rule sends manhole covers to the lighting crew."""
    CategoryVersionFactory()
    PlaceFactory(path=COMMUNITY)
    assert office.post(f"{RULES}begin/")["Location"] == DRAFT
    assert office.post(f"{DRAFT}new/", NEW)["Location"] == DRAFT
    return office


def test_everybody_at_work_reads_the_rules(
    person_with: Callable[..., Person], sign_in: Callable[[Person], Client]
) -> None:
    client = sign_in(person_with(Role.COMMUNITY_WORKER))
    page = client.get(RULES).content.decode()
    assert "由类别指定职能的最近单位" in page
    assert "只有区级部门可以发布" in page
    assert client.get(DRAFT).status_code == 403
    assert client.post(f"{RULES}begin/").status_code == 403


def test_without_a_draft_there_is_none_to_open(office: Client) -> None:
    assert office.get(DRAFT).status_code == 404
    assert "起草修改" in office.get(RULES).content.decode()


def test_a_rule_is_added_changed_moved_and_removed(drafted: Client) -> None:
    page = drafted.get(DRAFT).content.decode()
    assert "井盖归亮化" in page
    assert "井盖" in page
    rule = DispatchRule.objects.get(name="井盖归亮化")
    form = drafted.get(f"{DRAFT}{rule.pk}/").content.decode()
    assert 'value="0105" checked' in form
    changed = NEW | {
        "name": "全部归亮化",
        "categories": [],
        "place": COMMUNITY,
        "only_urgent": "1",
        "seen": "2",
    }
    assert drafted.post(f"{DRAFT}{rule.pk}/", changed)["Location"] == DRAFT
    assert drafted.post(DRAFT, {"step": "down", "rule": rule.pk, "seen": 3}).status_code == 302
    rule.refresh_from_db()
    assert (rule.name, rule.position, rule.place_id, rule.only_urgent, rule.categories) == (
        "全部归亮化", 2, COMMUNITY, True, [],
    )  # fmt: skip
    assert drafted.post(DRAFT, {"step": "up", "rule": rule.pk, "seen": 4}).status_code == 302
    assert drafted.post(DRAFT, {"step": "remove", "rule": rule.pk, "seen": 5}).status_code == 302
    assert not DispatchRule.objects.filter(pk=rule.pk).exists()
    assert drafted.post(DRAFT, {"step": "discard", "seen": 6})["Location"] == RULES
    assert not DispatchRuleSet.objects.exists()


def test_what_was_typed_comes_back_with_what_is_wrong(drafted: Client) -> None:
    stale = drafted.post(f"{DRAFT}new/", NEW | {"name": "第二条"})
    assert stale.status_code == 409
    assert "第二条" in stale.content.decode()
    wrong = drafted.post(f"{DRAFT}new/", NEW | {"function": "", "seen": "2"})
    assert wrong.status_code == 422
    assert "请选择单位的职能" in wrong.content.decode()
    assert drafted.post(DRAFT, {"step": "publish", "reason": "", "seen": 2}).status_code == 422
    assert drafted.post(DRAFT, {"step": "dance"}).status_code == 302
    assert drafted.get(f"{DRAFT}999/").status_code == 404


def test_the_dry_run_shows_what_would_change(drafted: Client) -> None:
    story = Story().until(Action.DISPATCH)
    crew = OrganisationFactory(function="lighting", place=story.case.place, name="亮化所")
    CaseFactory(place=PlaceFactory(path="140106005001"), reported_at=now() - timedelta(days=3))
    sent = drafted.post(DRAFT, {"step": "try", "seen": 2})
    waiting = drafted.get(sent["Location"])
    run = DryRun.objects.get()
    if run.finished_at is None:
        assert 'http-equiv="refresh"' in waiting.content.decode()
        carry_out(run.pk)
    run.refresh_from_db()
    assert run.finished_at is not None
    result = run.result
    moved = {(each["from"], each["to"]): each["many"] for each in result["moves"]}
    assert (result["cases"], result["changed"]) == (2, 1)
    assert moved == {(story.unit.pk, crew.pk): 1}
    assert (result["sent"], result["agreed_before"], result["agreed_after"]) == (1, 1, 0)
    page = drafted.get(sent["Location"]).content.decode()
    assert "亮化所" in page
    assert story.case.number in page
    carry_out(run.pk)  # a second time changes nothing
    assert DryRun.objects.get().finished_at == run.finished_at
    drafted.post(DRAFT, {"step": "remove", "rule": DispatchRule.objects.get(name="井盖归亮化").pk, "seen": 2})
    assert "草稿又改过" in drafted.get(sent["Location"]).content.decode()


@pytest.mark.parametrize(
    "days", [{"since": "soon"}, {"since": "2026-03-02", "until": "2026-01-01"}, {"since": "1990-01-01"}]
)
def test_days_that_cannot_be_tried(drafted: Client, days: dict[str, str]) -> None:
    answer = drafted.post(DRAFT, {"step": "try", "seen": 2} | days)
    assert answer.status_code == 422
    assert not DryRun.objects.exists()


def test_a_day_to_come_cannot_be_tried(drafted: Client) -> None:
    tomorrow = (today() + timedelta(days=1)).isoformat()
    assert drafted.post(DRAFT, {"step": "try", "seen": 2, "until": tomorrow}).status_code == 422


def test_published_it_holds_and_the_page_says_since_when(drafted: Client) -> None:
    assert drafted.post(DRAFT, {"step": "publish", "reason": "照明所接管", "seen": 2})["Location"] == RULES
    page = drafted.get(RULES).content.decode()
    assert "第 1 版" in page
    assert "照明所接管" in page


def test_the_case_says_which_rule_it_was(sign_in: Callable[[Person], Client]) -> None:
    story = Story().until(Action.FILE)
    client = sign_in(story.worker.person)
    assert (
        "第 1 条：由类别指定职能的最近单位"
        in client.get(f"/console/cases/{story.case.number}/").content.decode()
    )
    story.do(Action.DISPATCH)
    assert (
        "第 1 条：由类别指定职能的最近单位"
        in client.get(f"/console/cases/{story.case.number}/").content.decode()
    )
    own = Client().get(f"/t/{story.token}/", follow=True).content.decode()
    assert "第 1 条" not in own


def test_queries_stay_the_same(drafted: Client, django_assert_max_num_queries: Any) -> None:
    counts = []
    for _round in range(2):
        for _number in range(5):
            seen = DispatchRuleSet.objects.get().revision
            drafted.post(f"{DRAFT}new/", NEW | {"place": COMMUNITY, "seen": seen})
        with django_assert_max_num_queries(14) as context:
            drafted.get(DRAFT)
        counts.append(len(context.captured_queries))
    assert counts[0] == counts[1]
