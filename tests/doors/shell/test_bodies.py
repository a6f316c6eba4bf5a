"""A request that brings more than any page asks for."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(settings):
    settings.REQUEST_MAX_BYTES = 2 * 1024 * 1024


def post(client, address, size, **more):
    return client.post(address, {"photo": SimpleUploadedFile("a.jpg", b"x" * size)}, **more)


def test_too_much_is_refused_with_what_fits_before_anything_is_read(small):
    client = Client(enforce_csrf_checks=True)
    client.cookies["jiayuan_prefs"] = "en.0.auto"
    refused = post(client, "/photos/", 3 * 1024 * 1024)
    page = refused.content.decode()
    assert (refused.status_code, "at most 2 MB" in page, "smaller files" in page) == (413, True, True)
    assert post(client, "/photos/", 1024).status_code == 403  # read, and found to be forged


def test_the_api_says_it_as_a_problem(small, client):
    refused = post(client, "/api/photos", 3 * 1024 * 1024, HTTP_ACCEPT_LANGUAGE="en")
    assert (refused.status_code, refused.json()["code"]) == (413, "too-large")
    assert refused["Content-Type"] == "application/problem+json"


def test_what_was_kept_on_a_device_learns_it_too(small, client):
    entered = {"HTTP_X_JIAYUAN_OFFLINE": "2026-11-24T08:00:00Z"}
    refused = post(client, "/report/", 3 * 1024 * 1024, **entered)
    assert (refused.status_code, refused.json()["status"]) == (413, 413)


@pytest.mark.parametrize("said", ["", "much", "-1"])
def test_what_announces_nothing_brings_nothing(small, client, said):
    answer = client.generic("POST", "/photos/", b"", CONTENT_LENGTH=said)
    assert answer.status_code == 422
