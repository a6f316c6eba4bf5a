"""Kept words: who keeps them, where they are offered, how their gaps are filled, and that none is sent with one."""

from dataclasses import replace

import pytest
from django.utils import translation

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.spoken import moment_in_full
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.given import Given
from jiayuan.services.cases.domain.load_catalogue import load_catalogue
from jiayuan.services.cases.domain.replies.gaps import Known, check_filled, check_known, fill
from jiayuan.services.cases.domain.replies.keep import (
    ReplyDraft,
    change_reply,
    reply_to_change,
    retire_reply,
    write_reply,
)
from jiayuan.services.cases.domain.replies.offered import kept_replies, replies_by_action
from jiayuan.services.cases.domain.replies.starters import load_replies, read_starters
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import CategoryVersion, ReplyTemplate
from tests.factories import CategoryFactory, OrganisationFactory, PlaceFactory, ReplyTemplateFactory
from tests.services.cases.story import COMMUNITY, DISTRICT, STREET, Story, actor

pytestmark = pytest.mark.django_db
DRAFT = ReplyDraft("已受理", "您反映的“{类别}”已受理，编号 {number}。", action="file", place=COMMUNITY)


class TestKeeping:
    def test_is_written_changed_and_put_away_with_every_wording_in_the_ledger(self) -> None:
        PlaceFactory(path=COMMUNITY)
        worker = actor(Role.COMMUNITY_WORKER)
        reply = write_reply(DRAFT, by=worker)
        assert (str(reply), reply.keeper, reply.revision) == ("已受理", str(reply.place), 1)
        changed = change_reply(reply.pk, replace(DRAFT, words="已受理。"), seen=1, by=worker)
        assert (changed.words, changed.revision, changed.changed_by) == ("已受理。", 2, worker.person)
        retire_reply(reply.pk, seen=2, by=worker)
        with pytest.raises(Missing):
            reply_to_change(reply.pk, by=worker)
        with pytest.raises(Missing):
            change_reply(reply.pk, DRAFT, seen=3, by=worker)
        entries = Entry.objects.filter(stream_id=f"reply/{reply.pk}").order_by("number")
        assert [each.action for each in entries] == [
            "cases.write_reply", "cases.write_reply", "cases.retire_reply",
        ]  # fmt: skip
        assert entries[1].payload["before"]["words"] == DRAFT.words
        assert verify().ok
        assert write_reply(DRAFT, by=worker).pk != reply.pk

    def test_who_saw_an_older_wording_is_told(self) -> None:
        worker = actor(Role.COMMUNITY_WORKER)
        reply = write_reply(DRAFT, by=worker)
        change_reply(reply.pk, replace(DRAFT, words="已受理。"), seen=1, by=worker)
        with pytest.raises(Conflict, match="刚刚被别人改过"):
            change_reply(reply.pk, DRAFT, seen=1, by=worker)
        with pytest.raises(Conflict):
            retire_reply(reply.pk, seen=1, by=worker)

    def test_two_of_one_name_cannot_be_told_apart(self) -> None:
        worker = actor(Role.COMMUNITY_WORKER)
        write_reply(DRAFT, by=worker)
        with pytest.raises(Conflict, match="同名"):
            write_reply(DRAFT, by=worker)

    @pytest.mark.parametrize(
        ("role", "path", "may"),
        [
            (Role.COMMUNITY_WORKER, COMMUNITY, True),
            (Role.STREET_OFFICER, STREET, True),
            (Role.DISTRICT_OFFICER, DISTRICT, True),
            (Role.COMMUNITY_WORKER, "140106004011", False),
            (Role.GRID_WORKER, COMMUNITY, False),
        ],
    )
    def test_by_those_who_work_at_the_place(self, role: Role, path: str, may: bool) -> None:
        PlaceFactory(path=COMMUNITY)
        who = actor(role, path)
        if may:
            assert write_reply(DRAFT, by=who).place_id == COMMUNITY
        else:
            with pytest.raises(Refused, match="才能修改"):
                write_reply(DRAFT, by=who)

    def test_by_those_of_the_unit_and_no_other(self) -> None:
        story = Story()
        draft = replace(DRAFT, place="", unit_id=story.unit.pk)
        reply = write_reply(draft, by=story.handler)
        assert reply.keeper == str(story.unit)
        with pytest.raises(Refused):
            change_reply(reply.pk, draft, seen=1, by=story.worker)
        stranger = actor(Role.UNIT_OFFICER, STREET, OrganisationFactory())
        with pytest.raises(Missing):
            reply_to_change(reply.pk, by=stranger)

    def test_cannot_be_given_away_to_another_place(self) -> None:
        PlaceFactory(path="140106004011")
        worker = actor(Role.COMMUNITY_WORKER)
        reply = write_reply(DRAFT, by=worker)
        with pytest.raises(Refused):
            change_reply(reply.pk, replace(DRAFT, place="140106004011"), seen=1, by=worker)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"name": ""}, "name"),
            ({"words": ""}, "words"),
            ({"words": "请找{主任}"}, "words"),
            ({"words_en": "ask {boss}"}, "words_en"),
            ({"action": "dance"}, "action"),
            ({"category": "nothing"}, "category"),
            ({"place": ""}, "keeper"),
            ({"place": "999"}, "keeper"),
        ],
    )
    def test_what_will_not_do_is_named(self, wrong: dict[str, str], field: str) -> None:
        worker = actor(Role.COMMUNITY_WORKER)
        with pytest.raises(Invalid) as refused:
            write_reply(replace(DRAFT, **wrong), by=worker)
        assert refused.value.field == field


class TestGaps:
    def test_are_filled_from_the_case_in_either_writing(self) -> None:
        story = Story().until(Action.DISPATCH)
        known = Known(story.case, story.case.version, story.case.unit)
        filled = fill("{编号}|{ number }|｛类别｝|{地点}|{单位}|{承诺}|{期限}", known)
        number, same, category, place, unit, promise, due = filled.words.split("|")
        assert number == same == story.case.number
        assert (category, place, unit) == (story.case.version.name, str(story.case.place), story.unit.name)
        assert promise == "2 个工作日"
        assert due == moment_in_full(story.case.due_at), "a day with its date: the words are read later"
        assert filled.missing == []

    def test_what_is_not_known_yet_is_named_and_stays(self) -> None:
        story = Story()
        filled = fill("由{单位}处理{其他}", Known(story.case, story.case.version, None))
        assert (filled.words, filled.missing) == ("由{单位}处理{其他}", ["处置单位"])

    def test_nothing_is_sent_with_a_gap_in_it(self) -> None:
        story = Story()
        with pytest.raises(Invalid, match="还有没填的：处置单位、事项编号") as refused:
            story.do(Action.FILE, story.worker, Given(category_code="0105", words="由{unit}处理，{编号}"))
        assert refused.value.field == "words"
        story.do(Action.FILE, story.worker, Given(category_code="0105", words="配件型号 {A-1} 已订"))
        check_filled("没有空")
        check_known("{编号} {number}", "words")


class TestOffering:
    def test_by_place_unit_action_and_category(self) -> None:
        story = Story()
        keep = ReplyTemplateFactory
        place = PlaceFactory(path=COMMUNITY)
        district, other = PlaceFactory(path=DISTRICT), PlaceFactory(path="140106004011")
        keep(name="社区", place=place, action="file", uses=1)
        keep(name="区里常用", place=district, action="file", uses=9)
        keep(name="井盖", place=district, action="file", category=CategoryFactory(code="0105"))
        keep(name="任何", place=district)
        keep(name="别处", place=other, action="file")
        keep(name="别类", place=place, action="file", category=CategoryFactory(code="0199"))
        keep(name="停用", place=place, action="file", retired_at=story.case.reported_at)
        keep(name="单位", place=None, unit=story.unit, action="hand_in")
        found = replies_by_action(story.case, story.worker, ["file", "reject"])
        assert [each.name for each in found["file"]] == ["井盖", "区里常用", "社区", "任何"]
        assert [each.name for each in found["reject"]] == ["任何"]
        theirs = replies_by_action(story.case, story.handler, ["hand_in", "file"])
        assert [[each.name for each in rows] for rows in theirs.values()] == [["单位"], []]
        assert {each.name for each in kept_replies(story.worker)} == {
            "社区", "区里常用", "井盖", "任何", "别类",
        }  # fmt: skip
        assert {each.name for each in kept_replies(story.handler)} == {"单位"}

    def test_is_counted_when_sent_and_offered(self) -> None:
        story = Story()
        mine = ReplyTemplateFactory(place=PlaceFactory(path=COMMUNITY))
        other = ReplyTemplateFactory(place=PlaceFactory(path="140106004011"))
        story.do(Action.FILE, story.worker, Given(category_code="0105", words="好", reply_id=mine.pk))
        story.do(Action.NOTE, story.worker, Given(words="好", reply_id=other.pk))
        uses = dict(ReplyTemplate.objects.values_list("pk", "uses"))
        assert uses == {mine.pk: 1, other.pk: 0}


class TestStarters:
    def test_a_district_that_keeps_none_gets_some_once(self) -> None:
        PlaceFactory(path=DISTRICT)
        load_catalogue()
        assert load_replies() == len(read_starters())
        assert load_replies() == 0
        ReplyTemplate.objects.update(retired_at="2026-01-01T00:00Z")
        assert load_replies() == 0
        assert verify().ok

    def test_each_has_both_languages_a_known_action_and_gaps_that_can_be_filled(self) -> None:
        load_catalogue()
        names = [each["name"] for each in read_starters()]
        assert len(names) == len(set(names))
        for each in read_starters():
            assert each["action"] in Action.values
            assert each["words_en"].isascii() or "“" in each["words_en"] or "'" in each["words_en"]
            check_known(each["words"], "words")
            check_known(each["words_en"], "words_en")
            if each["category"]:
                assert CategoryVersion.objects.current().filter(category_id=each["category"]).exists()

    def test_is_read_in_the_readers_language(self) -> None:
        reply = ReplyTemplateFactory(words="好", words_en="Good")
        with translation.override("en"):
            assert reply.wording == "Good"
            assert ReplyTemplate(words="好").wording == "好"
        with translation.override("zh-hans"):
            assert reply.wording == "好"
