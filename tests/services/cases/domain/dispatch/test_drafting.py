"""A draft is a copy; it is changed by one at a time, and holds from when it is published."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.cases.domain.dispatch.drafting import (
    RuleDraft,
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
from jiayuan.services.cases.domain.dispatch.suggest import suggest_units
from jiayuan.services.cases.enums import Action
from jiayuan.services.cases.models import DispatchRuleSet
from tests.factories import DispatchRuleSetFactory, OrganisationFactory, PlaceFactory
from tests.services.cases.story import DISTRICT, Story, actor

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
