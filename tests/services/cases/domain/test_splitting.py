"""A case whose work belongs to several units: divided, followed as one, ended as one; and what cannot be divided."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Invalid, Refused
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.foundation.organisations.enums import UnitFunction
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.services.cases.domain.given import Given, PieceDraft
from jiayuan.services.cases.domain.perform import perform_action
from jiayuan.services.cases.domain.personal_data import erase_cases, export_cases
from jiayuan.services.cases.domain.queries.layers import working_features
from jiayuan.services.cases.domain.queries.timeline import timeline
from jiayuan.services.cases.enums import Action, State
from jiayuan.services.cases.models import Case, Tie
from jiayuan.services.cases.piece_rules import pieces_of
from tests.factories import CaseFactory, CategoryVersionFactory, OrganisationFactory, TieFactory
from tests.services.cases.story import STREET, Story, actor

pytestmark = pytest.mark.django_db
WORLD = (70.0, 0.0, 140.0, 60.0)


@contextmanager
def held_at_once() -> Iterator[None]:
    """What the database checks at the end of a transaction is checked here."""
    with transaction.atomic():
        yield
        connection.check_constraints()


class Divided:
    """``story.case`` leads; ``water`` and ``power`` each do a part, with somebody of theirs."""

    def __init__(self, until: Action = Action.ACCEPT) -> None:
        self.story = Story().until(until)
        Case.objects.update(latitude=37.86, longitude=112.57)
        self.water = OrganisationFactory(name="水务公司", function=UnitFunction.MUNICIPAL)
        self.power = OrganisationFactory(name="供电所", function=UnitFunction.MUNICIPAL)
        self.people = {each.pk: actor(Role.UNIT_OFFICER, STREET, each) for each in (self.water, self.power)}

    def split(self, *drafts: PieceDraft, by: Actor | None = None, revision: int | None = None) -> list[Case]:
        drafts = drafts or (self.draft(self.water, "关闸，换阀门"), self.draft(self.power, "移开电缆"))
        given = Given(pieces=drafts)
        perform_action(
            self.story.case.pk, Action.SPLIT, by=by or self.story.worker, given=given, revision=revision
        )
        self.story.case = Case.objects.select_related("tie").get(pk=self.story.case.pk)
        return list(pieces_of(self.story.case))

    @staticmethod
    def draft(unit: Organisation, words: str = "看一下", category: str = "") -> PieceDraft:
        return PieceDraft(unit.pk, words, category)

    def end(self, piece: Case, last: Action = Action.CLOSE) -> None:
        """The whole way of a part, up to and including ``last``."""
        assert piece.unit_id is not None
        one, photo = self.people[piece.unit_id], self.story.photo
        for action in (Action.ACCEPT, Action.HAND_IN, Action.PASS, Action.CLOSE):
            given = Given(words="好了", photo_ids=[photo(one)] if action == Action.HAND_IN else [])  # type: ignore[list-item]
            by = {Action.PASS: self.story.grid, Action.CLOSE: self.story.worker}.get(action, one)
            perform_action(piece.pk, action, by=by, given=given)
            if action == last:
                return


def test_each_part_has_its_unit_its_words_its_deadline_and_its_life() -> None:
    divided, longer = Divided(), CategoryVersionFactory(category__code="0199", handle_amount=9)
    first_unit, due_at = divided.story.case.first_unit, divided.story.case.due_at
    water, power = divided.split(
        divided.draft(divided.water, "关闸，换阀门"),
        divided.draft(divided.power, "移电缆", longer.category_id),
    )
    assert (water.words, water.unit, water.first_unit) == ("关闸，换阀门", divided.water, divided.water)
    assert water.state == power.state == State.DISPATCHED
    assert (water.tie.number, power.tie.number) == (1, 2)
    assert power.version == longer
    assert water.due_at is not None
    assert power.due_at is not None
    assert power.due_at > water.due_at
    case = divided.story.case
    assert (case.state, case.first_unit, case.unit, case.due_at) == (
        State.HANDLING, first_unit, divided.story.unit, due_at,
    )  # fmt: skip
    one = divided.people[divided.water.pk]
    assert list(Case.objects.visible_to(one)) == [water]
    assert Notice.objects.filter(person=one.person, kind="cases.assigned").count() == 1


def test_the_lead_waits_for_its_parts_and_ends_as_one_case() -> None:
    divided = Divided()
    water, power = divided.split()
    with pytest.raises(Refused, match=r"Parts|分办"):
        divided.story.do(Action.HAND_IN)
    divided.end(water)
    with pytest.raises(Refused):
        divided.story.do(Action.HAND_IN)
    divided.end(power)
    assert Notice.objects.filter(person=divided.story.handler.person, kind="cases.piece_over").count() == 2
    for action in (Action.HAND_IN, Action.PASS, Action.CLOSE, Action.RATE):
        divided.story.do(action)
    assert divided.story.case.state == State.CLOSED
    told = Notice.objects.filter(person=divided.story.resident.person, kind="cases.closed")
    assert told.count() == 1


def test_the_reporter_reads_where_each_part_stands() -> None:
    divided = Divided()
    water, _power = divided.split()
    divided.end(water)
    lines = [each.what for each in timeline(divided.story.case, divided.story.resident)]
    assert any("水务公司" in each and "供电所" in each for each in lines)
    assert sum("水务公司" in each for each in lines) == 2


def test_the_desk_can_go_on_without_them_for_a_reason() -> None:
    divided = Divided()
    water, _power = divided.split()
    with pytest.raises(Refused):
        divided.story.do(Action.GO_ON, divided.story.handler, Given(words="来不及"))
    with pytest.raises(Invalid):
        divided.story.do(Action.GO_ON, divided.story.worker, Given())
    divided.story.do(Action.GO_ON, divided.story.worker, Given(words="阀门另行更换，不影响通行"))
    divided.story.do(Action.HAND_IN)
    water.refresh_from_db()
    assert water.state == State.DISPATCHED
    lines = timeline(divided.story.case, divided.story.resident)
    assert any(each.words == "阀门另行更换，不影响通行" for each in lines)
    with pytest.raises(Refused):
        divided.story.do(Action.GO_ON, divided.story.worker, Given(words="再来一次"))


@pytest.mark.parametrize("action", [Action.SPLIT, Action.MERGE, Action.EDIT_PUBLIC, Action.MARK_DEMAND])
def test_what_concerns_the_whole_is_not_done_to_a_part(action: Action) -> None:
    divided = Divided()
    water, _power = divided.split()
    given = Given(
        words="x", pieces=[divided.draft(divided.story.unit)], lead=divided.story.case.number,
        is_public=True, public_words="x", ground="beyond",
    )  # fmt: skip
    with pytest.raises(Refused, match=r"part of another|另一事项"):
        perform_action(water.pk, action, by=divided.story.worker, given=given)


def test_a_case_that_was_divided_is_merged_into_no_other_and_none_into_a_part() -> None:
    divided = Divided()
    water, _power = divided.split()
    other = CaseFactory(version=divided.story.case.version, place=divided.story.case.place, state=State.FILED)
    with pytest.raises(Refused):
        divided.story.do(Action.MERGE, divided.story.worker, Given(lead=other.number))
    with pytest.raises(Invalid):
        perform_action(other.pk, Action.MERGE, by=divided.story.worker, given=Given(lead=water.number))
    perform_action(
        other.pk, Action.MERGE, by=divided.story.worker, given=Given(lead=divided.story.case.number)
    )
    assert [each.pk for each in pieces_of(Case.objects.get(pk=divided.story.case.pk))] == [
        water.pk, _power.pk,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("drafts", "field"),
    [
        (lambda _one: [], "piece_1_unit"),
        (lambda one: [one.draft(one.water), one.draft(one.water)], "piece_2_unit"),
        (lambda one: [one.draft(one.story.unit)], "piece_1_unit"),
        (lambda one: [one.draft(one.water, " ")], "piece_1_words"),
        (lambda one: [one.draft(one.water, "字" * 501)], "piece_1_words"),
        (lambda one: [one.draft(one.water), PieceDraft(None, "谁来")], "piece_2_unit"),
        (lambda one: [one.draft(one.water, "看", "none")], "piece_1_category"),
        (lambda one: [one.draft(one.water)] * 10, "piece_1_unit"),
    ],
)
def test_what_will_not_do_names_its_field(drafts: Any, field: str) -> None:
    divided = Divided()
    with pytest.raises(Invalid) as error:
        perform_action(
            divided.story.case.pk, Action.SPLIT, by=divided.story.worker, given=Given(pieces=drafts(divided))
        )
    assert error.value.field == field
    assert not Tie.objects.exists()
    assert Case.objects.count() == 1


def test_it_can_be_divided_further_and_a_part_sent_to_somebody_else() -> None:
    divided = Divided(Action.FILE)
    water = divided.split(divided.draft(divided.water))[0]
    perform_action(water.pk, Action.RECALL, by=divided.story.worker, given=Given(words="改派"))
    perform_action(water.pk, Action.REJECT, by=divided.story.worker, given=Given(words="不需要了"))
    pieces = divided.split(divided.draft(divided.power), divided.draft(divided.water))
    assert [(each.tie.number, each.unit) for each in pieces] == [
        (1, None), (2, divided.power), (3, divided.water),
    ]  # fmt: skip


def test_a_part_is_opened_again_only_while_its_lead_goes_on() -> None:
    divided = Divided()
    water = divided.split(divided.draft(divided.water))[0]
    divided.end(water)
    for action in (Action.HAND_IN, Action.PASS):
        divided.story.do(action)
    perform_action(water.pk, Action.REOPEN, by=divided.story.worker, given=Given(words="又漏了"))
    with pytest.raises(Refused):
        divided.story.do(Action.CLOSE)
    water.refresh_from_db()
    perform_action(water.pk, Action.REJECT, by=divided.story.worker, given=Given(words="看错了"))
    divided.story.do(Action.CLOSE)
    with pytest.raises(Refused, match=r"leads is over|主办事项"):
        perform_action(water.pk, Action.REOPEN, by=divided.story.worker, given=Given(words="又漏了"))


def test_a_part_that_comes_back_to_the_beginning_is_never_made_public() -> None:
    divided = Divided(Action.FILE)
    water = divided.split(divided.draft(divided.water))[0]
    worker, code = divided.story.worker, water.version.category_id
    perform_action(water.pk, Action.RECALL, by=worker, given=Given(words="改派"))
    perform_action(water.pk, Action.REJECT, by=worker, given=Given(words="不需要了"))
    perform_action(water.pk, Action.REOPEN, by=worker, given=Given(words="还是需要"))
    perform_action(water.pk, Action.FILE, by=worker, given=Given(category_code=code, is_public=True))
    water.refresh_from_db()
    assert not water.is_public
    assert list(Case.objects.public()) == [divided.story.case]


def test_the_map_shows_it_once_and_a_unit_its_own_part() -> None:
    divided = Divided()
    water, _power = divided.split()
    urls = [each["properties"]["url"] for each in working_features(divided.story.worker, WORLD)]
    assert len(urls) == 1
    assert divided.story.case.number in urls[0]
    urls = [each["properties"]["url"] for each in working_features(divided.people[divided.water.pk], WORLD)]
    assert [water.number in each for each in urls] == [True]


def test_parts_are_taken_along_and_forgotten_with_the_report() -> None:
    divided = Divided()
    divided.split(divided.draft(divided.water, "到3-2-501找李奶奶，电话13812345678"))
    person = divided.story.resident.person
    held = export_cases(person)[0]["parts"]
    assert held == [
        {"unit": "水务公司", "words": "到3-2-501找李奶奶，电话13812345678", "state": "dispatched"}
    ]
    erase_cases(person)
    piece = pieces_of(Case.objects.get(pk=divided.story.case.pk))[0]
    assert "13812345678" not in piece.words
    assert "501" not in piece.words
    assert piece.address == ""
    entries = Entry.objects.filter(stream_id=piece.stream)
    assert not any("501" in str(each.payload) for each in entries), (
        "in its chain they stood as they were written"
    )
    assert verify().ok


class TestTheTableItself:
    """What no code can get around."""

    def refused(self, **fields: Any) -> None:
        with pytest.raises(IntegrityError), held_at_once():
            TieFactory(**fields)

    def test_a_part_of_a_part(self) -> None:
        lead = TieFactory()
        piece = TieFactory(kind="piece", lead=lead, number=1)
        self.refused(kind="piece", lead_id=piece.pk, number=1)

    def test_merged_into_what_was_merged(self) -> None:
        merged = TieFactory(kind="merged", lead=TieFactory())
        self.refused(kind="merged", lead_id=merged.pk)

    def test_a_circle(self) -> None:
        lead = TieFactory()
        piece = TieFactory(kind="piece", lead=lead, number=1)
        with pytest.raises(IntegrityError), held_at_once():
            Tie.objects.filter(pk=lead.pk).update(kind="piece", lead=piece.pk, leads=None, number=1)

    def test_two_parts_of_one_number(self) -> None:
        lead = TieFactory()
        TieFactory(kind="piece", lead=lead, number=1)
        self.refused(kind="piece", lead=lead, number=1)

    @pytest.mark.parametrize("number", [None, 0, 10])
    def test_a_part_without_a_number_that_is_one(self, number: int | None) -> None:
        self.refused(kind="piece", lead=TieFactory(), number=number)


@pytest.mark.parametrize("action", [Action.CLOSE, Action.REOPEN])
def test_the_chain_of_the_lead_is_written_before_that_of_its_part(action: Action) -> None:
    """Whoever writes to both waits in one order: so nobody waits for one who waits for them."""
    divided = Divided()
    water, _power = divided.split()
    divided.end(water)
    if action == Action.REOPEN:
        perform_action(water.pk, action, by=divided.story.worker, given=Given(words="又漏了"))
    told = {Action.CLOSE: "cases.piece_done", Action.REOPEN: "cases.piece_reopened"}[action]
    lead = Entry.objects.get(stream_id=divided.story.case.stream, action=told)
    part = Entry.objects.get(stream_id=water.stream, action=f"cases.{action}")
    assert lead.pk < part.pk
