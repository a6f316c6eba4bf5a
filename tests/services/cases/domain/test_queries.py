"""Reading cases: offers, timeline, inbox, cards, map, and what each reader may see."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils import translation

from jiayuan.foundation.access.actor import Actor, Reach, hash_token
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common import counted, prepared
from jiayuan.foundation.common.errors import Missing, Refused
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.announce import may_see_photo
from jiayuan.services.cases.domain.contact import reveal_contact
from jiayuan.services.cases.domain.dispatch.suggest import suggest_units
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.personal_data import erase_cases, export_cases
from jiayuan.services.cases.domain.queries.appeals import appeal_counts
from jiayuan.services.cases.domain.queries.cards import nearby_cards, waiting_cards
from jiayuan.services.cases.domain.queries.doubts import doubt_counts
from jiayuan.services.cases.domain.queries.layers import public_features, working_features
from jiayuan.services.cases.domain.queries.offers import offers
from jiayuan.services.cases.domain.queries.progress import steps_of
from jiayuan.services.cases.domain.queries.timeline import timeline
from jiayuan.services.cases.domain.queries.told import told_of
from jiayuan.services.cases.domain.queries.work import work_counts, work_items
from jiayuan.services.cases.enums import Action, Escalation, State
from jiayuan.services.cases.models import Case, CasePhoto
from jiayuan.services.voice.models import Rating
from tests.factories import CaseFactory, CasePhotoFactory, OrganisationFactory, PlaceFactory, RatingFactory
from tests.services.cases.story import Story, actor

pytestmark = pytest.mark.django_db
WORLD = (112.0, 37.0, 113.0, 38.0)


def kinds(who: Actor) -> set[str]:
    return {item.kind for item in work_items(who, 50)}


def test_each_step_waits_for_the_right_people() -> None:
    story = Story()
    assert kinds(story.worker) == {"case-file"}
    story.do(Action.FILE)
    assert kinds(story.worker) == {"case-dispatch"}
    story.do(Action.DISPATCH)
    assert (kinds(story.worker), kinds(story.handler)) == (set(), {"case-accept"})
    story.do(Action.ACCEPT)
    assert kinds(story.handler) == {"case-handle"}
    story.do(Action.ASK_EXTENSION, story.handler, Given(words="等", days=2))
    assert (kinds(story.worker), kinds(story.street)) == ({"case-decide"}, {"case-decide"})
    story.do(Action.DECLINE, story.worker, Given(words="抓紧"))
    story.do(Action.HAND_IN)
    assert (kinds(story.grid), kinds(story.handler)) == ({"case-verify"}, set())
    story.do(Action.PASS)
    assert kinds(story.worker) == {"case-close"}
    assert work_counts(story.worker)["case-close"][1] == 1
    story.do(Action.CLOSE)
    for who in (story.worker, story.grid, story.handler, story.street, story.district):
        assert (kinds(who), work_counts(who)) == (set(), {})


def test_residents_have_no_inbox() -> None:
    story = Story()
    assert (work_items(story.resident, 10), work_counts(story.resident)) == ([], {})


def test_late_cases_wait_for_the_offices_above() -> None:
    story = Story()
    Case.objects.filter(pk=story.case.pk).update(escalation=Escalation.STREET)
    assert (kinds(story.street), kinds(story.district)) == ({"case-late"}, set())
    Case.objects.filter(pk=story.case.pk).update(escalation=Escalation.DISTRICT)
    assert (kinds(story.street), kinds(story.district)) == ({"case-late"}, {"case-late"})


def test_inbox_costs_the_same_for_one_and_for_many(django_assert_max_num_queries: object) -> None:
    story = Story()
    CaseFactory.create_batch(15, place=story.case.place)
    fresh = Actor(person=story.worker.person)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert len(work_items(fresh, 50)) == 16
        assert work_counts(fresh)["case-file"][1] == 16


def test_offers_say_why_not() -> None:
    story = Story().until(Action.HAND_IN)
    for_handler = {offer.action: offer for offer in offers(story.case, story.handler)}
    assert not for_handler[Action.PASS].verdict
    assert str(for_handler[Action.PASS].verdict.because)
    for_grid = offers(story.case, story.grid)
    assert for_grid[0].action == Action.PASS
    assert for_grid[0].is_main
    assert Action.APPROVE not in {offer.action for offer in for_grid}


def test_timeline_names_staff_to_staff_and_parts_to_the_reporter() -> None:
    story = Story().until(Action.HAND_IN)
    story.do(Action.NOTE, story.handler, Given(words="内部：下次换铸铁的"))
    story.do(Action.NOTE, story.resident, Given(words="谢谢"))
    story.do(Action.PASS)
    reveal_contact(story.case, by=story.worker, reason="回访")
    staff = timeline(story.case, story.worker)
    own = timeline(story.case, story.resident)
    assert str(story.handler.person) in {line.who for line in staff}
    assert str(story.handler.person) not in {line.who for line in own}
    assert "内部：下次换铸铁的" in {line.words for line in staff}
    assert "内部：下次换铸铁的" not in {line.words for line in own}
    assert {"谢谢", "已更换井盖", "现场看过"} <= {line.words for line in own}
    assert "reveal" not in {line.action for line in own}
    assert next(line.photos for line in own if line.action == "hand_in")
    with translation.override("en"):
        assert "Reported as done" in {line.what for line in timeline(story.case, story.worker)}


def test_contact_is_read_with_a_reason_and_recorded() -> None:
    story = Story()
    for who in (story.resident, story.handler, actor(Role.GRID_WORKER, "140106004011"), Actor()):
        with pytest.raises(Refused):
            reveal_contact(story.case, by=who, reason="x")
    assert reveal_contact(story.case, by=story.worker, reason="确认位置").phone == "+8613812345678"
    entry = Entry.objects.get(stream_id=story.case.stream, action="cases.reveal")
    assert entry.actor == story.worker.person
    bare = CaseFactory(place=story.case.place)
    with pytest.raises(Missing):
        reveal_contact(bare, by=story.worker, reason="确认位置")


def test_visible_to() -> None:
    story = Story().until(Action.DISPATCH)
    seen = {
        "resident": story.resident,
        "worker": story.worker,
        "grid": story.grid,
        "street": story.street,
        "district": story.district,
        "handler": story.handler,
        "colleague": story.colleague,
    }
    for name, who in seen.items():
        assert Case.objects.visible_to(who).filter(pk=story.case.pk).exists(), name
    for who in (
        actor(),
        actor(Role.COMMUNITY_WORKER, "140106004011"),
        actor(Role.IT_STAFF, "140106"),
        Actor(),
    ):
        assert not Case.objects.visible_to(who).exists()


def test_units_nearest_first() -> None:
    story = Story().until(Action.FILE)
    district_unit = OrganisationFactory(place=PlaceFactory(path="140106"))
    office = OrganisationFactory(function="community", place=story.case.place)
    OrganisationFactory(function="greening")
    found = suggest_units(story.case)
    assert [each.unit for each in found] == [story.unit, district_unit, office]
    assert found[0].because.startswith("第 1 条")


def test_waiting_for_my_rating() -> None:
    story = Story().until(Action.CLOSE)
    assert [card.key for card in waiting_cards(story.resident)] == [story.case.stream]
    assert [card.key for card in waiting_cards(Actor(tokens=frozenset([hash_token(story.token)])))] == [
        story.case.stream
    ]
    RatingFactory(subject=story.case.stream, round=2, place=story.case.place)
    assert waiting_cards(story.resident)
    story.do(Action.RATE)
    assert waiting_cards(story.resident) == []
    assert waiting_cards(Actor()) == []


def test_nearby() -> None:
    story = Story()
    assert nearby_cards(Actor(), None) == []
    assert nearby_cards(Actor(), story.case.place) == []
    story.do(Action.FILE)
    card = nearby_cards(Actor(), story.case.place)[0]
    assert "138" not in card.title


def test_the_public_map_is_snapped() -> None:
    case = CaseFactory(state=State.FILED, public_words="井盖", latitude=37.86123, longitude=112.57123)
    feature = public_features(Actor(), WORLD)[0]
    assert feature["geometry"]["coordinates"] != [case.longitude, case.latitude]
    assert "words" not in feature["properties"]
    worker = actor(Role.COMMUNITY_WORKER)
    assert working_features(worker, WORLD)[0]["geometry"]["coordinates"] == [case.longitude, case.latitude]
    assert working_features(actor(), WORLD) == []
    CaseFactory(state=State.REPORTED)
    CaseFactory(state=State.FILED, is_public=False)
    assert len(public_features(Actor(), WORLD)) == 1
    assert public_features(Actor(), (0.0, 0.0, 1.0, 1.0)) == []


def test_photos_follow_their_case() -> None:
    story = Story().until(Action.HAND_IN)
    photo = CasePhoto.objects.get(case=story.case).photo
    assert may_see_photo(story.worker, photo)
    assert not may_see_photo(Actor(), photo)
    CasePhoto.objects.update(is_public=True)
    photo.refresh_from_db()
    photo = type(photo).objects.get(pk=photo.pk)
    assert may_see_photo(Actor(), photo)
    from tests.factories import PhotoFactory

    assert not may_see_photo(story.worker, PhotoFactory())
    assert may_see_photo(story.district, CasePhotoFactory(case=story.case).photo)


def test_a_persons_cases_are_handed_out_and_forgotten() -> None:
    story = Story().until(Action.RATE)
    data = export_cases(story.resident.person)
    assert data[0]["contact"]["phone"] == "+8613812345678"
    assert data[0]["history"]
    assert erase_cases(story.resident.person) == 1
    story.case.refresh_from_db()
    assert (story.case.reporter, "138" in story.case.words, hasattr(story.case, "contact")) == (
        None,
        False,
        False,
    )
    assert export_cases(story.resident.person) == []


def test_publishing_photos_at_the_close() -> None:
    story = Story().until(Action.PASS)
    story.do(Action.CLOSE, story.worker, Given(is_public=True))
    assert not story.case.photos.filter(is_public=False).exists()


def test_filing_decides_category_and_public_wording() -> None:
    from tests.factories import CategoryFactory, CategoryVersionFactory

    story = Story()
    private = CategoryVersionFactory(
        category=CategoryFactory(code="E0101"), is_private=True, name="求助", name_en="Help"
    )
    story.do(
        Action.FILE, story.worker, Given(category_code="E0101", public_words="有人需要帮助", is_public=True)
    )
    story.case.refresh_from_db()
    assert (story.case.version, story.case.is_public, story.case.public_words) == (
        private,
        False,
        "有人需要帮助",
    )


def test_forgetting_reaches_every_word() -> None:
    story = Story().until(Action.RATE)
    story.do(Action.REOPEN, story.resident, Given(words="我是李奶奶，13912345678"))
    assert erase_cases(story.resident.person) == 1
    kept = [str(each.payload) for each in Entry.objects.filter(stream_id=story.case.stream)]
    assert not any("13912345678" in each or "很快" in each for each in kept)
    rating = Rating.objects.get(subject=story.case.stream)
    assert (rating.score, rating.words, rating.rated_by) == (5, "", None)
    slip = Actor(tokens=frozenset([hash_token(story.token)]))
    assert not Case.objects.visible_to(slip).exists()
    assert verify().ok


def test_what_waits_is_asked_by_statements_that_no_moment_is_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are kept for each reader, so they may not say what time it was."""
    story, kept = Story(), []
    for day in (23, 24):
        monkeypatch.setattr(counted, "_statements", {})
        with at(datetime(2026, 11, day, 8, tzinfo=UTC)):
            for who in (story.worker, story.grid, story.street, story.handler):
                work_items(who, 50)
                counted.count_together([work_counts, doubt_counts, appeal_counts], who)
        kept.append(counted._statements)
    assert len(kept[0]) == 8
    assert kept[0] == kept[1]


def test_kept_statements_find_what_came_meanwhile_and_stay_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counted, "_statements", {})
    story = Story()
    assert work_counts(story.worker)["case-file"][1] == 1
    CaseFactory(place=story.case.place)
    assert work_counts(story.worker)["case-file"][1] == 2
    monkeypatch.setattr(prepared, "MOST", 1)
    work_counts(story.street)
    work_counts(story.handler)
    assert len(counted._statements) == 1


def test_who_holds_a_role_for_no_unit_waits_for_nothing() -> None:
    reach = Reach(((Role.UNIT_OFFICER, "140106", None),))
    lost = Actor(person=Story().handler.person)
    vars(lost)["reach"] = reach
    assert not work_counts(lost)
    assert not work_items(lost, 50)


def test_one_query_tells_a_page_all_of_a_case(django_assert_num_queries: Any) -> None:
    story = Story()
    story.do(Action.FILE)
    case = Case.objects.get(pk=story.case.pk)
    with django_assert_num_queries(1):
        assert [each.number for each in told_of(case)] == [1, 2]
        steps_of(case)
