"""Two reports of one problem: merged, followed as one, taken apart again; and what cannot be merged."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock import now as clock
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Invalid, Refused
from jiayuan.foundation.common.figures import Scope
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.services.cases.domain.claim import claim_case
from jiayuan.services.cases.domain.given import Given, ReportDraft
from jiayuan.services.cases.domain.neighbours.join import JoinDraft, join_case
from jiayuan.services.cases.domain.report import report_case
from jiayuan.services.cases.domain.resume_over import resume_over
from jiayuan.services.cases.enums import Action, PauseKind, State, TieKind
from jiayuan.services.cases.figures import reported
from jiayuan.services.cases.models import Case, Joining, Pause, Recall, Tie
from jiayuan.services.cases.models import Case as CaseModel
from tests.factories import CaseFactory, CasePhotoFactory, PlaceFactory, TieFactory
from tests.services.cases.pages import ENGLISH, assert_chinese, assert_english, client_of
from tests.services.cases.story import COMMUNITY, Story, actor

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
"""Ten in the morning, in a week without holidays."""


@pytest.fixture(autouse=True)
def _no_quiet(settings: Any) -> None:
    settings.QUIET_HOURS = "none"


class Pair:
    """``lead`` with its whole cast, and ``case``: the same problem, told by a visitor or by ``told_by``."""

    before: Case
    """As it stood before it was merged."""

    def __init__(self, until: Action = Action.FILE, told_by: Actor | None = None) -> None:
        self.story = Story().until(until)
        draft = ReportDraft(
            self.story.case.version.category_id, "井盖松动", place_path=COMMUNITY,
            contact_phone="" if told_by else "13900001111",
        )  # fmt: skip
        reported = report_case(draft, by=told_by or Actor())
        self.case, self.token = reported.case, reported.token
        self.visitor = told_by or Actor(tokens=frozenset({hash_token(self.token)}))

    @property
    def lead(self) -> Case:
        return self.story.case

    def merge(self, by: Actor | None = None, lead: str = "") -> None:
        self.do(self.case, Action.MERGE, by, Given(lead=lead or self.lead.number))

    def do(self, case: Case, action: Action, by: Actor | None = None, given: Given | None = None) -> None:
        from jiayuan.services.cases.domain.perform import perform_action

        perform_action(case.pk, action, by=by or self.story.worker, given=given or Given())
        self.case.refresh_from_db()


def test_one_repair_tells_everyone() -> None:
    pair, neighbour = Pair(), actor()
    pair.do(pair.case, Action.FILE, None, Given(category_code=pair.case.version.category_id))
    join_case(pair.case.pk, JoinDraft(), by=neighbour)
    pair.merge()
    assert pair.case.state == State.MERGED
    assert pair.case.due_at is None
    assert {each.token_hash for each in pair.lead.joinings.all()} >= {pair.case.token_hash}
    for action in (Action.DISPATCH, Action.ACCEPT, Action.HAND_IN, Action.PASS, Action.CLOSE):
        pair.story.do(action)
    assert Notice.objects.filter(phone="+8613900001111", kind="cases.merged").exists()
    assert Notice.objects.filter(phone="+8613900001111", kind="cases.closed").count() == 1
    assert Notice.objects.filter(person=neighbour.person, kind="cases.closed").count() == 1
    pair.story.do(Action.RATE, pair.visitor, Given(score=2))
    pair.story.do(Action.REOPEN, pair.visitor, Given(words="没好"))
    assert pair.story.case.state == State.FILED


def until(moment: datetime) -> Scope:
    return Scope("140106", ("140106",), moment, moment.date(), is_live=False)


def test_it_is_counted_once() -> None:
    pair = Pair()
    scope = until(now() + timedelta(minutes=1))
    both = reported(scope).count()
    pair.merge()
    assert reported(scope).count() == both - 1
    Case.objects.update(reported_at=now() - timedelta(days=2))
    assert reported(until(now() - timedelta(days=1))).count() == both


def test_a_person_who_told_of_both_follows_the_lead_once() -> None:
    resident = actor()
    pair = Pair(told_by=resident)
    join_case(pair.lead.pk, JoinDraft(), by=resident)
    pair.merge()
    assert Joining.objects.filter(case=pair.lead, person=resident.person).count() == 1


def test_the_unit_that_had_it_is_told_that_it_is_gone() -> None:
    pair = Pair()
    version = pair.case.version.category_id
    pair.do(pair.case, Action.FILE, None, Given(category_code=version))
    pair.do(pair.case, Action.DISPATCH, None, Given(unit_id=pair.story.unit.pk))
    pair.merge()
    assert pair.case.unit is None
    assert Recall.objects.get(case=pair.case).unit == pair.story.unit


def test_it_is_taken_out_again_with_a_reason_while_the_lead_is_open() -> None:
    pair = Pair()
    pair.merge()
    with pytest.raises(Invalid):
        pair.do(pair.case, Action.UNMERGE)
    pair.do(pair.case, Action.UNMERGE, None, Given(words="是另一个井盖"))
    assert pair.case.state == State.REPORTED
    assert pair.case.due_at is not None
    assert not Tie.objects.exists()
    assert not pair.lead.joinings.exists()
    pair.merge()
    for action in (Action.DISPATCH, Action.ACCEPT, Action.HAND_IN, Action.PASS, Action.CLOSE):
        pair.story.do(action)
    with pytest.raises(Conflict) as refused:
        pair.do(pair.case, Action.UNMERGE, None, Given(words="是另一个"))
    assert refused.value.code == "lead-ended"


class TestComingBack:
    """What is taken out stands where it stood: state, unit, clock, suspension, request."""

    def taken_out(self, pair: Pair, at: datetime | None = None) -> Case:
        with clock.at(at or now()):
            pair.do(pair.story.case, Action.UNMERGE, None, Given(words="是另一个井盖"))
        pair.story.case.refresh_from_db()
        return pair.story.case

    def merged(self, until: Action, *acts: tuple[Action, str, Given]) -> Pair:
        """The case with the long history goes into the one that was just told."""
        pair = Pair(until)
        pair.do(pair.case, Action.FILE, None, Given(category_code=pair.case.version.category_id))
        for action, who, given in acts:
            pair.story.do(action, getattr(pair.story, who), given)
        pair.before = Case.objects.get(pk=pair.story.case.pk)
        pair.do(pair.story.case, Action.MERGE, None, Given(lead=pair.case.number))
        return pair

    def test_the_unit_handles_on_and_the_while_does_not_count(self) -> None:
        with clock.at(MONDAY):
            pair = self.merged(Action.ACCEPT)
        case = self.taken_out(pair, MONDAY + timedelta(days=2))
        assert (case.state, case.unit, case.handler) == (
            State.HANDLING, pair.story.unit, pair.story.handler.person,
        )  # fmt: skip
        assert pair.before.due_at is not None
        assert case.due_at == pair.before.due_at + timedelta(days=2)
        with clock.at(MONDAY + timedelta(days=2)):
            page = client_of(pair.story.handler).get(f"/console/cases/{case.number}/").content.decode()
        assert "曾并入另一件" in page
        entry = Entry.objects.filter(stream_id=case.stream).last()
        assert entry is not None
        assert entry.payload["after"]["comes_back"] == "before"
        assert entry.payload["after"]["unit"] == pair.story.unit.name
        assert entry.payload["before"]["state"] == State.MERGED
        assert Notice.objects.filter(person=pair.story.handler.person, kind="cases.returned").exists()
        assert "办理中" in client_of(pair.story.resident).get(f"/cases/{case.number}/").content.decode()

    @pytest.mark.parametrize("until", [Action.FILE, Action.DISPATCH])
    def test_what_was_with_nobody_or_not_yet_accepted_waits_for_the_same(self, until: Action) -> None:
        with clock.at(MONDAY):
            pair = self.merged(until)
        case = self.taken_out(pair, MONDAY + timedelta(days=1))
        assert (case.state, case.stage, case.unit) == (pair.before.state, pair.before.stage, pair.before.unit)
        assert case.due_at is not None
        assert pair.before.due_at is not None
        assert case.due_at >= pair.before.due_at + timedelta(days=1)

    def suspended(self, days: int) -> Pair:
        return self.merged(
            Action.ACCEPT,
            (Action.ASK_SUSPENSION, "handler", Given(words="等配件", days=days)),
            (Action.APPROVE, "worker", Given()),
        )

    def test_a_suspension_lasts_until_the_day_that_was_planned(self) -> None:
        with clock.at(MONDAY):
            pair = self.suspended(3)
            planned = Pause.objects.get(run__case=pair.before, kind=PauseKind.SUSPENSION).planned_until
        case = self.taken_out(pair, MONDAY + timedelta(days=1))
        assert (case.state, case.due_at) == (State.SUSPENDED, None)
        pause = Pause.objects.get(run__case=case, until=None)
        assert (pause.planned_until, pause.reason) == (planned, "等配件")
        assert planned is not None
        with clock.at(planned + timedelta(minutes=1)):
            assert resume_over() == 1
        case.refresh_from_db()
        assert case.state == State.HANDLING
        assert pair.before.stages.get(ended_at=None).due_at == case.due_at
        assert case.due_at is not None
        assert case.due_at > planned

    def test_a_suspension_that_is_over_by_then_is_said_to_be(self) -> None:
        with clock.at(MONDAY):
            pair = self.suspended(1)
        case = self.taken_out(pair, MONDAY + timedelta(days=10))
        assert case.state == State.HANDLING
        assert case.due_at is not None
        assert case.due_at > MONDAY + timedelta(days=10)
        page = client_of(pair.story.worker).get(f"/console/cases/{case.number}/").content.decode()
        assert "期间缓办已到期" in page

    def test_a_request_that_was_open_waits_again(self) -> None:
        pair = self.merged(Action.ACCEPT, (Action.ASK_EXTENSION, "handler", Given(words="要等天晴", days=2)))
        assert pair.before.requests.get().state == "fell_away"
        case = self.taken_out(pair)
        asked = case.requests.get()
        assert (asked.state, asked.decided_at) == ("pending", None)
        assert pair.story.do(Action.APPROVE, pair.story.worker).state == State.HANDLING

    def test_a_unit_that_no_longer_works_here_is_not_given_it_again(self) -> None:
        pair = self.merged(Action.ACCEPT)
        Organisation.objects.filter(pk=pair.story.unit.pk).update(closed_on=now().date() - timedelta(days=1))
        case = self.taken_out(pair)
        assert (case.state, case.unit, case.handler) == (State.FILED, None, None)
        assert case.stage == "dispatching"
        page = client_of(pair.story.worker).get(f"/console/cases/{case.number}/").content.decode()
        assert "原承办单位已不在此" in page

    def test_what_was_merged_before_that_was_kept_is_looked_at_anew(self) -> None:
        pair = self.merged(Action.ACCEPT)
        Tie.objects.update(state_before="", unit_before=None, handler_before=None, verifier_before=None)
        case = self.taken_out(pair)
        assert (case.state, case.unit) == (State.REPORTED, None)
        assert case.due_at is not None

    def test_only_what_was_merged_comes_back(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            TieFactory(kind="lead", state_before=State.FILED)

    def test_the_scores_see_no_delay_of_a_unit_whose_suspended_case_was_merged(self) -> None:
        with clock.at(MONDAY):
            pair = self.merged(Action.ACCEPT, (Action.ASK_SUSPENSION, "handler", Given(words="等", days=20)),
                               (Action.APPROVE, "worker", Given()))  # fmt: skip
            pair.do(pair.story.case, Action.UNMERGE, None, Given(words="另一件"))
        with clock.at(MONDAY + timedelta(days=20)):
            pair.do(pair.story.case, Action.MERGE, None, Given(lead=pair.case.number))
        last = pair.before.stages.last()
        assert last is not None
        assert last.ended_at is not None
        assert last.due_at >= last.ended_at


def test_what_leads_stays_leading_while_others_are_merged_into_it() -> None:
    pair = Pair()
    other = Pair.__new__(Pair)
    other.story, other.case = pair.story, CaseFactory(version=pair.case.version, place=pair.case.place)
    pair.merge()
    other.merge()
    pair.do(pair.case, Action.UNMERGE, None, Given(words="是另一个"))
    assert Tie.objects.get(case=pair.lead).kind == TieKind.LEAD


class TestRefused:
    def test_a_number_that_is_none_or_its_own(self) -> None:
        pair = Pair()
        for number in ("", "1", pair.case.number, "0" * 19):
            with pytest.raises(Invalid) as refused:
                pair.merge(lead=number or "x")
            assert refused.value.field == "lead"

    def test_chains_and_circles(self) -> None:
        pair = Pair()
        pair.merge()
        third = CaseFactory(version=pair.case.version, place=pair.case.place)
        with pytest.raises(Conflict):
            pair.do(third, Action.MERGE, None, Given(lead=pair.case.number))
        with pytest.raises(Conflict) as refused:
            pair.do(pair.lead, Action.MERGE, None, Given(lead=third.number))
        assert refused.value.code == "leads"

    def test_somebody_who_is_not_at_both_desks(self) -> None:
        pair = Pair()
        elsewhere = CaseFactory(version=pair.case.version, place=PlaceFactory(path="140106004011"))
        with pytest.raises(Refused) as refused:
            pair.merge(lead=elsewhere.number)
        assert refused.value.field == "lead"
        for who in (pair.story.handler, actor(), actor(Role.COMMUNITY_WORKER, "140106004011")):
            with pytest.raises(Refused):
                pair.merge(by=who)

    def test_a_lead_that_has_ended(self) -> None:
        pair = Pair(Action.CLOSE)
        with pytest.raises(Conflict) as refused:
            pair.merge()
        assert refused.value.code == "lead-ended"

    def test_the_database_knows_no_second_tie(self) -> None:
        tie = TieFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            TieFactory(case=tie.case)
        with pytest.raises(IntegrityError), transaction.atomic():
            TieFactory(kind="merged", lead=None)


class TestPages:
    def test_the_desk_compares_and_merges_with_one_press(self) -> None:
        pair = Pair()
        client = client_of(pair.story.worker)
        page = client.get(f"/console/cases/{pair.case.number}/")
        address = f"/console/cases/{pair.case.number}/compare/{pair.lead.number}/"
        assert address in page.content.decode()
        shown = client.get(address)
        assert_chinese(shown, "community")
        assert "13812345678" not in shown.content.decode()
        assert client.get(address.replace(pair.lead.number, pair.case.number)).status_code == 404
        assert client.get(address.replace(pair.lead.number, "1")).status_code == 404
        done = client.post(
            f"/console/cases/{pair.case.number}/merge/",
            {"revision": pair.case.revision, "lead": pair.lead.number},
        )
        assert done.status_code == 302
        merged = client.get(f"/console/cases/{pair.case.number}/").content.decode()
        assert f"/console/cases/{pair.lead.number}/" in merged
        assert "?do=unmerge" in merged
        assert 'id="merged"' in client.get(f"/console/cases/{pair.lead.number}/").content.decode()
        lost = client.get(address).content.decode()
        assert 'value="' + pair.case.number not in lost

    def test_a_hint_is_followed_with_one_confirmed_press_and_taken_back(self) -> None:
        """The forms of the page as it stands, without a script: the older one stays, or the other way round."""
        pair = Pair()
        client = client_of(pair.story.worker)
        page = client.get(f"/console/cases/{pair.case.number}/")
        shown = page.content.decode()
        assert_chinese(page, "community", "street")
        ways = re.findall(
            r'action="/console/cases/([\w-]+)/merge/">(.*?)</form>', shown.split('id="alike"')[1], re.DOTALL
        )
        assert [goes for goes, _form in ways[:2]] == [pair.case.number, pair.lead.number], (
            "the older one stays"
        )
        goes, form = ways[0]
        sent = dict(re.findall(r'name="(revision|lead|goes_on|nonce)" value="([^"]*)"', form))
        assert pair.lead.number in form.split("</dt>")[1], "which stays is said"
        assert goes in form.split("</dt>")[2], "and which goes"
        for _twice in range(2):
            done = client.post(f"/console/cases/{goes}/merge/", sent)
            assert done["Location"] == f"/console/cases/{pair.lead.number}/"
        pair.case.refresh_from_db()
        assert pair.case.state == State.MERGED
        stays = client.get(done["Location"]).content.decode()
        assert f'href="/console/cases/{goes}/"' in stays.split('id="merged"')[1]
        assert f"/console/cases/{goes}/merge/" not in stays
        apart = {"revision": pair.case.revision, "words": "不是一回事"}
        assert client.post(f"/console/cases/{goes}/unmerge/", apart).status_code == 302
        assert not Tie.objects.exists()

    def test_only_what_leads_nothing_can_go(self) -> None:
        pair, third = Pair(), Pair().case
        pair.do(third, Action.MERGE, None, Given(lead=pair.case.number))
        shown = client_of(pair.story.worker).get(f"/console/cases/{pair.case.number}/").content.decode()
        hints = shown.split('id="alike"')[1].split("</section>")[0]
        assert f'action="/console/cases/{pair.lead.number}/merge/"' in hints
        assert f'action="/console/cases/{pair.case.number}/merge/"' not in hints

    def test_the_unit_sees_the_photos_of_what_was_merged_and_no_link_that_is_shut(self) -> None:
        pair = Pair(Action.DISPATCH)
        photo = CasePhotoFactory(case=pair.case).photo
        pair.merge()
        address, other = f"/console/cases/{pair.lead.number}/", f"/console/cases/{pair.case.number}/"
        unit, desk = (client_of(each) for each in (pair.story.handler, pair.story.worker))
        page = unit.get(address).content.decode()
        assert f"/photos/{photo.pk}/thumb/" in page
        assert pair.case.number in page
        assert f'href="{other}"' not in page
        assert f'href="{other}"' in desk.get(address).content.decode()
        guard = registers.photo_guards[photo.purpose]
        assert guard(pair.story.handler, photo)
        assert guard(pair.story.worker, photo)
        assert not guard(pair.story.resident, photo), "who told of the lead does not see what others sent"
        pair.do(pair.case, Action.UNMERGE, None, Given(words="不是一回事"))
        assert not guard(pair.story.handler, photo)

    def test_a_wrong_number_comes_back_beside_its_field(self) -> None:
        pair = Pair()
        page = client_of(pair.story.worker).post(
            f"/console/cases/{pair.case.number}/merge/", {"revision": pair.case.revision, "lead": "77"}
        )
        assert page.status_code == 422
        assert 'id="fault-mergelead"' in page.content.decode()

    def test_the_reporter_goes_on_to_the_lead_and_old_links_lead_there(self) -> None:
        pair = Pair()
        pair.merge()
        holder = client_of()
        assert holder.get(f"/t/{pair.token}/")["Location"] == f"/cases/{pair.case.number}/"
        own = holder.get(f"/cases/{pair.case.number}/")
        assert f'href="/cases/{pair.lead.number}/"' in own.content.decode()
        assert_chinese(own, "community")
        followed = holder.get(f"/cases/{pair.lead.number}/")
        assert "/leave/" in followed.content.decode()
        assert "李奶奶" not in followed.content.decode()
        stranger = client_of(actor(), ENGLISH)
        assert stranger.get(f"/cases/{pair.case.number}/")["Location"] == f"/cases/{pair.lead.number}/"
        CaseModel.objects.filter(pk=pair.case.pk).update(is_public=False)
        assert stranger.get(f"/cases/{pair.case.number}/").status_code == 404
        names = [pair.lead.place.name, "井盖松动", "测试"]
        assert_english(
            client_of(actor(), ENGLISH).get(f"/cases/{pair.lead.number}/"), *names, pair.lead.public_words
        )

    def test_an_account_that_claims_the_slip_follows_the_lead(self) -> None:
        pair, resident = Pair(), actor()
        pair.merge()
        claim_case(pair.token, by=resident)
        assert Joining.objects.get(case=pair.lead).person == resident.person

    def test_a_claim_of_somebody_who_joined_the_lead_adds_nothing(self) -> None:
        pair, resident = Pair(), actor()
        pair.merge()
        join_case(pair.lead.pk, JoinDraft(), by=resident)
        claim_case(pair.token, by=resident)
        assert Joining.objects.get(case=pair.lead).person == resident.person
