"""Before somebody leaves a post they read what they have on hand there, and what becomes of it."""

import pytest
from django.urls import reverse

from jiayuan.foundation.clock.now import at
from jiayuan.modules.help.models import PostMember
from tests.modules.help.scene import Scene
from tests.modules.help.visits import MONDAY, Daughters

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    with at(MONDAY):
        made = Daughters(Scene())
        made.planned()
        yield made


def test_one_is_asked_first(team):
    member = PostMember.objects.get(person=team.second.person)
    client, page = signed_in(team.second), reverse("help-leave", args=[member.pk])
    visits = team.second.person.help_visits.planned().count()
    assert visits > 0
    assert page in client.get(reverse("help-near")).content.decode()
    assert f"{visits} 次" in client.get(page).content.decode()
    member.refresh_from_db()
    assert member.until is None
    assert client.post(page).status_code == 302
    member.refresh_from_db()
    assert member.until is not None
    assert client.get(page).status_code == 404


def test_wishes_taken_on_are_told(team):
    scene = team.scene
    scene.claimed()
    member = PostMember.objects.get(person=scene.point.person)
    assert "1 个心愿" in signed_in(scene.point).get(reverse("help-leave", args=[member.pk])).content.decode()
    assert signed_in(team.second).get(reverse("help-leave", args=[member.pk])).status_code == 404
