"""Kits through the console's door: written, printed, applied, ticked off; what is wrong comes back as it was typed."""

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.interfaces.kit_effect_words import effect_words
from jiayuan.modules.waste.models import Guide, Kit, KitCopy, Pilot
from tests.factories import GuideFactory, KitCopyFactory, KitFactory, PilotFactory
from tests.modules.waste.scene import (
    COMMUNITY,
    ESTATE,
    NEIGHBOUR,
    NOW,
    STREET,
    holder,
    resident,
    served,
    worker,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _scene() -> Any:
    with at(NOW):
        yield


@pytest.fixture
def office(sign_in: Any) -> Any:
    return sign_in(holder(Role.STREET_OFFICER, STREET).person)


def begun(office: Any) -> Kit:
    point = served(name="东门投放点")
    served(NEIGHBOUR, name="西门投放点")
    pilot = PilotFactory(estate=point.estate, since=date(2026, 9, 7))
    GuideFactory(point=point, since=pilot.since)
    answer = office.post(reverse("console-waste-kit-new", args=[ESTATE]))
    assert answer.status_code == 302
    return Kit.objects.get()


def typed(**more: str) -> dict[str, str]:
    return {
        "title": "青年路的经验", "worked": "早晚有人督导", "failed": "只贴海报", "lines": "1", "what-0": "开居民会",
        "who-0": "community", "week-0": "-2", "done-0": "1", **more,
    }  # fmt: skip


def published(office: Any) -> Kit:
    kit = begun(office)
    url = reverse("console-waste-kit-act", args=[kit.pk, "save"])
    assert office.post(url, typed(then="publish")).status_code == 302
    kit.refresh_from_db()
    return kit


def drafted(office: Any, kit: Kit) -> KitCopy:
    url = reverse("console-waste-kit-apply", args=[kit.pk])
    assert office.post(url, {"estates": [NEIGHBOUR], "since": "2026-11-09"}).status_code == 302
    return KitCopy.objects.get()


def test_a_draft_comes_back_with_what_was_typed_and_what_is_wrong(office: Any) -> None:
    kit = begun(office)
    url = reverse("console-waste-kit-act", args=[kit.pk, "save"])
    wrong = office.post(url, typed(**{"title": "", "week-0": "soon"}))
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "开居民会" in page
    assert 'id="fault-week-0"' in page
    assert office.post(url, typed()).status_code == 302
    kit.refresh_from_db()
    assert (kit.title, kit.steps.get().was_done) == ("青年路的经验", True)
    assert "开居民会" in office.get(reverse("console-waste-kit", args=[kit.pk])).content.decode()


def test_an_old_page_shows_what_was_saved_meanwhile_and_can_be_sent_again(office: Any) -> None:
    kit = begun(office)
    url = reverse("console-waste-kit-act", args=[kit.pk, "save"])
    mine, theirs = typed(revision=str(kit.revision)), typed(revision=str(kit.revision), worked="多装了灯")
    assert office.post(url, theirs | {"what-0": "装洗手池"}).status_code == 302
    late = office.post(url, mine)
    page = late.content.decode()
    assert late.status_code == 409
    for words in ("早晚有人督导", "开居民会", "多装了灯", "装洗手池"):
        assert words in page
    kit.refresh_from_db()
    assert f'name="revision" value="{kit.revision}"' in page
    assert office.post(url, mine | {"revision": str(kit.revision)}).status_code == 302
    kit.refresh_from_db()
    assert (kit.worked, kit.steps.get().what) == ("早晚有人督导", "开居民会")


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "效果没有测出"), ("en", "The effect is not measured")]
)
def test_a_kit_without_a_measured_effect_says_so_on_its_page_and_on_paper(
    office: Any, sign_in: Any, language: str, said: str
) -> None:
    kit = published(office)
    reader = sign_in(worker().person)
    reader.cookies["jiayuan_prefs"] = "en.0.light" if language == "en" else "zh.0.light"
    assert said in reader.get(reverse("console-waste-kit", args=[kit.pk])).content.decode()
    paper = reader.get(reverse("console-waste-kit-paper", args=[kit.pk]))
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


def test_one_estate_and_all_pilots_are_told_with_their_bounds_and_what_chance_explains() -> None:
    pair = {"before": 20.0, "after": 26.0, "like_before": 20.0, "like_after": 21.0, "difference": 5.0}
    together = {
        "pairs": 6, "pilots": 7, "chance": 0.03, "is_clear": True, "mean": 4.0, "low": 1.5, "high": 6.5,
        "moved_apart_before": False,
    }  # fmt: skip
    with translation.override("en"):
        told = [each.words for each in effect_words({"state": "measured", "pair": pair, "all": together})]
        assert "one estate alone cannot be told apart from chance" in told[0]
        assert "95 % interval +1.5\u00a0points to +6.5\u00a0points" in told[1]
        unclear = {"state": "measured", "pair": pair, "all": together | {"is_clear": False}}
        assert "cannot be told apart from chance" in effect_words(unclear)[-1].words


def test_applied_by_the_street_it_is_looked_at_confirmed_and_ticked_off_by_the_community(
    office: Any, sign_in: Any
) -> None:
    kit = published(office)
    copy = drafted(office, kit)
    page, act = reverse("console-waste-copy", args=[copy.pk]), "console-waste-copy-act"
    assert "西门投放点" in office.get(page).content.decode()
    lines = [each["key"] for each in copy.lines if each["state"] == "change"]
    confirm = reverse(act, args=[copy.pk, "confirm"])
    nobody = office.post(confirm, {"line": lines})
    assert nobody.status_code == 422
    assert "还没写由谁督导" in nobody.content.decode()
    sent = {"line": lines, **{f"guide-{each}": "李玉梅" for each in lines}}
    assert office.post(confirm, sent).status_code == 302
    assert office.post(confirm, sent).status_code == 302
    assert Guide.objects.filter(name="李玉梅").count() == 1
    assert Pilot.objects.filter(estate=NEIGHBOUR).count() == 1
    desk, step = sign_in(worker().person), kit.steps.get()
    assert (
        desk.post(reverse(act, args=[copy.pk, "tick"]), {"step": step.pk, "on": "2027-01-01"}).status_code
        == 422
    )
    assert (
        desk.post(reverse(act, args=[copy.pk, "tick"]), {"step": step.pk, "on": "2026-11-03"}).status_code
        == 302
    )
    assert "1 步中已完成 1 步" in desk.get(page).content.decode()
    with at(NOW.replace(day=10)):
        assert kit.title in desk.get(reverse("console-waste-estate", args=[NEIGHBOUR])).content.decode()


def test_an_estate_that_copied_the_kit_before_is_not_offered_again(office: Any) -> None:
    kit, past = published(office), PilotFactory(estate_id=NEIGHBOUR, until=date(2026, 10, 5))
    KitCopyFactory(kit=kit, estate_id=NEIGHBOUR, confirmed_at=NOW, pilot=past)
    served(f"{COMMUNITY}003")
    url = reverse("console-waste-kit-apply", args=[kit.pk])
    assert [each.path for each in office.get(url).context["estates"]] == [f"{COMMUNITY}003"]
    other = KitFactory(pilot=PilotFactory(estate=kit.pilot.estate, until=date(2026, 9, 7)), published_at=NOW)
    offered = office.get(reverse("console-waste-kit-apply", args=[other.pk])).context["estates"]
    assert {each.path for each in offered} == {NEIGHBOUR, f"{COMMUNITY}003"}


def ticked(page: str) -> int:
    return len(re.findall(r'name="line" value="[^"]+" checked', page))


def test_a_day_that_cannot_be_leaves_the_ticks_and_the_names(office: Any) -> None:
    copy = drafted(office, published(office))
    act, far = "console-waste-copy-act", {"since": "2028-01-01"}
    again, confirm = (reverse(act, args=[copy.pk, each]) for each in ("again", "confirm"))
    shown = office.get(reverse("console-waste-copy", args=[copy.pk])).content.decode()
    [line] = [each["key"] for each in copy.lines if each["state"] == "change"]
    assert (ticked(shown), f'formaction="{again}"' in shown) == (1, True)
    alone = office.post(again, far)
    assert (alone.status_code, ticked(alone.content.decode())) == (422, 1)
    named = {"ticked": "1", "line": line, f"guide-{line}": "李玉梅"}
    for since, status in (("2028-01-01", 422), ("2026-11-10", 200)):
        page = office.post(again, named | {"since": since})
        assert (page.status_code, ticked(page.content.decode())) == (status, 1)
        assert 'value="李玉梅"' in page.content.decode()
    out = office.post(again, {"ticked": "1", "since": "2026-11-10"})
    assert (out.status_code, ticked(out.content.decode())) == (200, 0)
    other = office.post(confirm, named | {"since": "2026-11-11"})
    assert (other.status_code, ticked(other.content.decode())) == (409, 1)
    assert not Pilot.objects.filter(estate=NEIGHBOUR).exists()
    assert office.post(confirm, named | {"since": "2026-11-10"}).status_code == 302
    assert Guide.objects.filter(name="李玉梅").count() == 1


@pytest.mark.parametrize("sent", [{}, {"estates": ["zz"]}, {"estates": [ESTATE]}, {"since": "soon"}])
def test_a_choice_that_cannot_be_comes_back(office: Any, sent: Any) -> None:
    kit = published(office)
    answer = office.post(reverse("console-waste-kit-apply", args=[kit.pk]), {"since": "2026-11-09"} | sent)
    assert answer.status_code in (422, 403)
    assert not KitCopy.objects.exists()


def test_who_sees_and_who_does_not(office: Any, sign_in: Any) -> None:
    kit = begun(office)
    desk = sign_in(worker().person)
    assert desk.get(reverse("console-waste-kit", args=[kit.pk])).status_code == 404
    assert desk.get(reverse("console-waste-kits")).status_code == 200
    assert desk.post(reverse("console-waste-kit-new", args=[ESTATE])).status_code == 403
    assert sign_in(resident().person).get(reverse("console-waste-kits")).status_code == 403
    assert office.get(reverse("console-waste-kit-paper", args=[kit.pk])).status_code == 409


def test_a_draft_is_thrown_away_only_after_a_question(office: Any) -> None:
    kit = begun(office)
    page = office.get(reverse("console-waste-kit", args=[kit.pk])).content.decode()
    before, _summary, after = page.partition('<details class="ask-first">')
    address = reverse("console-waste-kit-act", args=[kit.pk, "drop"])
    assert (address in before, address in after) == (False, True)


def action_of(page: str) -> str:
    """Where the form that holds the typed words goes."""
    (found,) = re.findall(r'<form class="paper[^>]* action="([^"]+)"', page)
    return found


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([a-z]+-?\d*)" value="([^"]*)"', page))


@pytest.mark.parametrize("end", ["publish", "drop"])
def test_typed_for_a_draft_that_is_over_meanwhile_goes_on_in_another(office: Any, end: str) -> None:
    kit = begun(office)
    save = reverse("console-waste-kit-act", args=[kit.pk, "save"])
    ours = typed(title="我们的经验", worked="早晚有人", estate=ESTATE, revision=str(kit.revision))
    if end == "publish":
        office.post(save, typed(then="publish"))
    else:
        office.post(reverse("console-waste-kit-act", args=[kit.pk, "drop"]))
    kept = office.post(save, ours)
    page = kept.content.decode()
    assert kept.status_code == 409
    for words in ("我们的经验", "早晚有人", "开居民会"):
        assert words in page
    again = hidden(page) | {"title": "我们的经验", "worked": "早晚有人", "failed": ""}
    drawn = office.post(action_of(page), again)
    draft = Kit.objects.get(published_at=None)
    assert (drawn.status_code, draft.title == "我们的经验") == (409, False), "nothing is written over unseen"
    page = drawn.content.decode()
    assert all(words in page for words in ("我们的经验", "早晚有人", "开居民会", "期间已保存的内容"))
    sent = hidden(page) | {"title": "我们的经验", "worked": "早晚有人", "failed": "", "who-0": "community"}
    sent |= {"what-0": "开居民会", "week-0": "-2"}
    assert office.post(reverse("console-waste-kit-act", args=[draft.pk, "save"]), sent).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.worked, draft.steps.get().what) == ("我们的经验", "早晚有人", "开居民会")


@pytest.mark.parametrize("estate", ["", "a/b", "../../"])
def test_a_draft_that_never_was_is_not_found(office: Any, estate: str) -> None:
    answer = office.post(reverse("console-waste-kit-act", args=[0, "save"]), typed(estate=estate))
    assert answer.status_code == 404
