"""Photos through the browser's door."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from jiayuan.foundation.evidence.models import Photo
from jiayuan.foundation.people.models import Person
from tests.factories import CasePhotoFactory, PhotoFactory

from .conftest import camera_notes, encode, file_of, scene

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("guard")]
Guard = Callable[[Callable[[Any, Any], bool]], None]
HTMX = {"HX-Request": "true"}


def send(client: Client, data: bytes | None = None, headers: Any = None, **fields: Any) -> Any:
    content = encode(scene(size=(60, 40))) if data is None else data
    body = {"photo": file_of(content), "purpose": "test", **fields}
    return client.post(reverse("photo-upload"), body, headers=headers)


def test_a_visitor_sends_and_sees_their_photo(client: Client) -> None:
    answer = send(client)
    assert answer.status_code == 201
    sent = answer.json()
    photo = Photo.objects.get()
    assert sent == {
        "id": str(photo.pk), "thumb": f"/photos/{photo.pk}/thumb/", "full": f"/photos/{photo.pk}/full/",
    }  # fmt: skip
    assert photo.uploaded_by is None
    assert photo.upload_token
    assert photo.upload_token not in str(dict(client.session))
    for address in (sent["thumb"], sent["full"]):
        shown = client.get(address)
        assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
        assert b"".join(shown.streaming_content)[:3] == b"\xff\xd8\xff"
        assert shown["Cache-Control"] == "private, max-age=86400, immutable"
        assert shown["X-Content-Type-Options"] == "nosniff"
        assert shown["Content-Disposition"].startswith("inline")


def test_a_person_sees_theirs_from_another_session(
    sign_in: Callable[[Person], Client], person_with: Any
) -> None:
    person = person_with()
    sent = send(sign_in(person)).json()
    assert sign_in(person).get(sent["full"]).status_code == 200
    assert Photo.objects.get().uploaded_by == person


def test_nobody_else_is_told_that_it_is_there(
    client: Client, sign_in: Callable[[Person], Client], person_with: Any
) -> None:
    address = send(client).json()["full"]
    stranger = Client()
    send(stranger)
    for other in (Client(), stranger, sign_in(person_with())):
        assert other.get(address).status_code == 404


def test_the_guard_of_the_purpose_decides(client: Client, guard: Guard) -> None:
    photo = PhotoFactory(purpose="test")
    address = reverse("photo", args=[photo.pk, "full"])
    assert client.get(address).status_code == 404
    guard(lambda actor, seen: not actor.is_signed_in and seen == photo)
    assert client.get(address).status_code == 200


def test_without_a_guard_nobody_sees_it(client: Client) -> None:
    photo = PhotoFactory(purpose="unheard")
    assert client.get(reverse("photo", args=[photo.pk, "full"])).status_code == 404


@pytest.mark.parametrize("size", ["original", "FULL"])
def test_other_sizes_do_not_exist(client: Client, size: str) -> None:
    sent = send(client).json()
    assert client.get(sent["full"].replace("full", size)).status_code == 404


def test_what_is_not_there_is_not_there(client: Client) -> None:
    assert client.get(reverse("photo", args=[uuid4(), "full"])).status_code == 404
    photo = Photo.objects.get(pk=send(client).json()["id"])
    photo.file.storage.delete(photo.file.name)
    assert client.get(reverse("photo", args=[photo.pk, "full"])).status_code == 404


def test_htmx_gets_a_piece_of_the_form(client: Client) -> None:
    answer = send(client, headers=HTMX)
    page = answer.content.decode()
    photo = Photo.objects.get()
    assert answer.status_code == 201
    assert f'name="photo_ids" value="{photo.pk}"' in page
    assert reverse("photo-remove", args=[photo.pk]) in page
    assert "style=" not in page


@pytest.mark.parametrize("headers", [None, HTMX])
def test_a_refusal_is_told_in_words(client: Client, headers: Any) -> None:
    answer = send(client, b"MZ\x90\x00", headers=headers)
    assert answer.status_code == 422
    if headers is None:
        assert answer.json()["field"] == "photo"
        assert answer.json()["title"]
        assert answer.json()["detail"]
    else:
        assert 'role="alert"' in answer.content.decode()


def test_a_form_without_a_photo_is_told_so(client: Client) -> None:
    answer = client.post(reverse("photo-upload"), {"purpose": "test"})
    assert (answer.status_code, answer.json()["field"]) == (422, "photo")


def test_a_purpose_nobody_has_is_refused(client: Client) -> None:
    assert send(client, purpose="avatar").status_code == 422


def test_time_and_place_are_kept_only_on_request(client: Client) -> None:
    data = encode(scene(size=(60, 40)), exif=camera_notes())
    send(client, data)
    send(client, data, keep_position="1")
    assert sorted(Photo.objects.values_list("taken_latitude", flat=True), key=str) == [
        pytest.approx(37.86),
        None,
    ]


def test_a_second_try_with_the_same_nonce_is_harmless(client: Client) -> None:
    assert send(client, nonce="tap").json() == send(client, nonce="tap").json()


def test_sixty_photos_an_hour_are_enough(client: Client, settings: Any) -> None:
    assert configured.ACCOUNT_RATE_LIMITS["photo"] == "600/h/ip,60/h/key"
    settings.ACCOUNT_RATE_LIMITS = {"photo": "600/h/ip,2/h/key"}
    assert [send(client).status_code for _ in range(3)] == [201, 201, 429]
    refused = send(client)
    assert refused["Retry-After"] == "3600"
    assert refused.json()["detail"]
    assert send(Client()).status_code == 201


@pytest.mark.parametrize(
    ("method", "headers", "status"), [("delete", None, 204), ("post", None, 204), ("delete", HTMX, 200)]
)
def test_one_takes_back_ones_own(client: Client, method: str, headers: Any, status: int) -> None:
    photo_id = send(client).json()["id"]
    assert (
        getattr(client, method)(reverse("photo-remove", args=[photo_id]), headers=headers).status_code
        == status
    )
    assert not Photo.objects.exists()


def test_one_does_not_take_away_anothers(client: Client) -> None:
    photo_id = send(client).json()["id"]
    assert Client().delete(reverse("photo-remove", args=[photo_id])).status_code == 404
    CasePhotoFactory(photo_id=photo_id)
    answer = client.delete(reverse("photo-remove", args=[photo_id]))
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
    assert Photo.objects.exists()


@pytest.mark.parametrize(
    ("name", "method"), [("photo-upload", "get"), ("photo-remove", "get"), ("photo", "post")]
)
def test_other_methods_are_not_understood(client: Client, name: str, method: str) -> None:
    arguments = {"photo-upload": [], "photo-remove": [uuid4()], "photo": [uuid4(), "full"]}[name]
    assert getattr(client, method)(reverse(name, args=arguments)).status_code == 405


def test_a_form_from_elsewhere_is_not_taken() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert send(strict).status_code == 403


def test_a_look_costs_little(client: Client, django_assert_max_num_queries: Any) -> None:
    address = send(client).json()["thumb"]
    with django_assert_max_num_queries(3):
        client.get(address)
