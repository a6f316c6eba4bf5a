"""A line is appealed once and in time, by whose it is; and decided above them, by somebody with no part in the case."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, DomainError, Invalid, Missing, Refused
from jiayuan.foundation.common.source import Source, coming_from
from jiayuan.foundation.evidence.domain.own import own_photos
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.foundation.people.models import Person
from jiayuan.services.cases.appeal_enums import AppealState
from jiayuan.services.cases.domain.queries.appeals import appeal_counts, appeal_items
from jiayuan.services.cases.domain.queries.performance import row_of
from jiayuan.services.cases.domain.queries.timeline import timeline
from jiayuan.services.cases.domain.scores.appealing import appeal_line
from jiayuan.services.cases.domain.scores.corrections import state_of
from jiayuan.services.cases.domain.scores.deciding import decide_appeal, outcomes_for
from jiayuan.services.cases.domain.scores.freezing import freeze_month, is_intact
from jiayuan.services.cases.domain.scores.late_appeals import raise_late_appeals
from jiayuan.services.cases.domain.scores.months import month_after
from jiayuan.services.cases.models import Appeal, ScoreCorrection, ScoreLine
from jiayuan.services.cases.score_enums import CorrectionKind, LineReason
from tests.factories import AppealFactory, PlaceFactory, RoleGrantFactory, ScoreCorrectionFactory
from tests.services.cases.domain.scores.test_freezing import FROZEN, MARCH, closed
from tests.services.cases.story import COMMUNITY, STREET, Story, actor

pytestmark = pytest.mark.django_db
SOON = FROZEN + timedelta(days=3)
NEXT = FROZEN + timedelta(days=4)
# 10 April is a Friday; of the ten working days after it the last is the 24th.
OWN = "Who dispatched, handled or verified the case, or decided in it, does not decide on its line."
TOO_LATE = datetime(2026, 4, 24, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    PlaceFactory(path=COMMUNITY)
    with translation.override("en"):
        yield


@pytest.fixture
def late() -> Story:
    """Two working days are promised; this took four. Then the month was frozen."""
    story = closed(days=4)
    with at(FROZEN):
        freeze_month(MARCH)
    return story


def line_of(story: Story) -> ScoreLine:
    return ScoreLine.objects.get(case=story.case, unit=story.unit)


def appeal(story: Story, by: Actor | None = None, **changed: object) -> Appeal:
    with at(SOON):
        given: dict[str, Any] = {"ground": "waited", "words": "等停水"} | changed
        return appeal_line(line_of(story).pk, by=by or story.handler, **given)


def decide(found: Appeal, by: Actor, outcome: str = "in_time", reason: str = "核实过") -> Appeal:
    with at(NEXT):
        return decide_appeal(found.pk, outcome, reason, by=by)


def promoted(person: Person) -> Actor:
    RoleGrantFactory(person=person, role=Role.STREET_OFFICER, place=PlaceFactory(path=STREET))
    return Actor(person=person)


def refused(job: Callable[[], object], kind: type[DomainError]) -> str:
    with pytest.raises(kind) as caught:
        job()
    assert caught.value.remedy
    return str(caught.value.message)


@pytest.mark.parametrize(
    ("outcome", "stands", "counted"),
    [
        ("in_time", (False, LineReason.COUNTS), (1, 1)),
        ("left_out", (True, LineReason.APPEALED), (0, 0)),
        ("declined", (True, LineReason.COUNTS), (0, 1)),
    ],
)
def test_decided_beside_what_was_frozen(
    late: Story, outcome: str, stands: tuple[bool, str], counted: tuple[int, int]
) -> None:
    found = decide(appeal(late), late.street, outcome)
    line = line_of(late)
    assert (line.is_late, line.why) == (True, LineReason.COUNTS)
    assert (state_of(line).is_late, state_of(line).why) == stands
    assert line.corrections.count() == (outcome != "declined")
    row = row_of(late.unit, late.unit.pk, line.month)
    assert row is not None
    assert (row.frozen.in_time, row.frozen.timed) == (0, 1)
    assert (row.present.in_time, row.present.timed) == counted
    assert is_intact(line.month)
    entry = Entry.objects.get(action="cases.decide_appeal")
    assert entry.payload["before"] == {"is_late": True, "in_score": "counts"}
    assert entry.payload["after"]["outcome"] == found.state == outcome
    assert str(found)


def test_in_time_can_become_late_and_nothing_else_that_changes_nothing(late: Story) -> None:
    line = line_of(late)
    ours, desks = Appeal(line=line, for_unit=True), Appeal(line=line, for_unit=False)
    for each in (ours, desks):
        assert outcomes_for(each) == [AppealState.IN_TIME, AppealState.LEFT_OUT, AppealState.DECLINED]
    line.is_late = False
    assert outcomes_for(desks) == [AppealState.LATE, AppealState.LEFT_OUT, AppealState.DECLINED]
    assert outcomes_for(ours) == [AppealState.LEFT_OUT, AppealState.DECLINED]
    line.why = LineReason.REOPENED
    assert outcomes_for(desks) == [AppealState.LEFT_OUT, AppealState.DECLINED]
    found = appeal(late)
    words = refused(lambda: decide(found, late.street, "late"), Invalid)
    assert words == "Choose what becomes of the line."


def test_the_next_month_covers_the_correction_with_its_hash(late: Story) -> None:
    decide(appeal(late), late.street)
    with at(datetime(2026, 5, 20, tzinfo=UTC)):
        april = freeze_month(month_after(MARCH))
    assert april is not None
    assert is_intact(april)
    ScoreCorrectionFactory(line=line_of(late), kind=CorrectionKind.APPEAL, at=NEXT)
    assert not is_intact(april)


def test_what_an_appeal_left_out_is_not_put_back_with_the_scores(late: Story) -> None:
    decide(appeal(late), late.street, "left_out")
    with at(datetime(2026, 5, 20, tzinfo=UTC)):
        freeze_month(month_after(MARCH))
    assert state_of(line_of(late)).why == LineReason.APPEALED


class TestWhoAppeals:
    def test_the_unit_and_the_desks_of_the_place(self, late: Story) -> None:
        by_unit = appeal(late)
        assert (by_unit.for_unit, by_unit.for_district, by_unit.state) == (True, False, "waiting")
        # 13 April is a Monday; five working days on.
        assert by_unit.decide_by == SOON + timedelta(days=7)
        by_unit.delete()
        by_desk = appeal(late, late.worker)
        assert (by_desk.for_unit, by_desk.for_district) == (False, False)
        by_desk.delete()
        by_street = appeal(late, late.street)
        assert (by_street.for_unit, by_street.for_district) == (False, True)

    def test_nobody_else(self, late: Story) -> None:
        for other in (
            actor(Role.UNIT_OFFICER, STREET, Story().unit),
            actor(Role.COMMUNITY_WORKER, "140106005001"),
            late.grid,
            late.district,
            late.resident,
        ):
            words = refused(lambda other=other: appeal(late, other), Refused)
            assert (
                words == "Only the unit whose line it is, or the community or street of the place, appeals."
            )

    def test_once(self, late: Story) -> None:
        first = appeal(late, nonce="n" * 20)
        assert appeal(late, nonce="n" * 20) == first
        words = refused(lambda: appeal(late, late.worker), Conflict)
        assert words == "This line was appealed before."
        assert Entry.objects.filter(action="cases.appeal").count() == 1

    def test_in_time(self, late: Story) -> None:
        line = line_of(late)
        with at(TOO_LATE):
            words = refused(lambda: appeal_line(line.pk, "times", "x", by=late.handler), Refused)
        assert words == "The ten working days in which this line could be appealed are over."
        with at(TOO_LATE - timedelta(minutes=2)):
            assert appeal_line(line.pk, "times", "x", by=late.handler).is_waiting

    def test_what_is_in_the_score(self, late: Story) -> None:
        ScoreCorrectionFactory(line=line_of(late), kind=CorrectionKind.SCORES, why=LineReason.SET_ASIDE)
        words = refused(lambda: appeal(late), Refused)
        assert words == "This line is not in the score: there is nothing to appeal."

    def test_with_a_ground_words_and_a_photo_at_most(self, late: Story) -> None:
        assert refused(lambda: appeal(late, ground="unfair"), Invalid) == "Name a ground."
        assert refused(lambda: appeal(late, words=" "), Invalid) == "Nothing is written here yet."
        two = [late.photo(late.handler), late.photo(late.handler)]
        assert refused(lambda: appeal(late, photo_ids=two), Invalid) == "One photo goes with an appeal."
        assert refused(lambda: appeal(late, photo_ids=[late.photo(late.worker)]), Invalid)
        assert refused(lambda: appeal_line(0, "times", "x", by=late.handler), Missing)
        kept = appeal(late, photo_ids=two[:1])
        assert kept.photo is not None
        with pytest.raises(Invalid):
            own_photos([kept.photo.pk], purpose="case", by=late.handler)


class TestWhoDecides:
    def test_the_office_above(self, late: Story) -> None:
        found = appeal(late)
        for other in (late.worker, late.grid, late.colleague, actor(Role.STREET_OFFICER, "140106005")):
            words = refused(lambda other=other: decide(found, other), Refused)
            assert words == "The street or the district decides on appeals."
        assert decide(found, late.district).decided_by == late.district.person

    def test_not_the_street_what_the_street_appealed(self, late: Story) -> None:
        found, other = appeal(late, late.street), actor(Role.STREET_OFFICER, STREET)
        assert (
            refused(lambda: decide(found, other), Refused)
            == "The street appealed this: the district decides."
        )
        assert decide(found, late.district).state == "in_time"

    def test_neither_side(self, late: Story) -> None:
        found = appeal(late)
        both = actor(Role.STREET_OFFICER, STREET)
        RoleGrantFactory(
            person=both.person,
            role=Role.UNIT_OFFICER,
            place=PlaceFactory(path=STREET),
            organisation=late.unit,
        )
        words = refused(lambda: decide(found, Actor(person=both.person)), Refused)
        assert words == "Who appealed, or belongs to the unit, does not decide."

    @pytest.mark.parametrize("part", ["worker", "grid"])
    def test_nobody_with_a_part_in_the_case(self, late: Story, part: str) -> None:
        """Whoever dispatched or verified it then may be an officer today; the case may have forgotten them."""
        person = getattr(late, part).person
        found, officer = appeal(late), promoted(person)
        words = refused(lambda: decide(found, officer), Refused)
        assert words == OWN
        late.case.dispatched_by = late.case.verifier = None
        late.case.save()
        words = refused(lambda: decide(Appeal.objects.get(), officer), Refused)
        assert words == OWN
        with at(NEXT):
            assert appeal_items(officer, 10) == []

    def test_not_who_handled_it_and_left_the_unit(self, late: Story) -> None:
        found = appeal(late, late.colleague)
        RoleGrant.objects.filter(person=late.handler.person).delete()
        officer = promoted(late.handler.person)
        assert refused(lambda: decide(found, officer), Refused) == OWN
        with at(NEXT):
            assert appeal_items(officer, 10) == []

    def test_once_and_with_a_reason(self, late: Story) -> None:
        found = appeal(late)
        assert (
            refused(lambda: decide(found, late.street, "maybe"), Invalid)
            == "Choose what becomes of the line."
        )
        assert (
            refused(lambda: decide(found, late.street, reason=""), Invalid) == "Nothing is written here yet."
        )
        decide(found, late.street, "declined")
        words = refused(lambda: decide(found, late.district), Conflict)
        assert words == "This appeal was decided before: “Declined”."
        assert not ScoreCorrection.objects.exists()
        with at(NEXT):
            assert refused(lambda: decide_appeal(0, "declined", "x", by=late.street), Missing)

    def test_the_database_holds_it_too(self, late: Story) -> None:
        found = appeal(late)
        for wrong in (
            {"state": "declined"},
            {"state": "declined", "decided_by": late.street.person, "decided_at": NEXT},
            {"state": "declined", "decided_by": found.asked_by, "decided_at": NEXT, "reason": "x"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                Appeal.objects.filter(pk=found.pk).update(**wrong)
        with pytest.raises(IntegrityError), transaction.atomic():
            AppealFactory(line=found.line)


class TestInTheInbox:
    def test_of_the_street_with_the_reason_and_the_deadline(self, late: Story) -> None:
        found = appeal(late)
        with at(NEXT):
            (item,) = appeal_items(late.street, 10)
            assert appeal_counts(late.street)["case-appeal"] == ("Appeals to decide", 1)
            assert appeal_items(late.district, 10) == []
            assert appeal_counts(late.district) == appeal_counts(late.worker) == {}
            assert appeal_items(late.worker, 10) == []
        assert "We waited for a decision" in item.basis
        assert "you had no part in the case" in item.basis
        assert item.due_at == found.decide_by
        assert item.due_because.startswith("5 working days: counted from")

    def test_what_the_street_appealed_is_in_the_districts(self, late: Story) -> None:
        appeal(late, late.street)
        with at(NEXT):
            (item,) = appeal_items(late.district, 10)
            assert appeal_items(actor(Role.STREET_OFFICER, STREET), 10) == []
        assert "so the district decides" in item.basis

    def test_what_is_late_climbs_to_the_district_once(self, late: Story) -> None:
        found = appeal(late)
        with at(found.decide_by - timedelta(minutes=1)):
            assert raise_late_appeals() == 0
        with at(found.decide_by + timedelta(minutes=1)):
            assert raise_late_appeals() == 1
            assert raise_late_appeals() == 0
            (item,) = appeal_items(late.district, 10)
            assert appeal_items(late.street, 10)
        assert (item.light, "did not decide in time" in item.basis) == ("red", True)
        assert Entry.objects.filter(action="cases.raise_appeal").count() == 1
        told = Notice.objects.filter(kind="cases.appeal_to_decide", person=late.district.person)
        assert told.get().title == f"2026-03 记录 {late.case.number} 的申诉已过裁定期限"


class TestTold:
    def test_both_sides_and_who_decides(self, late: Story) -> None:
        found = appeal(late)
        kinds = {each.person: each.kind for each in Notice.objects.filter(kind__startswith="cases.appeal")}
        assert kinds[late.street.person] == "cases.appeal_to_decide"
        assert kinds[late.worker.person] == "cases.appeal"
        assert late.handler.person not in kinds
        Notice.objects.all().delete()
        decide(found, late.street, "declined", "电话 13812345678 已核实")
        told = {each.person: each for each in Notice.objects.filter(kind="cases.appeal")}
        assert set(told) >= {late.handler.person, late.colleague.person, late.worker.person}
        assert late.street.person not in told
        assert told[late.handler.person].title.endswith("不予支持")
        assert "13812345678" not in told[late.handler.person].words

    def test_the_unit_of_an_appeal_by_the_desk(self, late: Story) -> None:
        appeal(late, late.worker)
        told = set(Notice.objects.filter(kind="cases.appeal").values_list("person", flat=True))
        assert told == {late.handler.pk, late.colleague.pk}

    def test_nobody_by_the_demonstration(self, late: Story) -> None:
        with coming_from(Source.DEMO):
            appeal(late)
        assert not Notice.objects.filter(kind__startswith="cases.appeal").exists()

    def test_the_case_tells_it_to_those_inside(self, late: Story) -> None:
        decide(appeal(late), late.street)
        said = [each.what for each in timeline(late.case, late.worker)]
        assert "Appealed the line of 2026-03: We waited for a decision, or for another unit" in said
        assert "Appeal of the line of 2026-03: Upheld: counts as in time" in said
        assert not [each for each in timeline(late.case, late.resident) if "ppeal" in each.what]
