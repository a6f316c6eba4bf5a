"""Visits on the phone, at the desk, and for who is visited."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.clock.now import at
from jiayuan.foundation.ledger.models import Entry
from jiayuan.modules.help.domain.network import leave_post
from jiayuan.modules.help.domain.swaps import ask_swap
from jiayuan.modules.help.domain.visits import do_visit, miss_silent
from jiayuan.modules.help.models import (
    Away,
    PostMember,
    Recipient,
    ServiceRecord,
    SpecialService,
    Swap,
    Visit,
)
from tests.modules.help.scene import BUILDING, Scene
from tests.modules.help.visits import MONDAY, TUESDAY_NIGHT, Daughters

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def team():
    with at(MONDAY):
        found = Daughters(Scene())
        found.planned()
        yield found


@pytest.fixture
def visit(team):
    return Visit.objects.order_by("day", "pk").first()


def phone(actor):
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor.person)
    return client


def test_one_tap_says_that_one_was_there(team, visit):
    with at(TUESDAY):
        client = phone(team.who(visit))
        page = client.get(reverse("help-visits"))
        assert [each.pk for each in page.context["mine"].now] == [visit.pk]
        assert "3号楼201" in page.content.decode()
        client.post(reverse("help-visit-act", args=[visit.pk, "done"]))
    assert ServiceRecord.objects.get().visit == visit


def test_a_stranger_sees_no_visit(team, visit):
    stranger = team.scene.wisher
    assert phone(stranger).get(reverse("help-visit", args=[visit.pk])).status_code == 404
    assert phone(stranger).get(reverse("help-rota", args=[team.service.pk])).status_code == 404
    assert "郝奶奶" not in phone(stranger).get(reverse("help-visits")).content.decode()
    other = team.another(team.keeper, team.who(visit))
    assert phone(other).get(reverse("help-visit", args=[visit.pk])).status_code == 404


def test_who_left_the_team_sees_nobody_of_it_any_more(team, visit):
    leaver, asked = team.who(visit), team.another(team.who(visit))
    ask_swap(Visit.objects.filter(person=asked.person).first().pk, leaver.pk, by=asked)
    with at(TUESDAY):
        do_visit(visit.pk, by=leaver)
        client = phone(leaver)
        assert client.get(reverse("help-visit", args=[visit.pk])).status_code == 200
        leave_post(PostMember.objects.get(person=leaver.person).pk, by=leaver)
        assert client.get(reverse("help-visit", args=[visit.pk])).status_code == 404
        assert client.post(reverse("help-visit-act", args=[visit.pk, "done"])).status_code == 404
        for address in (reverse("help-visits"), "/help/", "/"):
            page = client.get(address).content.decode()
            assert "郝奶奶" not in page
            assert "康爷爷" not in page
            assert "3号楼201" not in page
        assert client.get(reverse("help-visits")).context["mine"].asked == []
    assert not Visit.objects.planned().filter(person=leaver.person).exists()
    assert not Visit.objects.planned().filter(person=None, day__gt=TUESDAY.date()).exists(), "others go"


def test_strange_minutes_come_back_with_what_was_typed(team, visit):
    with at(TUESDAY):
        address = reverse("help-visit-act", args=[visit.pk, "done"])
        answer = phone(team.who(visit)).post(address, {"minutes": "abc", "words": "老人精神好"})
    assert answer.status_code == 422
    assert "老人精神好" in answer.content.decode()


def test_a_swap_is_asked_and_answered_on_the_phone(team, visit):
    taker = team.another(*[team.who(each) for each in Visit.objects.filter(day=visit.day)])
    phone(team.who(visit)).post(
        reverse("help-visit-act", args=[visit.pk, "swap"]), {"taker": taker.person.pk}
    )
    client = phone(taker)
    assert len(client.get(reverse("help-visits")).context["mine"].asked) == 1
    client.post(reverse("help-swap", args=[Swap.objects.get().pk, "yes"]))
    visit.refresh_from_db()
    assert visit.person == taker.person


def test_a_no_is_a_no(team, visit):
    taker = team.another(team.who(visit))
    swap = ask_swap(visit.pk, taker.pk, by=team.who(visit))
    phone(taker).post(reverse("help-swap", args=[swap.pk, "no"]))
    swap.refresh_from_db()
    assert swap.state == "declined"


def test_days_away_are_noted_and_taken_back(team):
    client, address = phone(team.second), reverse("help-away")
    assert client.post(address, {"first": "soon"}).status_code == 422
    client.post(address, {"first": "2026-03-02", "last": "2026-03-08"})
    away = Away.objects.get()
    assert not Visit.objects.filter(person=team.second.person, day__lte=date(2026, 3, 8)).exists()
    client.post(address, {"back": away.pk})
    assert not Away.objects.exists()


def test_an_open_visit_is_taken(team, visit):
    Visit.objects.filter(day=visit.day).update(person=None)
    client = phone(team.third)
    assert len(client.get(reverse("help-visits")).context["mine"].open) == 2
    client.post(reverse("help-visit-take", args=[visit.pk]))
    visit.refresh_from_db()
    assert visit.person == team.third.person


def test_the_keeper_looks_after_a_visit_without_word(team, visit):
    with at(TUESDAY_NIGHT):
        miss_silent()
        client = phone(team.keeper)
        assert len(client.get(reverse("help-rota", args=[team.service.pk])).context["waiting"]) == 2
        act = reverse("help-visit-act", args=[visit.pk, "settle"])
        assert client.post(act, {"words": ""}).status_code == 422
        client.post(act, {"words": "打过电话", "from": "rota"})
        assert len(client.get(reverse("help-rota", args=[team.service.pk])).context["waiting"]) == 1
        assert client.post(reverse("help-visit-act", args=[visit.pk, "sing"])).status_code == 404


def test_who_is_visited_sees_who_comes_without_a_full_name(team, visit):
    recipient, token = team.links[0]
    Visit.objects.update(person=None)
    Visit.objects.filter(recipient=recipient).update(person=team.keeper.person)
    team.keeper.person.name = "刘晓梅"
    team.keeper.person.save()
    address = reverse("help-coming", args=[token])
    page = Client().get(address).content.decode()
    assert "刘**" in page
    assert "刘晓梅" not in page
    own = Visit.objects.filter(recipient=recipient).order_by("day").first()
    Client().post(reverse("help-not-then", args=[token, own.pk]))
    own.refresh_from_db()
    assert own.state == "off"
    assert Client().get(reverse("help-coming", args=["gone"])).status_code == 404
    other = Visit.objects.exclude(recipient=recipient).first()
    assert Client().post(reverse("help-not-then", args=[token, other.pk])).status_code == 404


def test_with_an_account_no_link_is_needed(team):
    assert reverse("wish-ask") in phone(team.scene.wisher).get(reverse("help-visited")).content.decode()
    Recipient.objects.update(person=None)
    Recipient.objects.filter(pk=team.links[0][0].pk).update(person=team.scene.wisher.person)
    assert "看望老人" in phone(team.scene.wisher).get(reverse("help-visited")).content.decode()


class TestDesk:
    def send(self, team, what, **fields):
        return signed_in(team.scene.worker).post(
            reverse("console-special-act", args=[team.service.pk, what]), fields
        )

    def test_arranges_one(self, team):
        client = signed_in(team.scene.worker)
        address = reverse("console-special-new", args=[team.scene.station.pk])
        given = {"post": team.post.pk, "name": "义诊", "starts": "09:30", "minutes": "30", "people": "3"}
        assert client.get(address).status_code == 200
        assert client.post(address, given).status_code == 422
        assert client.post(address, given | {"days": "MO", "starts": "noon"}).status_code == 422
        for first in ("9999-12-30", "2027-03-04", "2025-02-28"):
            page = client.post(address, given | {"days": "MO", "first": first})
            assert page.status_code == 422
            assert page.context["sheet"].faults_of("first"), "beside its field"
        client.post(address, given | {"days": ["MO", "WE"], "weeks": "2"})
        assert SpecialService.objects.get(name="义诊").rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE"

    def test_names_are_masked_until_there_is_a_reason(self, team):
        client = signed_in(team.scene.worker)
        address = reverse("console-special", args=[team.service.pk])
        page = client.get(address).content.decode()
        assert "郝**" in page
        assert "郝奶奶" not in page
        recipient = team.links[0][0].pk
        assert self.send(team, "contact", recipient=recipient).status_code == 422
        assert "郝奶奶" in self.send(team, "contact", recipient=recipient, reason="没人应门").content.decode()
        keeper = phone(team.keeper).get(reverse("help-rota", args=[team.service.pk]))
        assert "郝奶奶" in keeper.content.decode(), "who keeps the team knows them"

    def test_what_was_noted_is_opened_one_by_one_and_recorded(self, team, visit):
        other = Visit.objects.exclude(pk=visit.pk).order_by("day", "pk").first()
        Visit.objects.filter(pk=visit.pk).update(words="血压高，13812345678")
        page = signed_in(team.scene.worker).get(reverse("console-special", args=[team.service.pk]))
        assert "血压高" not in page.content.decode()
        opened = self.send(team, "note", visit=visit.pk)
        assert "血压高，13812345678" in opened.content.decode()
        entry = Entry.objects.get(action="help.read_visit_note")
        assert (entry.actor, entry.payload["after"]) == (team.scene.worker.person, {"visit": visit.pk})
        assert self.send(team, "note", visit=other.pk).status_code == 404
        assert Entry.objects.filter(action="help.read_visit_note").count() == 1

    def test_the_keeper_reads_notes_without_numbers(self, team, visit):
        Visit.objects.filter(pk=visit.pk).update(words="血压高，13812345678")
        for name, key in (("help-rota", team.service.pk), ("help-visit", visit.pk)):
            shown = phone(team.keeper).get(reverse(name, args=[key])).content.decode()
            assert "血压高" in shown
            assert "13812345678" not in shown

    def test_enters_who_is_visited_and_shows_the_link_once(self, team):
        SpecialService.objects.update(people=3)
        given = {
            "contact_name": "温奶奶",
            "place_path": BUILDING,
            "manner": "written",
            "days": "TU",
            "every": "2",
        }
        assert self.send(team, "add", **given | {"manner": ""}).status_code == 422
        answer = self.send(team, "add", **given)
        token = answer.context["shown_link"].rstrip("/").rsplit("/", 1)[1]
        assert Client().get(reverse("help-coming", args=[token])).status_code == 200
        again = self.send(team, "link", recipient=answer.context["shown_recipient"].pk)
        assert token not in again.context["shown_link"]
        assert Client().get(reverse("help-coming", args=[token])).status_code == 404

    def test_looks_after_what_was_missed_and_ends_it(self, team):
        first, second = Visit.objects.order_by("day", "pk")[:2]
        with at(TUESDAY_NIGHT):
            miss_silent()
            self.send(team, "settle", visit=first.pk, words="去看过了")
            self.send(team, "done", visit=second.pk)
        second.refresh_from_db()
        assert second.state == "done"
        assert not Visit.objects.waiting().exists()
        self.send(team, "leave", recipient=team.links[0][0].pk)
        self.send(team, "end")
        team.service.refresh_from_db()
        assert team.service.ended_on
        assert self.send(team, "sing").status_code == 404


@pytest.mark.parametrize("weeks", [1, 4])
def test_costs_the_same_however_much_is_planned(team, weeks, django_assert_max_num_queries):
    Visit.objects.filter(day__gt=MONDAY.date() + timedelta(weeks=weeks)).delete()
    client = phone(team.keeper)
    for address in (reverse("help-visits"), reverse("help-rota", args=[team.service.pk])):
        client.get(address)
        with django_assert_max_num_queries(17):
            client.get(address)


def test_nobody_was_at_home_takes_one_tap_and_a_day_to_try_again_is_offered():
    with at(MONDAY):
        team = Daughters(Scene())
        visit = team.planned()[0]
    with at(TUESDAY_NIGHT):
        client = signed_in(team.who(visit))
        absent = reverse("help-visit-act", args=[visit.pk, "absent"])
        assert absent in client.get(reverse("help-visits")).content.decode()
        html = client.post(absent, {"nonce": "n" * 32}, follow=True).content.decode()
        again = reverse("help-visit-act", args=[visit.pk, "again"])
        assert again in html
        assert client.post(again, {"day": "昨天"}).status_code == 422
        assert client.post(again, {"day": "2026-03-05"}).status_code == 302
        assert (
            f"{reverse('help-visit', args=[visit.pk])}#again"
            in client.get(reverse("help-visits")).content.decode()
        )
        desk = signed_in(team.scene.worker)
        page = reverse("console-special", args=[team.service.pk])
        assert "没有人开门" in desk.get(page).content.decode()
        tried = desk.post(
            reverse("console-special-act", args=[team.service.pk, "again"]),
            {"visit": visit.pk, "day": "2026-03-04"},
        )
        assert tried.status_code == 302


def test_the_address_of_a_visit_that_is_over_is_not_shown_to_who_went():
    with at(MONDAY):
        team = Daughters(Scene())
        visit = team.planned()[0]
    with at(TUESDAY_NIGHT):
        helper = next(each for each in (team.keeper, team.second, team.third) if each.pk == visit.person_id)
        page = reverse("help-visit", args=[visit.pk])
        assert "3号楼201" in signed_in(helper).get(page).content.decode()
        do_visit(visit.pk, by=helper)
        is_keeper = helper.pk == team.keeper.pk
        assert ("3号楼201" in signed_in(helper).get(page).content.decode()) is is_keeper
        assert "3号楼201" in signed_in(team.keeper).get(page).content.decode()
