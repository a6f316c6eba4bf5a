"""Whoever asks to be forgotten stands in no text of the module any more, whoever wrote it; and takes it along before.

Every text of every model is walked: it is filled with name and number here, or stands among those that are kept, with
the reason.
"""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jiayuan.modules.help.callback_enums import CallState
from jiayuan.modules.help.enums import WishState
from jiayuan.modules.help.models import Wish
from tests.factories import (
    CallBackFactory,
    ClaimFactory,
    PaymentFactory,
    PersonFactory,
    PlaceFactory,
    ReadinessFactory,
    RecipientContactFactory,
    RelayLineFactory,
    VisitFactory,
    WishContactFactory,
    WishFactory,
)
from tests.modules.help.scene import COMMUNITY

pytestmark = pytest.mark.django_db
NAME, NUMBER, OTHER_NAME = "郝爱国", "+8613812345678", "郝小敏"
SAID = f"{NAME} {NUMBER}"
TEXT = (models.CharField, models.TextField, models.JSONField)

KEPT = {
    "names and rules of the house, of its places and services: about nobody": (
        "Station.name", "Station.name_en", "Station.address", "Station.phone", "Station.opening", "Station.hours_note",
        "Post.name", "Post.name_en", "Post.service",
        "SpecialService.name", "SpecialService.words", "SpecialService.rule",
        "StationItem.note", "Wish.skills",
    ),
    "a key, a digest or a count of the machine's own: nobody writes into it": (
        "Wish.nonce", "Wish.token_hash", "Payment.nonce", "Asking.nonce", "Claim.nonce", "RelayLine.nonce",
        "Recipient.token_hash", "MatchRun.best", "MatchRun.nearest", "MatchLine.parts", "MatchLine.reason",
        "MatchLine.fell",
    ),
    "a choice of kinds, gone with its row, and the weekdays of visits": ("Readiness.declines", "Recipient.days"),
    "the book of a fund is never rewritten; it says why money moved, and of a gift the number of its receipt": (
        "Transfer.words", "Transfer.receipt",
    ),
    "why an office changed the rules": ("Ladder.reason",),
    "what a post did for many, as the desk wrote it down; of a wish the platform counts without words": (
        "ServiceRecord.words", "ServiceRecord.reason",
    ),
}  # fmt: skip


def texts():
    """Every text that somebody can write into, of every model."""
    for model in apps.get_app_config("help").get_models():
        for field in model._meta.fields:
            if isinstance(field, TEXT) and not field.choices and not field.primary_key:
                yield model, field


def kept():
    return {name for names in KEPT.values() for name in names}


def holding(*words):
    """Texts in which one of these stands in some row now."""
    return {
        f"{model.__name__}.{field.name}"
        for model, field in texts()
        for value in model._default_manager.values_list(field.name, flat=True)
        if any(word in json.dumps(value, ensure_ascii=False) for word in words)
    }


@pytest.fixture
def person():
    return PersonFactory(name=NAME, phone=NUMBER, phone_proven_at=timezone.now())


@pytest.fixture
def client(person):
    found = Client()
    found.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return found


@pytest.fixture(params=["account", "number"])
def everywhere(request, person):
    """They wished, with the account or with the number alone; they help, are visited, and visit."""
    wisher = person if request.param == "account" else None
    place = PlaceFactory(path=COMMUNITY)
    said = {"words": SAID, "title": SAID, "public_words": SAID, "reason": SAID, "address": SAID}
    contact = WishContactFactory(
        wish__wisher=wisher, wish__place=place, name=OTHER_NAME, phone=NUMBER,
        wish__state=WishState.FULFILLED, wish__ended_at=timezone.now(),
        **{f"wish__{name}": value for name, value in said.items()},
    )  # fmt: skip
    wish = contact.wish
    theirs = ClaimFactory(wish=wish, words=f"{SAID} {OTHER_NAME}", reason=SAID, state="returned")
    for from_wisher in (True, False):
        RelayLineFactory(claim=theirs, wish=wish, from_wisher=from_wisher, words=f"{SAID} {OTHER_NAME}")
    CallBackFactory(
        wish=wish, state=CallState.REACHED, tries=1, really_done=False, content="no", words=SAID,
        decided_by=PersonFactory(), decided_at=timezone.now(), answer=SAID, answered_by=PersonFactory(),
        answered_at=timezone.now(),
    )  # fmt: skip
    PaymentFactory(wish=wish, state="refused", payee=SAID, words=SAID, reason=SAID)
    own = ClaimFactory(person=person, words=SAID, reason=SAID, state="returned")
    for from_wisher in (True, False):
        RelayLineFactory(claim=own, wish=own.wish, from_wisher=from_wisher, words=SAID)
    ReadinessFactory(person=person)
    visited = RecipientContactFactory(
        recipient__person=person, recipient__address=SAID, name=NAME, phone=NUMBER
    )
    VisitFactory(recipient=visited.recipient, service=visited.recipient.service, words=SAID)
    VisitFactory(person=person, words=SAID)
    return wish


def test_every_text_is_filled_here_or_kept_with_its_reason(everywhere):
    written = holding(NAME, NUMBER, OTHER_NAME)
    assert written | kept() == {f"{model.__name__}.{field.name}" for model, field in texts()}
    assert written & kept() == set()


def test_nothing_is_left_once_they_are_forgotten(everywhere, client, person):
    assert client.post(reverse("me-erase"), {"word": "删除"}).status_code in (200, 302)
    person.refresh_from_db()
    assert person.erased_at is not None
    assert holding(NAME, NUMBER, NUMBER.removeprefix("+86"), OTHER_NAME) == set()
    everywhere.refresh_from_db()
    assert (everywhere.state, everywhere.forgotten_at is None) == (WishState.FULFILLED, False)


def test_they_take_their_wish_along_before(everywhere, client):
    held = client.post(reverse("me-data-export")).json()["parts"]["help"]["data"]
    assert [(each["number"], each["contact"]["phone"]) for each in held["wishes"]] == [
        (everywhere.number, NUMBER)
    ]
    assert (
        sorted((each["wish"], each["mine"]) for each in held["relay"]).count((everywhere.number, True)) == 1
    )


def test_a_number_that_nobody_proved_opens_and_erases_nothing(client, person):
    wish = WishContactFactory(wish__wisher=None, phone=NUMBER, name=OTHER_NAME).wish
    person.phone_proven_at = None
    person.save()
    held = client.post(reverse("me-data-export")).json()["parts"]["help"]["data"]
    assert held["wishes"] == []
    client.post(reverse("me-erase"), {"word": "删除"})
    assert Wish.objects.get().contact.name == OTHER_NAME
    assert Wish.objects.get().address == wish.address


def test_what_another_account_wished_for_this_number_is_theirs(client):
    WishContactFactory(wish__wisher=PersonFactory(), phone=NUMBER)
    held = client.post(reverse("me-data-export")).json()["parts"]["help"]["data"]
    assert held["wishes"] == []


def test_what_was_wished_by_number_and_still_runs_is_withdrawn(client):
    wish = WishContactFactory(
        wish__wisher=None, phone=NUMBER, wish__state="open", wish__tier="team",
        wish__climbs_at=timezone.now() + timedelta(days=1),
    ).wish  # fmt: skip
    client.post(reverse("me-erase"), {"word": "删除"})
    wish.refresh_from_db()
    assert (wish.state, wish.climbs_at, hasattr(wish, "contact")) == (WishState.WITHDRAWN, None, False)


@pytest.mark.parametrize("with_account", [True, False])
def test_the_parts_of_what_they_wished_go_with_it(client, person, with_account):
    """By number alone too: the number stands with the whole only."""
    wisher = person if with_account else None
    whole = WishContactFactory(wish__wisher=wisher, phone=NUMBER, name=OTHER_NAME).wish
    whole.state, whole.split_at = WishState.SPLIT, timezone.now()
    whole.save()
    said = {"words": SAID, "title": OTHER_NAME, "public_words": SAID, "reason": SAID, "address": SAID}
    done = WishFactory(
        parent=whole, part=1, wisher=wisher, state=WishState.FULFILLED, ended_at=timezone.now(), **said
    )
    open_still = WishFactory(
        parent=whole, part=2, wisher=wisher, state=WishState.OPEN, tier="team",
        climbs_at=timezone.now() + timedelta(days=1), **said,
    )  # fmt: skip
    claim = ClaimFactory(wish=done, words=f"{SAID} {OTHER_NAME}", reason=SAID, state="returned")
    RelayLineFactory(claim=claim, wish=done, from_wisher=False, words=f"{SAID} {OTHER_NAME}")

    held = client.post(reverse("me-data-export")).json()["parts"]["help"]["data"]
    assert [each["part_of"] for each in held["wishes"]] == [None, whole.number, whole.number]
    assert [(each["wish"], each["mine"]) for each in held["relay"]] == [(done.number, False)]
    client.post(reverse("me-erase"), {"word": "删除"})
    assert holding(NAME, NUMBER, OTHER_NAME) == set()
    states = dict(Wish.objects.values_list("pk", "state"))
    assert states == {
        whole.pk: WishState.PARTLY, done.pk: WishState.FULFILLED, open_still.pk: WishState.WITHDRAWN,
    }  # fmt: skip
    assert not Wish.objects.filter(forgotten_at=None).exists()
