"""Writing a wish for somebody at the counter, and the slip that goes with it."""

import pytest
from django.urls import reverse

from jiayuan.foundation.people.models import Consent
from jiayuan.modules.help.models import Wish
from tests.modules.help.scene import COMMUNITY, Scene

from .test_console_wishes import signed_in

pytestmark = pytest.mark.django_db
FILLED = {
    "words": "王桂兰想修纱窗", "place_path": COMMUNITY, "address": "2单元501", "contact_name": "王桂兰",
    "contact_phone": "13800138000", "manner": "phone", "concern": "elder", "nonce": "a" * 20,
}  # fmt: skip


@pytest.fixture
def scene():
    return Scene()


@pytest.fixture
def desk(scene):
    return signed_in(scene.worker)


def test_the_consent_is_written_down_and_the_slip_printed(scene, desk):
    answer = desk.post(reverse("console-wish-new"), FILLED)
    wish = Wish.objects.select_related("consent", "contact").get()
    assert answer.url == reverse("console-wish-slip", args=[wish.number])
    assert (wish.consent.helper, wish.consent.manner) == (scene.worker.person, "phone")
    assert (wish.wisher, wish.contact.name, wish.kind) == (None, "王桂兰", "repair")
    assert "王桂兰" not in wish.public_words
    slip = desk.get(answer.url)
    assert reverse("console-wish-new") in slip.content.decode()
    link = slip.context["link"]
    other = signed_in(scene.wisher)
    assert other.get(link[link.index("/w/") :]).url == reverse("wish", args=[wish.number])


def test_another_session_has_no_slip(scene, desk):
    desk.post(reverse("console-wish-new"), FILLED)
    wish = Wish.objects.get()
    answer = signed_in(scene.worker).get(reverse("console-wish-slip", args=[wish.number]))
    assert answer.url == reverse("console-wish", args=[wish.number])


def test_printing_a_slip_does_not_make_the_worker_who_wished(desk):
    desk.post(reverse("console-wish-new"), FILLED)
    page = desk.get(reverse("wish", args=[Wish.objects.get().number]))
    assert page.context["reader"] == "desk"


def test_a_double_tap_is_one_wish_and_one_consent(desk):
    first, second = (desk.post(reverse("console-wish-new"), FILLED) for _each in range(2))
    assert first.url == second.url
    assert (Wish.objects.count(), Consent.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [("words", ""), ("contact_name", ""), ("contact_phone", "12"), ("place_path", ""), ("manner", "")],
)
def test_what_will_not_do_comes_back_and_leaves_nothing_behind(desk, field, value):
    answer = desk.post(reverse("console-wish-new"), FILLED | {field: value})
    assert answer.status_code == 422
    assert answer.context["sheet"].faults_of(field)
    assert "2单元501" in answer.content.decode()
    assert not Wish.objects.exists()
    assert not Consent.objects.exists()


def test_a_resident_writes_for_nobody_here(scene):
    assert signed_in(scene.wisher).get(reverse("console-wish-new")).status_code == 403


def test_sent_empty_each_field_says_what_it_lacks(desk):
    answer = desk.post(reverse("console-wish-new"), {"words": "", "nonce": "b" * 20})
    sheet = answer.context["sheet"]
    assert answer.status_code == 422
    assert [each.field for each in sheet.faults] == [
        "contact_name", "manner", "words", "place_path",
    ]  # fmt: skip
    assert "谁的心愿" in sheet.faults_of("contact_name")[0].message
    assert "还没有写心愿" in sheet.faults_of("words")[0].message
    assert not Wish.objects.exists()


def test_how_they_agreed_is_chosen_by_the_worker(desk):
    page = desk.get(reverse("console-wish-new"))
    assert not page.context["sheet"].get("manner")
    assert desk.post(reverse("console-wish-new"), FILLED | {"manner": ""}).status_code == 422
    assert not Consent.objects.exists()
