"""The demonstration district: what it holds, that it can be repeated, that it can be begun anew."""

import hashlib
import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from jiayuan.doors.cli import demo
from jiayuan.doors.cli.demo import building as builder
from jiayuan.doors.cli.demo.estates import (
    COMMUNITIES,
    ESTATES,
    KNOWN,
    ZAOYUAN,
    ZAOYUAN_HOUSEHOLDS,
    check_ground,
    invent_estates,
)
from jiayuan.doors.cli.demo.names import names, phones
from jiayuan.doors.cli.demo.places import build_places
from jiayuan.doors.cli.demo.words import words
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.clock.term import Term, TermUnit
from jiayuan.foundation.clock.working import deadline
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.common.errors import Conflict, Refused
from jiayuan.foundation.common.registers import DemoChapter
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.evidence.domain.reuse import reused
from jiayuan.foundation.evidence.fingerprint import difference_hash, distance
from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.ledger.domain.queries import streams_named
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.organisations.models import Contact as OrganisationContact
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.domain.change import move_estate
from jiayuan.foundation.places.domain.facts import read_facts
from jiayuan.foundation.places.domain.queries import place_at
from jiayuan.foundation.places.enums import COMMUNITY_KINDS, PlaceKind
from jiayuan.foundation.places.models import Place
from jiayuan.modules.volunteering.activity_enums import Measure
from jiayuan.modules.volunteering.domain.queries.hours import hours_items
from jiayuan.modules.volunteering.domain.queries.retold import total_retold
from jiayuan.modules.volunteering.hour_enums import CertificateState, ClaimState, CorrectionState, HourKind
from jiayuan.modules.volunteering.models import (
    ActivityResult,
    Certificate,
    Correction,
    HourClaim,
    HourEntry,
    SessionActivity,
    ShopVisit,
)
from jiayuan.services.cases.demo import plan
from jiayuan.services.cases.demo.draw import draw
from jiayuan.services.cases.demo.ways import PAST
from jiayuan.services.cases.domain.given import ReportDraft
from jiayuan.services.cases.domain.load_catalogue import read_catalogue
from jiayuan.services.cases.domain.queries.cards import waiting_cards
from jiayuan.services.cases.domain.queries.changes import changed_cases, pair_of
from jiayuan.services.cases.domain.queries.due import due_of
from jiayuan.services.cases.domain.queries.work import work_counts
from jiayuan.services.cases.domain.report import report_case
from jiayuan.services.cases.doubt_enums import DoubtKind
from jiayuan.services.cases.enums import OPEN_STATES, Action, Escalation, State, TieKind
from jiayuan.services.cases.models import Case, CategoryVersion, Doubt
from jiayuan.services.cases.models import Contact as CaseContact
from jiayuan.services.gatherings.models import Session as GatheringSession
from jiayuan.services.voice.models import Rating
from tests.demo import small_demo, small_town  # noqa: F401 fixtures
from tests.factories import PlaceFactory

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
WEDNESDAY = datetime(2026, 3, 18, 10, 30, tzinfo=SHANGHAI)
HOURS_TOLD = ("person__name", "words", "minutes", "starts_at")
SUNDAY_NIGHT = datetime(2026, 3, 22, 3, 10, tzinfo=SHANGHAI)


@pytest.fixture
def in_demo(settings):
    settings.DEMO = True


def told():
    """Everything that a visitor could read, without keys and salts."""
    cases = Case.objects.order_by("pk").select_related("version", "unit", "place")
    rows = [
        [
            case.version.category_id,
            case.version.version,
            case.words,
            case.place_id,
            case.state,
            case.round,
            str(case.reported_at),
            str(case.due_at),
            case.unit.name if case.unit else "",
            [[run.stage, str(run.since), str(run.ended_at)] for run in case.stages.all()],
        ]
        for case in cases
    ]
    entries = Entry.objects.filter(action__startswith="cases.").order_by("pk").values_list("action", "at")
    fingerprints = Photo.objects.order_by("perceptual_hash").values_list("perceptual_hash", flat=True)
    everything = [
        rows,
        [[action, str(moment)] for action, moment in entries],
        list(fingerprints),
        list(Person.objects.order_by("pk").values_list("name", "phone")),
        list(Place.objects.order_by("pk").values_list("path", "name", "latitude")),
        list(Organisation.objects.order_by("pk").values_list("name")),
        [[*row[:3], str(row[3])] for row in HourEntry.objects.order_by("pk").values_list(*HOURS_TOLD)],
    ]
    return hashlib.sha256(json.dumps(everything, ensure_ascii=False).encode()).hexdigest()


@pytest.mark.once
@pytest.mark.usefixtures("in_demo")
class TestRepeatable:
    def test_same_seed_and_day_tell_the_same(self):
        tales = []
        for seed in ("pear", "pear", "plum"):
            with at(WEDNESDAY):
                demo.build(seed=seed, small=True)
            tales.append(told())
        assert tales[0] == tales[1]
        assert tales[0] != tales[2]

    def test_builds_on_a_sunday_night_and_nothing_lies_ahead(self):
        with at(SUNDAY_NIGHT):
            demo.build(small=True)
        assert Entry.objects.latest("at").at <= SUNDAY_NIGHT
        assert Case.objects.filter(reported_at__gte=SUNDAY_NIGHT).count() == 0

    def test_every_way_of_the_past_is_gone(self, monkeypatch):
        monkeypatch.setattr(plan, "PAST", dict.fromkeys(PAST, 1))
        monkeypatch.setattr(plan, "SCENES", ())
        monkeypatch.setattr(plan, "SMALL_PAST", 45)
        with at(WEDNESDAY):
            demo.build(small=True)
        past = Case.objects.filter(tie__isnull=True, from_wish=None)
        assert set(past.values_list("state", flat=True)) == {State.CLOSED, State.REJECTED}
        done = set(Entry.objects.values_list("action", flat=True))
        wanted = {
            Action.DISPUTE,
            Action.FAIL,
            Action.RESUME,
            Action.TAKE_OVER,
            Action.REOPEN,
            Action.RATE,
            Action.APPROVE,
        }
        assert {f"cases.{each}" for each in wanted} <= done

    def test_chance_fills_the_desks(self, monkeypatch):
        monkeypatch.setattr(plan, "SCENES", ())
        monkeypatch.setattr(plan, "SMALL_PAST", 0)
        monkeypatch.setattr(plan, "SMALL_PRESENT", 60)
        monkeypatch.setattr(plan, "PICTURED", 0.3)
        with at(WEDNESDAY):
            demo.build(small=True)
        by_chance, divided = 61, 2
        running = Case.objects.filter(state__in=OPEN_STATES, from_wish=None)
        assert running.count() == by_chance + divided
        assert Case.objects.filter(consent__isnull=False).exists()
        assert verify().ok

    def test_one_part_draws_nothing_from_another(self):
        context = DemoContext("pear", WEDNESDAY, WEDNESDAY, small=True, progress=builder.silent)
        first = context.random("places").random()
        context.random("people").random()
        assert context.random("places").random() == first
        assert context.random("people").random() != first
        context.pulse()


@pytest.mark.usefixtures("small_demo")
class TestTown:
    def test_every_state_is_there(self):
        assert set(Case.objects.values_list("state", flat=True)) == set(State.values)

    def test_one_is_divided_and_its_parts_stand_apart(self):
        pieces = Case.objects.filter(tie__kind=TieKind.PIECE).order_by("tie__number")
        assert [each.state for each in pieces] == [State.HANDLING, State.CLOSED]
        assert len({each.unit_id for each in pieces}) == 2
        assert all(each.is_demo for each in pieces)

    def test_everything_invented_says_so(self):
        assert not Person.objects.filter(is_demo=False).exists()
        assert not Organisation.objects.filter(is_demo=False).exists()
        assert not Case.objects.filter(is_demo=False).exists()
        assert not Photo.objects.filter(is_demo=False).exists()
        invented = Place.objects.filter(is_demo=True)
        assert not invented.exclude(kind__in=[PlaceKind.ESTATE, PlaceKind.BUILDING, PlaceKind.UNIT]).exists()
        assert not Place.objects.filter(is_demo=False, kind=PlaceKind.ESTATE).exists()

    def test_no_phone_could_be_somebodys(self):
        called = [
            *Person.objects.values_list("phone", flat=True),
            *OrganisationContact.objects.values_list("phone", flat=True),
            *CaseContact.objects.exclude(phone="").values_list("phone", flat=True),
        ]
        assert called
        assert all(each.startswith(("+861380000", "+861390000")) for each in called)

    def test_nobody_has_a_password(self, small_demo):  # noqa: F811
        assert not any(actor.person.has_usable_password() for actor in small_demo.values())

    @pytest.mark.parametrize("key", ["grid", "community", "street", "district", "unit", "property"])
    def test_every_desk_has_something_to_do(self, small_demo, key):  # noqa: F811
        assert sum(count for _label, count in work_counts(small_demo[key]).values()) >= 2

    def test_the_community_worker_meets_every_queue(self, small_demo):  # noqa: F811
        kinds = {"case-file", "case-dispatch", "case-verify", "case-decide", "case-close", "case-resume"}
        assert set(work_counts(small_demo["community"])) == kinds

    def test_the_units_meet_theirs(self, small_demo):  # noqa: F811
        for key in ("unit", "property", "grid"):
            assert {"case-accept", "case-handle"} <= set(work_counts(small_demo[key])), key

    @pytest.mark.parametrize("key", ["resident", "elder", "volunteer"])
    def test_every_resident_has_something_to_rate(self, small_demo, key):  # noqa: F811
        assert waiting_cards(small_demo[key])

    def test_the_resident_sees_cases_in_many_states(self, small_demo):  # noqa: F811
        states = set(
            Case.objects.filter(reporter=small_demo["resident"].person).values_list("state", flat=True)
        )
        assert len(states) >= 5
        assert Case.objects.filter(reporter=small_demo["resident"].person, round=2).exists()

    def test_a_worker_reported_for_the_elder_with_consent(self, small_demo):  # noqa: F811
        case = Case.objects.get(reporter=small_demo["elder"].person, consent__isnull=False)
        assert case.consent.helper == small_demo["community"].person
        assert not case.is_public

    def test_deadlines_shine_in_all_colours(self):
        rows = Case.objects.filter(due_at__isnull=False).select_related("version")
        lights = {due.light for due in map(due_of, rows.prefetch_related("stages__pauses")) if due}
        assert lights == {"red", "amber", "green"}
        assert set(Case.objects.values_list("escalation", flat=True)) == set(Escalation.values)

    def test_the_ledger_tells_all_of_it_and_holds(self):
        assert Entry.objects.filter(action="cases.report").count() == Case.objects.whole().count()
        assert (
            not Entry.objects.filter(action__startswith="cases.")
            .exclude(source__in=[Source.DEMO, Source.SYSTEM])
            .exists()
        )
        assert verify().ok

    def test_ratings_have_words_and_stars(self):
        assert Rating.objects.filter(score__gte=4).exists()
        assert Rating.objects.filter(score__lte=3).exists()

    def test_promises_were_made_stricter(self):
        old, new = CategoryVersion.objects.filter(category_id="E0101").order_by("version")
        assert (old.proof, old.handle_amount, new.proof, new.handle_amount) == ("none", 8, "both", 4)
        assert CategoryVersion.objects.get(category_id="E0703", valid_until=None).version == 2

    def test_every_role_was_given_by_somebody_but_the_first(self, small_demo):  # noqa: F811
        assert RoleGrant.objects.get(granted_by=None).person == small_demo["it"].person

    def test_estates_lie_in_their_communities(self):
        for estate in Place.objects.filter(kind=PlaceKind.ESTATE):
            assert place_at(estate.latitude, estate.longitude).path == estate.path[:12]


class TestGround:
    """What the district reported of its estates holds after every chapter."""

    def test_456_in_44_of_112_communities_and_nothing_else_passes(self, actor_with):
        builder.empty()
        build_places(DemoContext("pear", WEDNESDAY, WEDNESDAY, small=False, progress=builder.silent))
        check_ground(small=False)
        estates = Place.objects.current().of_kind(PlaceKind.ESTATE)
        assert (estates.count(), estates.order_by().values("parent").distinct().count()) == (456, 44)
        assert Place.objects.of_kind(*COMMUNITY_KINDS).count() == 112
        first = estates.first()
        for breaks, said in (
            (
                lambda: PlaceFactory(path=f"{COMMUNITIES[0]}900", is_demo=True),
                "457 estates in 44 communities instead of 456 in 44",
            ),
            (
                lambda: Place.objects.filter(pk=first.pk).update(parent="140106001003"),
                "456 estates in 45 communities",
            ),
            (lambda: Place.objects.filter(pk=first.pk).update(is_demo=False), "does not say"),
        ):
            with transaction.atomic():
                breaks()
                with pytest.raises(ValueError, match=said):
                    check_ground(small=False)
                transaction.set_rollback(True)
        officer = actor_with(Role.DISTRICT_OFFICER, "140106")
        move_estate(first.path, COMMUNITIES[5], on=WEDNESDAY.date(), by=officer)
        assert Place.objects.of_kind(PlaceKind.ESTATE).count() == 457
        check_ground(small=False)

    def test_a_chapter_that_adds_one_ends_the_build(self, settings, monkeypatch):
        settings.DEMO = True
        stray = DemoChapter("stray", lambda _context: PlaceFactory(path=f"{COMMUNITIES[0]}900", is_demo=True))
        monkeypatch.setattr(builder, "_in_order", lambda: [stray])
        with pytest.raises(ValueError, match="10 estates"):
            demo.build(small=True)
        assert not demo.is_built()


@pytest.mark.usefixtures("small_demo")
class TestPhotos:
    def test_before_and_after_are_on_the_wall(self):
        pairs = [pair_of(case.public_photos) for case in changed_cases()]
        assert any(before and after for before, after in pairs)

    def test_none_looks_like_another_but_those_that_are_to_be_noticed(self):
        photos = list(Photo.objects.filter(purpose="case"))
        assert len(photos) > 5
        alike = {photo.case_photo.case_id for photo in photos if reused(photo)}
        assert alike == set(Doubt.objects.filter(kind=DoubtKind.REUSED).values_list("case_id", flat=True))

    def test_they_are_small_and_there(self, small_town):  # noqa: F811
        for photo in Photo.objects.all():
            assert (small_town / photo.file.name).stat().st_size < 80_000


class TestDrawings:
    @pytest.mark.parametrize("code", [row.code for row in read_catalogue() if row.parent])
    def test_every_kind_is_drawn_broken_and_mended(self, code):
        random = DemoContext("x", WEDNESDAY, WEDNESDAY, small=True, progress=print).random
        drawn = [
            difference_hash(Image.open(draw(code, random("x"), turn=turn, is_after=turn > 1)).convert("RGB"))
            for turn in (1, 2, 3)
        ]
        assert distance(drawn[0], drawn[1]) > 6
        assert distance(drawn[1], drawn[2]) > 6


class TestNames:
    def test_four_hundred_and_fifty_six_estates(self):
        facts = {row.path: row.name for row in read_facts("140106").rows if row.path in COMMUNITIES}
        assert len(facts) == len(COMMUNITIES) == 44
        estates = invent_estates(
            facts, DemoContext("x", WEDNESDAY, WEDNESDAY, False, print).random("x"), small=False
        )
        assert len(estates) == 456
        assert len({(each.community, each.name) for each in estates}) == 456
        assert {each.community for each in estates} == set(COMMUNITIES)
        assert min(sum(each.community == path for each in estates) for path in COMMUNITIES) >= 6
        named = {each.name: each for each in estates}
        assert {name for known in KNOWN.values() for name in known} <= set(named)
        assert (named[ZAOYUAN].buildings, named[ZAOYUAN].households) == (1, ZAOYUAN_HOUSEHOLDS)

    @given(st.text(max_size=8))
    def test_whatever_the_seed_they_add_up(self, seed):
        random = DemoContext(seed, WEDNESDAY, WEDNESDAY, False, print).random("places")
        estates = invent_estates(dict.fromkeys(COMMUNITIES, "某路社区"), random, small=False)
        assert len({(each.community, each.name) for each in estates}) == len(estates) == ESTATES == 456
        assert {each.community for each in estates} == set(COMMUNITIES)

    def test_more_than_seventy_institutions(self):
        assert len(words("offices")) + len(words("companies")) >= 70
        assert words("nothing of the kind") == ()

    def test_people_are_told_apart(self):
        called = names(DemoContext("x", WEDNESDAY, WEDNESDAY, True, print).random("x"))
        first = [next(called) for _number in range(1000)]
        assert len(set(first)) == 1000
        assert next(phones("+861380000")) == "+8613800000001"


@pytest.mark.usefixtures("in_demo")
class TestBuilding:
    def test_not_in_earnest(self, settings):
        settings.DEMO = False
        for act in (demo.build, demo.ensure, demo.reset):
            with pytest.raises(Refused):
                act()

    def test_one_at_a_time(self):
        cache.add("jiayuan-demo-build", value=True, timeout=60)
        with pytest.raises(Conflict):
            demo.build(small=True)

    def test_built_once(self, monkeypatch):
        builder.empty()
        monkeypatch.setattr(builder, "build", lambda **_kwargs: builder.record("demo", "demo.built"))
        assert demo.ensure()
        assert not demo.ensure()

    def test_a_half_built_one_is_not_taken_for_whole(self, monkeypatch):
        def fails(context):
            raise RuntimeError("no paint left")

        monkeypatch.setattr(builder, "_in_order", lambda: [DemoChapter(label="breaks", build=fails)])
        with pytest.raises(RuntimeError, match="no paint"):
            demo.build(small=True)
        assert not demo.is_built()
        assert cache.get("jiayuan-demo-build") is None

    def test_progress_is_told(self):
        lines = []
        demo.build(small=True, progress=lines.append)
        assert any("100 %" in line for line in lines)
        assert demo.is_built()

    def test_anew(self, settings, tmp_path, django_capture_on_commit_callbacks):
        settings.MEDIA_ROOT = tmp_path
        with at(now()), transaction.atomic():
            demo.build(small=True)
        before = set(tmp_path.rglob("*.jpg"))
        Session.objects.create(session_key="visitor", expire_date=timezone.now())
        draft = ReportDraft(category_code="E0101", words="访客留下的一句话", place_path=COMMUNITIES[21])
        report_case(draft, by=Actor())
        with django_capture_on_commit_callbacks(execute=True):
            demo.build(small=True)
        assert not Case.objects.filter(words="访客留下的一句话").exists()
        assert not Session.objects.exists()
        assert Case.objects.order_by("pk").first().pk == 1
        assert before
        assert not before & set(tmp_path.rglob("*.jpg"))
        assert verify().ok

    def test_chapters_wait_for_one_another(self, monkeypatch):
        waits = builder.registers.demo.__class__()
        waits.add("second", DemoChapter("second", print, after=("first",)))
        waits.add("first", DemoChapter("first", print))
        monkeypatch.setattr(builder.registers, "demo", waits)
        assert [each.label for each in builder._in_order()] == ["first", "second"]
        waits.add("first", DemoChapter("first", print, after=("second",)))
        with pytest.raises(ValueError, match="wait for one another"):
            builder._in_order()


def test_what_is_late_is_late_by_the_promise(small_demo):  # noqa: F811
    """The plays are reckoned with the same clock as the cases."""
    for case in Case.objects.filter(stage="handling", due_at__isnull=False).select_related("version"):
        run = case.stages.get(ended_at=None)
        if not run.extra_days and not run.pauses.exists():
            assert case.due_at == deadline(run.since, Term(run.amount, TermUnit(run.unit)))


def test_hours_stand_at_every_step(small_demo):  # noqa: F811
    assert set(HourClaim.objects.values_list("state", flat=True)) == set(ClaimState.values)
    assert set(Correction.objects.values_list("state", flat=True)) == set(CorrectionState.values)
    assert set(Certificate.objects.values_list("state", flat=True)) == set(CertificateState.values)
    assert {each.kind for each in hours_items(small_demo["community"], 20)} == {
        "hours",
        "hours-mark",
        "hours-correction",
    }
    own = HourEntry.objects.filter(person=small_demo["volunteer"].person)
    assert own.total() > 0
    for person in Person.objects.filter(hours__isnull=False).distinct():
        assert total_retold(person) == HourEntry.objects.filter(person=person).total()
    assert verify(streams_named("hours/").values_list("name", flat=True)).ok


@pytest.mark.usefixtures("small_demo")
def test_charity_hours_say_what_came_of_them():
    hours = GatheringSession.objects.filter(kind="charity_hour")
    assert not hours.filter(charity_activity=None).exists()
    written = set(ActivityResult.objects.values_list("measure", flat=True).distinct())
    assert {Measure.BAGS, Measure.METRES} <= written
    assert ShopVisit.objects.exists()
    assert not ShopVisit.objects.exclude(case=None).exists()
    training = SessionActivity.objects.filter(hours=HourKind.TRAINING)
    assert not ActivityResult.objects.filter(session__in=training.values("session")).exists()
    for row in ActivityResult.objects.select_related("entered_by")[:50]:
        assert row.entered_by.is_demo
