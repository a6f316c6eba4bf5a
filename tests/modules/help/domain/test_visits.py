"""Visits of a special service: planned evenly, made, missed, swapped, and counted once."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.foundation.ledger.domain.verify import verify
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.notify.models import Notice
from jiayuan.foundation.people.domain.erase import erase_person
from jiayuan.modules.help.domain.away import go_away
from jiayuan.modules.help.domain.network import leave_post
from jiayuan.modules.help.domain.queries.work import VISIT, work_items
from jiayuan.modules.help.domain.specials import (
    RecipientDraft,
    add_recipient,
    end_recipient,
    end_special,
    new_link,
    reveal_recipient,
)
from jiayuan.modules.help.domain.stations import end_post
from jiayuan.modules.help.domain.swaps import agree_to_swap, ask_swap, decline_swap
from jiayuan.modules.help.domain.visit_plan import plan_all, service_days
from jiayuan.modules.help.domain.visits import call_off, do_visit, miss_silent, settle_visit, take_visit
from jiayuan.modules.help.models import (
    PostMember,
    Recipient,
    RecipientContact,
    ServiceRecord,
    SpecialService,
    Swap,
    Visit,
)
from tests.factories import (
    PersonFactory,
    PostFactory,
    PostMemberFactory,
    RecipientFactory,
    SpecialServiceFactory,
    VisitFactory,
)
from tests.modules.help.scene import BUILDING, NEIGHBOUR, Scene
from tests.modules.help.visits import MONDAY, TUESDAY_NIGHT, Daughters

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def monday():
    with at(MONDAY):
        yield


@pytest.fixture
def team():
    return Daughters(Scene())


class TestPlan:
    def test_four_weeks_ahead_evenly_and_each_day_once(self, team):
        visits = team.planned()
        assert len(visits) == 16
        turns = Counter(each.person_id for each in visits)
        assert max(turns.values()) - min(turns.values()) <= 1
        assert team.planned() == visits, "planned twice is planned once"
        with at(TUESDAY + timedelta(days=7)):
            assert plan_all() == 6, "three more days"

    def test_rests_on_public_holidays_if_it_is_said(self, team):
        team.service.first = date(2026, 2, 1)
        everyday = service_days(team.service, date(2026, 2, 10), date(2026, 2, 28))
        team.service.rests_on_holidays = True
        without = service_days(team.service, date(2026, 2, 10), date(2026, 2, 28))
        assert date(2026, 2, 17) in everyday, "the first day of the Spring Festival"
        assert date(2026, 2, 17) not in without
        assert date(2026, 2, 10) in without

    def test_who_is_away_does_not_go_and_others_do(self, team):
        team.planned()
        go_away(date(2026, 3, 2), date(2026, 3, 13), by=team.second)
        visits = Visit.objects.filter(day__lte=date(2026, 3, 13))
        assert not visits.filter(person=team.second.person).exists()
        assert not visits.filter(person=None).exists()
        assert Visit.objects.filter(person=team.second.person, day__gt=date(2026, 3, 13)).exists()

    def test_who_leaves_the_team_goes_nowhere_any_more(self, team):
        team.planned()
        leave_post(PostMember.objects.get(person=team.third.person).pk, by=team.third)
        plan_all()
        assert not Visit.objects.filter(person=team.third.person).exists()
        assert not Visit.objects.filter(person=None).exists()

    def test_one_service_that_fails_does_not_keep_the_others_from_theirs(self, team):
        SpecialServiceFactory(pk=0, post=team.post, rule="FREQ=NEVER")
        after = SpecialServiceFactory(post=team.post, first=date(2026, 3, 2), rule="FREQ=WEEKLY;BYDAY=WE")
        RecipientFactory(service=after)
        with pytest.raises(ExceptionGroup) as failed:
            plan_all()
        assert failed.value.exceptions[0].__notes__ == ["special service 0"], "the duty says which"
        assert Visit.objects.filter(service=after).count() == 4
        assert Visit.objects.filter(service=team.service).count() == 16

    def test_somebody_of_two_teams_goes_to_one_place_a_day(self, team):
        other = SpecialServiceFactory(post=PostFactory(station=team.scene.station), first=date(2026, 3, 2))
        RecipientFactory(service=other)
        PostMemberFactory(post=other.post, person=team.second.person)
        assert plan_all() == 24
        theirs = Visit.objects.filter(person=team.second.person)
        assert theirs.filter(service=other).exists()
        assert theirs.count() == theirs.values("day").distinct().count()

    def test_each_is_told_once_of_all_that_is_new_to_them(self, team):
        team.second.person.language = "en"
        team.second.person.save()
        team.planned()
        told = Notice.objects.filter(kind="help.turn")
        assert sorted(told.values_list("person", flat=True)) == sorted(
            each.pk for each in (team.keeper, team.second, team.third)
        )
        assert "new visits are planned for you" in told.get(person=team.second.person).title
        assert not told.filter(words__contains="郝").exists()
        given = Entry.objects.filter(stream=team.service.stream, action="help.give_visits")
        assert sum(len(each.payload["after"]["visits"]) for each in given) == 16

    @pytest.mark.parametrize(("first", "last"), [(None, None), (date(2026, 3, 9), date(2026, 3, 8))])
    def test_days_away_have_an_order(self, team, first, last):
        with pytest.raises(Invalid):
            go_away(first, last, by=team.second)

    def test_one_visit_a_day_holds_in_the_database(self, team):
        visit = team.planned()[0]
        with pytest.raises(IntegrityError), transaction.atomic():
            VisitFactory(service=team.service, day=visit.day, person=visit.person)


class TestDone:
    def test_counts_once_as_help_that_was_given(self, team):
        visit = team.planned()[0]
        with at(TUESDAY):
            for _turn in range(2):
                do_visit(visit.pk, by=team.who(visit), minutes=45, words="量了血压")
        row = ServiceRecord.objects.get()
        assert (row.people, row.post, row.day, row.visit.minutes) == (1, team.post, visit.day, 45)
        assert verify([team.service.stream]).ok

    def test_only_who_goes_the_keeper_and_the_desk_say_so(self, team):
        visit = next(each for each in team.planned() if each.person_id != team.keeper.pk)
        with at(MONDAY + timedelta(days=5)):
            with pytest.raises(Refused):
                do_visit(visit.pk, by=team.another(team.keeper, team.who(visit)))
            do_visit(visit.pk, by=team.keeper)

    def test_not_before_its_day_nor_with_strange_minutes_nor_long_after(self, team):
        visit = team.planned()[0]
        with pytest.raises(Conflict):
            do_visit(visit.pk, by=team.who(visit))
        with at(TUESDAY), pytest.raises(Invalid):
            do_visit(visit.pk, by=team.who(visit), minutes=2)
        with at(TUESDAY + timedelta(days=9)), pytest.raises(Conflict):
            do_visit(visit.pk, by=team.who(visit))

    def test_a_done_visit_cannot_be_called_off(self, team):
        visit = team.planned()[0]
        with at(TUESDAY):
            do_visit(visit.pk, by=team.who(visit))
        with pytest.raises(Conflict):
            call_off(visit.pk, by=team.keeper)


class TestMissed:
    def test_by_the_evening_the_keeper_and_the_desk_know(self, team):
        team.planned()
        with at(TUESDAY_NIGHT - timedelta(hours=3)):
            assert miss_silent() == 0
        with at(TUESDAY_NIGHT):
            assert miss_silent() == 2
            assert miss_silent() == 0
        told = Notice.objects.filter(kind="help.missed")
        assert {each.person for each in told} == {team.keeper.person}
        assert {"今天" in each.title or "today" in each.title for each in told} == {True}
        items = work_items(team.scene.worker, 20)
        assert [each.kind for each in items] == [VISIT, VISIT]
        assert "郝奶奶" not in str(items)

    def test_after_midnight_it_is_not_the_visit_of_today(self, team):
        team.planned()
        with at(TUESDAY_NIGHT + timedelta(hours=4)):
            miss_silent()
        told = Notice.objects.filter(kind="help.missed")
        assert {"今天" in each.title or "today" in each.title for each in told} == {False}

    def test_looked_after_it_waits_no_longer(self, team):
        visit = team.planned()[0]
        with at(TUESDAY_NIGHT):
            miss_silent()
            with pytest.raises(Invalid):
                settle_visit(visit.pk, by=team.keeper, words="")
            with pytest.raises(Refused):
                settle_visit(visit.pk, by=team.another(team.keeper), words="打过电话")
            settle_visit(visit.pk, by=team.keeper, words="打过电话，明天补上")
        assert len(work_items(team.scene.worker, 20)) == 1

    def test_a_late_word_is_a_word(self, team):
        visit = team.planned()[0]
        with at(TUESDAY_NIGHT):
            miss_silent()
            do_visit(visit.pk, by=team.who(visit))
        assert ServiceRecord.objects.count() == 1
        assert len(work_items(team.scene.worker, 20)) == 1


class TestSwap:
    def test_only_with_the_others_yes(self, team):
        visit = team.planned()[0]
        giver = team.who(visit)
        on_that_day = [team.who(each) for each in Visit.objects.filter(day=visit.day)]
        taker = team.another(*on_that_day)
        swap = ask_swap(visit.pk, taker.pk, by=giver)
        assert ask_swap(visit.pk, taker.pk, by=giver) == swap
        visit.refresh_from_db()
        assert visit.person == giver.person
        with pytest.raises(Missing):
            agree_to_swap(swap.pk, by=giver)
        agree_to_swap(swap.pk, by=taker)
        visit.refresh_from_db()
        assert visit.person == taker.person
        told = list(Notice.objects.filter(entry__action__endswith="swap"))
        assert {each.person for each in told} == {giver.person, taker.person}
        names = [giver.person.name, taker.person.name]
        assert not [each.title for each in told if any(name in each.title + each.words for name in names)]

    def test_in_exchange_for_another_day(self, team):
        visits = team.planned()
        giver = team.who(visits[0])
        other = next(each for each in visits if each.person_id != giver.pk and each.day != visits[0].day)
        taker = team.who(other)
        Visit.objects.filter(day__in=[visits[0].day, other.day]).exclude(
            pk__in=[visits[0].pk, other.pk]
        ).delete()
        agree_to_swap(ask_swap(visits[0].pk, taker.pk, by=giver, other_id=other.pk).pk, by=taker)
        assert Visit.objects.get(pk=visits[0].pk).person == taker.person
        assert Visit.objects.get(pk=other.pk).person == giver.person

    def test_who_goes_elsewhere_that_day_cannot(self, team):
        first, second = (each for each in team.planned() if each.day == date(2026, 3, 3))
        swap = ask_swap(first.pk, second.person_id, by=team.who(first))
        with pytest.raises(Conflict):
            agree_to_swap(swap.pk, by=team.who(second))

    def test_a_no_changes_nothing(self, team):
        visit = team.planned()[0]
        taker = team.another(team.who(visit))
        swap = decline_swap(ask_swap(visit.pk, taker.pk, by=team.who(visit)).pk, by=taker)
        assert swap.state == "declined"
        with pytest.raises(Conflict):
            agree_to_swap(swap.pk, by=taker)

    def test_not_of_a_stranger_nor_to_a_stranger(self, team):
        visit = team.planned()[0]
        with pytest.raises(Refused):
            ask_swap(visit.pk, team.who(visit).pk, by=team.another(team.who(visit)))
        with pytest.raises(Invalid):
            ask_swap(visit.pk, PersonFactory().pk, by=team.who(visit))

    def test_falls_with_whoever_leaves_the_team_and_the_other_is_told(self, team):
        visit = team.planned()[0]
        giver = team.who(visit)
        taker = team.another(*(team.who(each) for each in Visit.objects.filter(day=visit.day)))
        swap = ask_swap(visit.pk, taker.pk, by=giver)
        leave_post(PostMember.objects.get(person=taker.person).pk, by=taker)
        swap.refresh_from_db()
        assert swap.state == "gone"
        with pytest.raises(Conflict):
            agree_to_swap(swap.pk, by=taker)
        told = Notice.objects.filter(entry__action="help.drop_swap")
        assert [each.person for each in told] == [giver.person]

    def test_a_yes_after_leaving_is_none_even_if_the_swap_stands(self, team):
        visit = team.planned()[0]
        taker = team.another(*(team.who(each) for each in Visit.objects.filter(day=visit.day)))
        swap = ask_swap(visit.pk, taker.pk, by=team.who(visit))
        PostMember.objects.filter(person=taker.person).update(until=date(2026, 3, 2))
        with pytest.raises(Conflict):
            agree_to_swap(swap.pk, by=taker)

    def test_whoever_else_was_asked_is_told_that_it_is_settled(self, team):
        visit = team.planned()[0]
        Visit.objects.filter(day=visit.day).exclude(pk=visit.pk).delete()
        giver = team.who(visit)
        takers = [each for each in (team.keeper, team.second, team.third) if each.pk != giver.pk]
        asked = [ask_swap(visit.pk, each.pk, by=giver) for each in takers]
        agree_to_swap(asked[0].pk, by=takers[0])
        told = Notice.objects.filter(entry__action="help.drop_swap", person=takers[1].person)
        assert told.count() == 1


class TestOpen:
    def test_one_of_the_team_takes_it_on(self, team):
        visit = team.planned()[0]
        Visit.objects.filter(day=visit.day).update(person=None)
        with pytest.raises(Refused):
            take_visit(visit.pk, by=team.scene.wisher)
        take_visit(visit.pk, by=team.second)
        with pytest.raises(Conflict):
            take_visit(visit.pk, by=team.third)
        other = Visit.objects.filter(day=visit.day).exclude(pk=visit.pk).get()
        with pytest.raises(Conflict):
            take_visit(other.pk, by=team.second)


class TestWhoIsVisited:
    def test_is_entered_with_their_consent_by_the_desk(self, team):
        recipient = Recipient.objects.first()
        assert recipient.consent.beneficiary_name == "郝奶奶"
        with pytest.raises(Refused):
            add_recipient(team.service.pk, RecipientDraft("某", BUILDING, "spoken"), by=team.keeper)
        with pytest.raises(Invalid):
            add_recipient(team.service.pk, RecipientDraft("某", NEIGHBOUR, "spoken"), by=team.scene.worker)

    def test_their_number_is_read_for_a_reason(self, team):
        recipient = Recipient.objects.first()
        with pytest.raises(Invalid):
            reveal_recipient(recipient.pk, reason="", by=team.keeper)
        with pytest.raises(Refused):
            reveal_recipient(recipient.pk, reason="好奇", by=team.second)
        assert reveal_recipient(recipient.pk, reason="没人应门", by=team.keeper).name == "郝奶奶"

    def test_a_new_link_ends_the_old_one(self, team):
        (recipient, old) = team.links[0]
        _again, token = new_link(recipient.pk, by=team.scene.worker)
        assert token != old
        before = recipient.token_hash
        recipient.refresh_from_db()
        assert recipient.token_hash != before

    def test_whoever_is_no_longer_visited_leaves_nothing_behind(self, team):
        team.planned()
        recipient = team.links[0][0]
        end_recipient(recipient.pk, by=team.scene.worker)
        assert not RecipientContact.objects.filter(recipient=recipient).exists()
        assert set(Visit.objects.filter(recipient=recipient).values_list("state", flat=True)) == {"off"}
        recipient.refresh_from_db()
        assert recipient.address == ""

    def test_forgotten_from_either_side(self, team):
        person = PersonFactory(phone="+8613800138777")
        end_recipient(team.links[0][0].pk, by=team.scene.worker)
        recipient, _token = team.visited("陈奶奶", phone="13800138777")
        assert recipient.person == person
        team.planned()
        erase_person(person, by=Actor(person=person))
        recipient.refresh_from_db()
        assert (recipient.person, recipient.until) == (None, date(2026, 3, 2))
        erase_person(team.second.person, by=team.second)
        assert not Visit.objects.planned().filter(person=team.second.person).exists()


class TestCalledOffTogether:
    def test_each_visit_stands_in_the_ledger_and_each_person_is_told_once(self, team):
        elder = PersonFactory(phone="+8613800138777", language="en")
        end_recipient(team.links[0][0].pk, by=team.scene.worker)
        team.visited("陈奶奶", phone="13800138777")
        Recipient.objects.get(person=None, until=None).contact.delete()
        RecipientContact.objects.create(
            recipient=Recipient.objects.get(person=None, until=None), name="康爷爷", phone="+8613900139000"
        )
        team.planned()
        Notice.objects.all().delete()
        end_special(team.service.pk, by=team.scene.worker)
        steps = Entry.objects.filter(stream=team.service.stream, action="help.call_off_visit")
        assert steps.count() == 16
        assert verify([team.service.stream]).ok
        told = Notice.objects.all()
        assert sorted(told.filter(kind="help.turn").values_list("person", flat=True)) == sorted(
            each.pk for each in (team.keeper, team.second, team.third)
        )
        visited = told.filter(kind="help.visited")
        assert {(each.person, each.phone) for each in visited} == {(elder, ""), (None, "+8613900139000")}
        assert visited.get(person=elder).title == "Nobody comes to you then"
        assert not told.filter(title__contains="康").exists()
        assert not told.filter(words__contains="3号楼").exists()

    def test_a_swap_that_was_asked_falls_with_it(self, team):
        visit = team.planned()[0]
        taker = team.another(*(team.who(each) for each in Visit.objects.filter(day=visit.day)))
        ask_swap(visit.pk, taker.pk, by=team.who(visit))
        Notice.objects.all().delete()
        end_recipient(visit.recipient_id, by=team.scene.worker)
        assert Swap.objects.get().state == "gone"
        assert Notice.objects.filter(person=team.who(visit).person).count() == 1
        assert Notice.objects.filter(person=taker.person, entry__action="help.drop_swap").count() == 1

    def test_a_single_one_is_told_to_who_expects_it(self, team):
        person = PersonFactory(phone="+8613800138777")
        end_recipient(team.links[0][0].pk, by=team.scene.worker)
        recipient, _token = team.visited("陈奶奶", phone="13800138777")
        team.planned()
        visit = Visit.objects.filter(recipient=recipient, person__isnull=False).first()
        call_off(visit.pk, by=team.scene.worker)
        assert [each.person for each in Notice.objects.filter(kind="help.visited")] == [person]

    def test_who_asks_to_be_forgotten_is_told_nothing_more(self, team):
        person = PersonFactory(phone="+8613800138777")
        end_recipient(team.links[0][0].pk, by=team.scene.worker)
        team.visited("陈奶奶", phone="13800138777")
        team.planned()
        Notice.objects.all().delete()
        erase_person(person, by=Actor(person=person))
        assert not Notice.objects.filter(kind="help.visited").exists()
        assert Notice.objects.filter(kind="help.turn").exists()


def test_ended_nobody_is_expected_any_more(team):
    team.planned()
    with pytest.raises(Conflict):
        end_post(team.post.pk, by=team.scene.worker)
    with pytest.raises(Refused):
        end_special(team.service.pk, by=team.keeper)
    end_special(team.service.pk, by=team.scene.worker)
    assert not Visit.objects.planned().exists()
    assert plan_all() == 0
    assert not SpecialService.objects.running().exists()
    assert not Swap.objects.exists()


def test_an_ended_service_keeps_no_name_number_door_nor_link(team):
    team.planned()
    links = dict(Recipient.objects.values_list("pk", "token_hash"))
    assert RecipientContact.objects.count() == len(links) == 2
    end_special(team.service.pk, by=team.scene.worker)
    assert not RecipientContact.objects.exists()
    for recipient in Recipient.objects.all():
        assert (recipient.until, recipient.address) == (date(2026, 3, 2), "")
        assert recipient.token_hash != links[recipient.pk]
