"""Who could do it, at the desk; being asked, on the phone."""

import pytest
from django.urls import reverse

from jiayuan.modules.help.domain.asking import ask_helper
from jiayuan.modules.help.models import Asking, Claim, Readiness
from tests.factories import VolunteerFactory
from tests.modules.help.scene import Scene
from tests.modules.help.views.test_console_wishes import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return Scene()


def helpers_of(client, wish):
    return client.get(reverse("console-wish-helpers", args=[wish.number]))


def phone_of(actor):
    return in_english(signed_in(actor))


def in_english(client):
    client.cookies["jiayuan_prefs"] = "en.0.light"
    return client


def test_the_desk_reads_why_and_asks_one(scene):
    wish, desk = scene.opened(skills=("plumbing",)), in_english(signed_in(scene.worker))
    VolunteerFactory(person=scene.point.person).skills.add("plumbing")
    page = helpers_of(desk, wish).content.decode()
    assert "can do:" in page
    assert "in the same place" in page
    assert "it is not offered to their post yet" in page
    address = reverse("console-wish-ask", args=[wish.number])
    sent = {"person": str(scene.point.pk), "nonce": "a" * 20}
    assert desk.post(address, sent).status_code == 302
    assert "Asked, no answer yet" in helpers_of(desk, wish).content.decode()
    refused = desk.post(address, sent | {"nonce": "b" * 20})
    assert refused.status_code == 409
    assert "They were asked already." in refused.content.decode()


def test_nobody_but_the_desk_sees_it(scene):
    wish = scene.opened()
    for actor in (scene.wisher, scene.point, scene.merchant):
        assert helpers_of(signed_in(actor), wish).status_code == 403
    assert (
        "Who could do it"
        not in signed_in(scene.point).get(reverse("wish", args=[wish.number])).content.decode()
    )


def test_the_helper_is_asked_and_says_no_or_yes(scene):
    wish, phone = scene.opened(), phone_of(scene.point)
    asking = ask_helper(wish.pk, scene.point.pk, by=scene.worker)
    for page in (reverse("help-near"), reverse("wish", args=[wish.number])):
        assert "A no is fine" in phone.get(page).content.decode()
    said = phone.post(reverse("help-answer", args=[asking.pk, "no"]), follow=True)
    assert "Nobody minds" in said.content.decode()
    assert Claim.objects.count() == 0
    other = ask_helper(scene.opened().pk, scene.point.pk, by=scene.worker)
    assert phone.post(reverse("help-answer", args=[other.pk, "yes"]), {"nonce": "c" * 20}).status_code == 302
    assert Claim.objects.get().wish_id == other.wish_id
    assert phone.post(reverse("help-answer", args=[other.pk, "maybe"])).status_code == 404
    assert phone_of(scene.team).post(reverse("help-answer", args=[other.pk, "yes"])).status_code == 404
    assert Asking.objects.filter(state="yes").count() == 1


def test_what_suits_stands_first_with_the_reason(scene):
    scene.opened(skills=("law",))
    scene.opened()
    page = phone_of(scene.point).get(reverse("help-near")).content.decode()
    assert page.index("Suits you") < page.index("in the same place") < page.index("Who could help?")


def test_how_i_want_to_be_asked(scene):
    phone, address = phone_of(scene.point), reverse("help-readiness")
    assert phone.get(address).status_code == 200
    sent = {"capacity": "1", "reach": "500", "declines": ["dispute", "child"], "paused_until": ""}
    assert phone.post(address, sent).status_code == 302
    said = Readiness.objects.get()
    assert (said.capacity, said.reach, said.declines) == (1, 500, ["dispute", "child"])
    for wrong in (
        {"capacity": "9"},
        {"paused_until": "soon"},
        {"paused_until": "2099-01-01"},
        {"declines": ["x"]},
    ):
        assert phone.post(address, sent | wrong).status_code == 422
