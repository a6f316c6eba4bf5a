"""All open wishes matched at once: what comes out, that it can be stopped, and that it is forgotten."""

from datetime import timedelta
from unittest import mock

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at, now
from jiayuan.foundation.common.errors import Conflict, Invalid, Missing, Refused
from jiayuan.modules.help.domain import match_runs
from jiayuan.modules.help.domain.asking import answer_asking, ask_helper
from jiayuan.modules.help.domain.claims import claim_wish
from jiayuan.modules.help.domain.match_runs import begin_run, forget_runs, stop_run, work_out
from jiayuan.modules.help.domain.queries.runs import shown, visible_run
from jiayuan.modules.help.enums import Tier
from jiayuan.modules.help.models import Asking, MatchLine, MatchRun
from tests.modules.help.scene import BUILDING, COMMUNITY, NEIGHBOUR, Scene, holder
from tests.modules.help.views.test_console_wishes import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Scene()


def matched(scene):
    run = begin_run(COMMUNITY, by=scene.worker)
    work_out(run.pk)
    run.refresh_from_db()
    return run


def test_everybody_takes_their_part(scene):
    """Four wishes and two who can: nearest first would do the same, and it is said."""
    scene.helper(Tier.POINT, BUILDING)
    for _turn in range(4):
        scene.opened()
    run = matched(scene)
    assert (run.state, run.wishes, run.best["served"], run.nearest["served"]) == ("ready", 4, 4, 4)
    assert run.best["is_proven"]
    people = list(MatchLine.objects.values_list("person", flat=True))
    assert {people.count(each) for each in people} == {2}


def test_what_nobody_takes_says_why(scene):
    scene.opened(skills=("law",))
    (line,) = shown(matched(scene)).unserved
    assert line.reason == "skill"
    assert line.fell["skill"] >= 1


def test_nothing_to_match(scene):
    run = matched(scene)
    assert (run.state, run.best, run.lines.count()) == ("ready", {}, 0)


def test_who_was_asked_is_awaited(scene):
    ask_helper(scene.opened().pk, scene.point.pk, by=scene.worker)
    run = matched(scene)
    assert (run.wishes, run.awaited) == (0, 1)


def test_what_changed_meanwhile_is_said(scene):
    wish, other = scene.opened(), scene.opened()
    run = matched(scene)
    assert len(shown(run).open_ones) == 2
    claim_wish(wish.pk, by=scene.helper(Tier.POINT, BUILDING))
    answer_asking(ask_helper(other.pk, scene.point.pk, by=scene.worker).pk, False, by=scene.point)
    found = shown(run)
    assert (found.stale, found.said_no, list(found.open_ones)) == (1, 1, [])


def test_one_at_a_time_for_a_place(scene):
    assert begin_run(COMMUNITY, by=scene.worker) == begin_run(COMMUNITY, by=scene.worker)


def test_is_for_the_desk_of_the_place(scene):
    with pytest.raises(Refused):
        begin_run(NEIGHBOUR, by=scene.worker)
    run = begin_run(COMMUNITY, by=scene.worker)
    with pytest.raises(Missing):
        visible_run(holder(Role.COMMUNITY_WORKER, NEIGHBOUR), run.pk)
    assert visible_run(holder(Role.STREET_OFFICER, COMMUNITY[:9]), run.pk) == run


def test_stopped_it_stays_stopped(scene):
    scene.opened()
    run = begin_run(COMMUNITY, by=scene.worker)
    stop_run(run.pk, by=scene.worker)
    work_out(run.pk)
    run.refresh_from_db()
    assert (run.state, run.lines.count()) == ("cancelled", 0)
    with pytest.raises(Conflict):
        stop_run(run.pk, by=scene.worker)


def test_stopped_while_it_looks(scene, monkeypatch):
    """The best so far is on the page before the engine begins; what it finds after the stop is thrown away."""
    scene.opened()
    run = begin_run(COMMUNITY, by=scene.worker)
    found = match_runs.solve

    def slow(instance, **more):
        assert MatchRun.objects.get().best["served"] == 1
        stop_run(run.pk, by=scene.worker)
        return found(instance, **more)

    monkeypatch.setattr(match_runs, "solve", slow)
    work_out(run.pk)
    run.refresh_from_db()
    assert (run.state, run.lines.count()) == ("cancelled", 0)


def test_is_forgotten_after_a_week(scene):
    scene.opened()
    matched(scene)
    assert forget_runs() == 0
    with at(now() + timedelta(days=8)):
        assert forget_runs() == 1
    assert not MatchLine.objects.exists()


class TestThePages:
    def desk(self, scene) -> Client:
        client = signed_in(scene.worker)
        client.cookies["jiayuan_prefs"] = "en.0.light"
        return client

    def test_propose_watch_and_ask(self, scene):
        wish, desk = scene.opened(), self.desk(scene)
        begun = desk.post(reverse("console-wish-runs"), {"place": COMMUNITY})
        run = MatchRun.objects.get()
        assert begun["Location"] == reverse("console-wish-run", args=[run.pk])
        work_out(run.pk)
        page = desk.get(begun["Location"]).content.decode()
        assert "Always the nearest" in page
        assert "in the same place" in page
        address = reverse("console-wish-run-ask", args=[run.pk])
        assert "Nobody was ticked" in desk.post(address, follow=True).content.decode()
        line = MatchLine.objects.get()
        asked = desk.post(address, {"line": [line.pk], "nonce": "a" * 20}, follow=True).content.decode()
        assert "1 helper is asked." in asked
        assert Asking.objects.get().wish_id == wish.pk

    def test_a_place_of_others_is_refused(self, scene):
        assert self.desk(scene).post(reverse("console-wish-runs"), {"place": NEIGHBOUR}).status_code == 403


def test_a_place_that_is_none(scene):
    """Inside the own community, so that the desk may; the page says so beside the field."""
    with pytest.raises(Invalid) as error:
        begin_run(f"{COMMUNITY}999", by=scene.worker)
    assert error.value.field == "place"
    page = signed_in(scene.worker).post(reverse("console-wish-runs"), {"place": f"{COMMUNITY}999"})
    assert page.status_code == 422
    assert not MatchRun.objects.exists()


def test_the_one_in_the_way_ends_at_the_same_moment(scene):
    save = MatchRun.save
    first = iter([IntegrityError("one is at work")])

    def meet(self, *args, **named):
        if (error := next(first, None)) is not None:
            raise error
        save(self, *args, **named)

    with mock.patch.object(MatchRun, "save", meet):
        assert begin_run(COMMUNITY, by=scene.worker).is_working
    with mock.patch.object(MatchRun, "save", side_effect=IntegrityError), \
         mock.patch.object(match_runs, "TRIES", 2), \
         mock.patch.object(MatchRun.objects, "working", return_value=MatchRun.objects.none()), \
         pytest.raises(Conflict):  # fmt: skip
        begin_run(COMMUNITY, by=scene.worker)
