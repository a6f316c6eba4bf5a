"""A draft is a copy; it is changed by one at a time, and holds from when it is published."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.dispatch.checking import RuleDraft
from jiayuan.services.cases.domain.dispatch.drafting import (
    add_rule,
    begin_draft,
    change_rule,
    discard_draft,
    draft_to_change,
    move_rule,
    publish_draft,
    remove_rule,
)
from jiayuan.services.cases.domain.dispatch.facts import current_set, rules_of
from jiayuan.services.cases.domain.dispatch.shown import shown_rules
from jiayuan.services.cases.domain.dispatch.suggest import suggest_units
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import DispatchRuleSet
from tests.factories import CategoryVersionFactory, DispatchRuleSetFactory, OrganisationFactory, PlaceFactory
from tests.services.cases.story import COMMUNITY, DISTRICT, STREET, Story, actor

pytestmark = pytest.mark.django_db
LIGHT = RuleDraft("灯归亮化", "function", function="lighting")


@pytest.fixture
def office() -> Actor:
    return actor(Role.DISTRICT_OFFICER, DISTRICT)


def names() -> list[str]:
    return [each.name for each in draft_to_change().rules.all()]


def test_only_the_district_office() -> None:
    with pytest.raises(Refused):
        begin_draft(by=actor(Role.STREET_OFFICER, "140106004"))


def test_a_draft_begins_as_what_is_in_force(office: Actor) -> None:
    draft = begin_draft(by=office)
    assert begin_draft(by=office) == draft
    assert len(names()) == 2
    published = publish_draft("写下现行做法", seen=draft.revision, by=office)
    assert published.number == 1
    assert current_set() == published
    with pytest.raises(Missing):
        draft_to_change()
    again = begin_draft(by=office)
    assert rules_of(again) == rules_of(published)


def test_every_change_of_a_draft_stands_in_the_ledger(office: Actor) -> None:
    begin_draft(by=office)
    rule = add_rule(LIGHT, seen=1, by=office)
    move_rule(rule.pk, 1, seen=2, by=office)
    move_rule(rule.pk, -1, seen=3, by=office)
    move_rule(rule.pk, -1, seen=4, by=office)  # it is the first already: nothing changes
    change_rule(rule.pk, replace(LIGHT, name="路灯归亮化"), seen=5, by=office)
    remove_rule(rule.pk, seen=6, by=office)
    discard_draft(seen=7, by=office)
    entries = list(Entry.objects.filter(stream_id="dispatch-rules").order_by("number"))
    assert [each.action.removeprefix("cases.") for each in entries] == [
        "begin_dispatch", "add_rule", "move_rule", "move_rule", "change_rule", "remove_rule", "discard_dispatch",
    ]  # fmt: skip
    assert {each.actor_id for each in entries} == {office.pk}
    assert entries[1].payload["after"]["function"] == "lighting"
    assert entries[2].payload == {"before": {"position": 1}, "after": {"rule": "灯归亮化", "position": 2}}
    assert entries[4].payload["before"] == {"name": "灯归亮化"}
    assert entries[4].payload["after"] == {"rule": "路灯归亮化", "name": "路灯归亮化"}
    assert entries[5].payload["before"]["name"] == "路灯归亮化"
    assert all(each.action in registers.ledger_words["cases"].actions for each in entries)


def test_what_is_refused_leaves_no_entry(office: Actor) -> None:
    begin_draft(by=office)
    with pytest.raises(Conflict):
        add_rule(LIGHT, seen=9, by=office)
    with pytest.raises(Invalid):
        add_rule(replace(LIGHT, name=""), seen=1, by=office)
    assert Entry.objects.filter(stream_id="dispatch-rules").count() == 1


def test_a_draft_is_made_from_an_earlier_set(office: Actor) -> None:
    begin_draft(by=office)
    add_rule(LIGHT, seen=1, by=office)
    first = publish_draft("先这样", seen=2, by=office)
    draft = begin_draft(by=office)
    remove_rule(draft.rules.all()[0].pk, seen=1, by=office)
    with pytest.raises(Conflict) as refused:
        begin_draft(by=office, number=1)
    assert refused.value.code == "draft"
    publish_draft("去掉", seen=2, by=office)
    with pytest.raises(Missing):
        begin_draft(by=office, number=7)
    again = begin_draft(by=office, number=1)
    assert rules_of(again) == rules_of(first)
    entry = Entry.objects.filter(stream_id="dispatch-rules").order_by("number").last()
    assert entry is not None
    assert entry.payload["after"] == {"copied": 1}


class TestWhatCanNeverDecide:
    def remarks(self) -> list[str]:
        with translation.override("en"):
            return [each.remark for each in shown_rules(draft_to_change(), with_remarks=True)]

    def draft(self, office: Actor, *given: RuleDraft) -> None:
        """In this order, in front of those that are built in."""
        CategoryVersionFactory(category__code="0105", function="municipal")
        begin_draft(by=office)
        for seen, each in enumerate(reversed(given), start=1):
            add_rule(each, seen=seen, by=office)

    def test_a_rule_behind_one_that_takes_everything_is_said_to_be_hidden(self, office: Actor) -> None:
        OrganisationFactory(function="municipal", place=PlaceFactory(path=DISTRICT))
        PlaceFactory(path=COMMUNITY)
        everything = RuleDraft("都归市政", "function", function="municipal")
        bins = RuleDraft("井盖归市政", "function", categories=["0105"], place=COMMUNITY, function="municipal")
        self.draft(office, everything, bins)
        remarks = self.remarks()
        assert remarks[0] == ""
        assert "Never asked: “Rule 1: 都归市政”" in remarks[1]
        move_rule(draft_to_change().rules.all()[0].pk, 1, seen=3, by=office)
        assert self.remarks()[:2] == ["", ""]

    def test_where_the_first_leads_nowhere_the_second_is_asked_after_all(self, office: Actor) -> None:
        PlaceFactory(path=COMMUNITY)
        PlaceFactory(path="140106005011")
        OrganisationFactory(function="lighting", place=PlaceFactory(path=STREET))
        OrganisationFactory(function="municipal", place=PlaceFactory(path=DISTRICT))
        self.draft(office, LIGHT, RuleDraft("其余归市政", "function", function="municipal"))
        assert self.remarks()[:2] == ["", ""]

    def test_narrower_conditions_in_front_hide_nothing(self, office: Actor) -> None:
        PlaceFactory(path=COMMUNITY)
        OrganisationFactory(function="municipal", place=PlaceFactory(path=DISTRICT))
        urgent = RuleDraft("险情", "function", function="municipal", only_urgent=True)
        self.draft(office, urgent, RuleDraft("都归市政", "function", function="municipal"))
        assert self.remarks()[:2] == ["", ""]

    def test_a_rule_that_leads_nowhere_is_said_to(self, office: Actor) -> None:
        PlaceFactory(path=COMMUNITY)
        self.draft(office, LIGHT)
        assert "Leads nowhere" in self.remarks()[0]


def test_rules_keep_their_order(office: Actor) -> None:
    draft = begin_draft(by=office)
    first = add_rule(LIGHT, seen=1, by=office)
    old = names()[1:]
    assert names()[0] == "灯归亮化"
    move_rule(first.pk, 1, seen=2, by=office)
    assert names() == [old[0], "灯归亮化", old[1]]
    move_rule(first.pk, 1, seen=3, by=office)
    move_rule(first.pk, 1, seen=4, by=office)  # it is the last already
    assert names() == [*old, "灯归亮化"]
    move_rule(first.pk, -1, seen=5, by=office)
    change_rule(first.pk, replace(LIGHT, name="路灯归亮化"), seen=6, by=office)
    assert names() == [old[0], "路灯归亮化", old[1]]
    remove_rule(first.pk, seen=7, by=office)
    assert names() == old
    assert [each.position for each in draft.rules.all()] == [1, 2]


def test_a_page_that_is_out_of_date_changes_nothing(office: Actor) -> None:
    begin_draft(by=office)
    rule = add_rule(LIGHT, seen=1, by=office)
    for act in (
        lambda: add_rule(LIGHT, seen=1, by=office), lambda: remove_rule(rule.pk, seen=1, by=office),
        lambda: move_rule(rule.pk, 1, seen=1, by=office), lambda: publish_draft("改", seen=1, by=office),
        lambda: discard_draft(seen=1, by=office),
    ):  # fmt: skip
        with pytest.raises(Conflict):
            act()
    assert len(names()) == 3


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"), ({"name": "长" * 81}, "name"), ({"target": "moon"}, "target"),
        ({"function": "magic"}, "function"), ({"target": "unit"}, "unit_id"), ({"place": "999"}, "place"),
        ({"categories": ["nothing"]}, "categories"),
    ],
)  # fmt: skip
def test_what_will_not_do_names_its_field(office: Actor, wrong: dict[str, Any], field: str) -> None:
    begin_draft(by=office)
    with pytest.raises(Invalid) as refusal:
        add_rule(replace(LIGHT, **wrong), seen=1, by=office)
    assert refusal.value.field == field
    assert draft_to_change().revision == 1


def test_a_unit_of_another_place_is_refused_where_the_rule_would_lead_nowhere(office: Actor) -> None:
    PlaceFactory(path="140106004010")
    begin_draft(by=office)
    far, above, within = (
        OrganisationFactory(function="municipal", place=PlaceFactory(path=path))
        for path in ("140106005", "140106", "140106004010001")
    )
    here = replace(LIGHT, target="unit", place="140106004010")
    with pytest.raises(Invalid) as refusal:
        add_rule(replace(here, unit_id=far.pk), seen=1, by=office)
    assert refusal.value.field == "unit_id"
    for seen, unit in enumerate((above, within), start=1):
        add_rule(replace(here, unit_id=unit.pk), seen=seen, by=office)
    add_rule(replace(here, place="", unit_id=far.pk), seen=3, by=office)


def test_nothing_is_published_without_a_reason_or_a_rule(office: Actor) -> None:
    draft = begin_draft(by=office)
    with pytest.raises(Invalid):
        publish_draft(" ", seen=1, by=office)
    for seen, rule in enumerate(draft.rules.all(), start=1):
        remove_rule(rule.pk, seen=seen, by=office)
    with pytest.raises(Invalid):
        publish_draft("空的", seen=3, by=office)
    discard_draft(seen=3, by=office)
    assert not DispatchRuleSet.objects.exists()


def test_published_rules_decide_and_every_dispatch_says_why(office: Actor) -> None:
    story = Story().until(Action.FILE)
    crew = OrganisationFactory(function="lighting", place=story.case.place)
    assert [each.unit for each in suggest_units(story.case)] == [story.unit]
    begin_draft(by=office)
    add_rule(replace(LIGHT, categories=["0105"]), seen=1, by=office)
    assert [each.unit for each in suggest_units(story.case)] == [story.unit], "a draft holds for nothing"
    publish_draft("井盖照明一起管", seen=2, by=office)
    assert [each.unit for each in suggest_units(story.case)] == [crew, story.unit]
    story.do(Action.DISPATCH)  # to the unit of the category all the same
    why = Entry.objects.get(action="cases.dispatch").payload["after"]["why"]
    assert (why["set"], why["position"], why["first"]) == (1, 2, False)
    said = Entry.objects.get(action="cases.publish_dispatch").payload
    assert (said["before"]["number"], said["after"]["number"]) == (0, 1)
    assert said["after"]["rules"][0] == "灯归亮化"


def test_one_set_in_force_and_one_draft_at_most() -> None:
    DispatchRuleSetFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        DispatchRuleSetFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        DispatchRuleSetFactory(state="current")
    DispatchRuleSetFactory(state="current", number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        DispatchRuleSetFactory(state="current", number=2)
    DispatchRuleSetFactory(state="past", number=3)
