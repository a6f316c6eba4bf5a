"""New words of the pledge: one draft, looked at, from a day; what was signed stays; two editors at once."""

from datetime import date, timedelta
from threading import Barrier
from unittest import mock

import pytest
from django.db import connection

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at, now, today
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.sorting.domain import wording
from jiayuan.modules.sorting.domain.pledge_texts import current_text, text_of, text_offered
from jiayuan.modules.sorting.domain.pledging import renew_pledge
from jiayuan.modules.sorting.domain.wording import (
    begin_draft,
    call_back,
    change_draft,
    drop_draft,
    put_in_force,
    signed_by_version,
)
from jiayuan.modules.sorting.limits import PROMISE, PROMISES
from jiayuan.modules.sorting.models import PledgeWording
from tests.factories import PersonFactory, PledgeFactory, PledgeWordingFactory, RoleGrantFactory
from tests.services.cases.domain.test_races import together

ZH, EN = "我分好类。\n我按时投。", "I sort.\nI come in time."


@pytest.fixture
def district(person_with):
    return Actor(person=person_with(Role.DISTRICT_OFFICER, "140106"))


def tomorrow() -> date:
    return today() + timedelta(days=1)


def settled(district: Actor, *, ask_again: bool = False) -> PledgeWording:
    draft = change_draft(begin_draft(by=district).pk, ZH, EN, seen=1, by=district)
    return put_in_force(draft.pk, tomorrow(), ask_again=ask_again, seen=draft.revision, by=district)


@pytest.mark.django_db
class TestOneAfterTheOther:
    def test_a_draft_is_not_signed_and_new_words_begin_with_their_day(self, district):
        PledgeFactory()
        made = settled(district)
        assert (made.version, current_text().version) == (2, 1)
        with at(now() + timedelta(days=1)):
            assert (current_text().version, list(current_text().zh)) == (2, ZH.splitlines())
            assert text_of(1).zh[0].startswith("我认得四个桶")
            PledgeFactory(version=2)
        assert signed_by_version() == {1: 1, 2: 1}
        actions = [each.action for each in Entry.objects.filter(stream=made.stream).order_by("pk")]
        assert actions == ["sorting.begin_wording", "sorting.change_wording", "sorting.settle_wording"]

    def test_nobody_is_asked_again_unless_the_editor_says_so(self, district):
        settled(district)
        with at(now() + timedelta(days=1)):
            assert text_offered(1) is None

    def test_asked_again_they_may_sign_and_keep_the_old_until_then(self, district):
        pledge = PledgeFactory(person=PersonFactory())
        signer = Actor(person=pledge.person)
        settled(district, ask_again=True)
        assert text_offered(1) is None
        with at(now() + timedelta(days=1)):
            assert text_offered(1).version == 2
            with pytest.raises(Conflict):
                renew_pledge(pledge.pk, "1", by=signer)
            for _twice in range(2):
                pledge = renew_pledge(pledge.pk, "2", by=signer)
            assert (pledge.version, text_offered(pledge.version)) == (2, None)
            with pytest.raises(Refused):
                renew_pledge(pledge.pk, "2", by=Actor(person=PersonFactory()))
        entry = Entry.objects.get(action="sorting.renew_pledge")
        assert (entry.payload["before"], entry.actor) == ({"version": 1}, None)

    def test_words_that_skipped_asking_are_offered_with_later_ones_that_asked(self):
        for number, again in ((2, True), (3, False)):
            PledgeWordingFactory(version=number, since=today() - timedelta(days=9 - number), ask_again=again)
        assert text_offered(1).version == 3
        assert text_offered(2) is None

    def test_before_its_day_it_is_called_back_and_after_it_never(self, district):
        made = settled(district)
        with pytest.raises(Conflict, match="等着"):
            begin_draft(by=district)
        made = call_back(made.pk, seen=made.revision, by=district)
        assert made.is_draft
        made = put_in_force(made.pk, tomorrow(), ask_again=False, seen=made.revision, by=district)
        with at(now() + timedelta(days=1)):
            for change in (
                lambda: call_back(made.pk, seen=made.revision, by=district),
                lambda: change_draft(made.pk, "别的", "Other", seen=made.revision, by=district),
                lambda: drop_draft(made.pk, seen=made.revision, by=district),
                lambda: put_in_force(made.pk, tomorrow(), ask_again=True, seen=made.revision, by=district),
            ):
                with pytest.raises(Conflict):
                    change()

    def test_dropped_it_is_gone_and_the_ledger_knows_of_it(self, district):
        draft = begin_draft(by=district)
        stream = draft.stream
        drop_draft(draft.pk, seen=1, by=district)
        assert not PledgeWording.objects.exists()
        assert Entry.objects.filter(stream=stream, action="sorting.drop_wording").exists()
        begin_draft(by=district)

    def test_two_drafts_cannot_be(self, district):
        begin_draft(by=district)
        with pytest.raises(Conflict):
            begin_draft(by=district)

    def test_the_second_editor_is_told(self, district):
        draft = begin_draft(by=district)
        change_draft(draft.pk, ZH, EN, seen=1, by=district)
        for late in (
            lambda: change_draft(draft.pk, "晚了", "Late", seen=1, by=district),
            lambda: put_in_force(draft.pk, tomorrow(), ask_again=False, seen=1, by=district),
            lambda: drop_draft(draft.pk, seen=1, by=district),
        ):
            with pytest.raises(Conflict) as told:
                late()
            assert told.value.code == "stale"

    @pytest.mark.parametrize(
        ("zh", "en", "field"),
        [
            ("", EN, "zh"),
            (ZH, " \n ", "en"),
            (ZH, "I sort.", "en"),
            ("长" * (PROMISE["zh"] + 1), "Long", "zh"),
            ("短", "l" * (PROMISE["en"] + 1), "en"),
            ("行\n" * (PROMISES + 1), "line\n" * (PROMISES + 1), "zh"),
            ("\U000f0000", "x", "zh"),
            ("我分好类。\nI come in time.", EN, "zh"),
            (ZH, "I sort.\n我按时投。", "en"),
            (ZH, "I sort.\n我按时投。OK", "en"),
            ("我分好类。", "12:00!", "en"),
        ],
    )
    def test_what_will_not_do_names_its_field(self, district, zh, en, field):
        draft = begin_draft(by=district)
        with pytest.raises(Invalid) as told:
            change_draft(draft.pk, zh, en, seen=1, by=district)
        assert told.value.field == field

    def test_a_word_of_the_other_language_may_stand_in_a_line(self, district):
        draft = begin_draft(by=district)
        kept = change_draft(draft.pk, "我不用 PE 袋。", "In 双塔 I sort.", seen=1, by=district)
        assert (kept.zh, kept.en) == ("我不用 PE 袋。", "In 双塔 I sort.")

    @pytest.mark.parametrize("days", [None, -1, 0, 400])
    def test_days_that_will_not_do(self, district, days):
        draft = change_draft(begin_draft(by=district).pk, ZH, EN, seen=1, by=district)
        day = None if days is None else today() + timedelta(days=days)
        with pytest.raises(Invalid) as told:
            put_in_force(draft.pk, day, ask_again=False, seen=draft.revision, by=district)
        assert told.value.field == "since"

    def test_the_same_words_are_no_new_version(self, district):
        draft = begin_draft(by=district)
        with pytest.raises(Conflict) as told:
            put_in_force(draft.pk, tomorrow(), ask_again=False, seen=1, by=district)
        assert told.value.code == "same"

    def test_nobody_else_writes_them(self, actor_with):
        with pytest.raises(Refused):
            begin_draft(by=actor_with(Role.COMMUNITY_WORKER, "140106004010"))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestTwoEditors:
    def race(self) -> None:
        district = Actor(person=RoleGrantFactory(role=Role.DISTRICT_OFFICER, place__path="140106").person)
        draft = PledgeWordingFactory(edited_by=district.person)
        assert district.reach
        jobs = [
            lambda each=each: change_draft(draft.pk, f"第{each}人", f"Editor {each}", seen=1, by=district)
            for each in range(2)
        ]
        self.ended = together(*jobs)

    def test_guard_on_one_is_kept_and_the_other_told(self):
        self.race()
        assert self.ended == {"done": 1, "Conflict": 1}

    def test_guard_off_one_is_lost(self):
        barrier = Barrier(2)

        def unlocked(rows, pk):
            found = rows.filter(pk=pk).first()
            barrier.wait(timeout=20)  # both have read it
            return found

        with mock.patch.object(wording, "lock_first", unlocked):
            self.race()
        assert self.ended == {"done": 2}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestTwoBegin:
    def race(self) -> int:
        district = Actor(person=RoleGrantFactory(role=Role.DISTRICT_OFFICER, place__path="140106").person)
        assert district.reach
        barrier, read = Barrier(2), wording.pledge_texts

        def meet():
            """Neither has found a draft yet."""
            barrier.wait(timeout=20)
            return read()

        with mock.patch.object(wording, "pledge_texts", meet), mock.patch.object(wording, "lock_name"):
            together(*[lambda: begin_draft(by=district)] * 2)
        return PledgeWording.objects.drafts().count()

    def test_guard_on_there_is_one(self):
        assert self.race() == 1

    def test_guard_off_there_are_two(self):
        guard = next(
            each for each in PledgeWording._meta.constraints if each.name == "sorting_one_draft_of_the_pledge"
        )
        with connection.schema_editor() as editor:
            editor.remove_constraint(PledgeWording, guard)
        try:
            assert self.race() == 2
        finally:
            PledgeWording.objects.all().delete()
            with connection.schema_editor() as editor:
                editor.add_constraint(PledgeWording, guard)
