"""Forms that are sent once."""

from typing import Any

from django.http import HttpRequest
from django.test import RequestFactory

from jiayuan.foundation.common.blank_forms import form_of, nonce_of, with_a_form


def opened(address: str, secret: str = "a" * 32) -> HttpRequest:
    request = RequestFactory().get(address)
    request.META["CSRF_COOKIE"] = secret
    return request


def test_a_blank_form_gets_an_address_of_its_own_and_keeps_what_it_was_asked() -> None:
    answers: list[Any] = [with_a_form(opened("/wishes/ask/?q=纱窗")) for _each in range(2)]
    assert answers[0].url != answers[1].url
    again = opened(answers[0].url)
    assert again.GET["q"] == "纱窗"
    assert len(form_of(again)) == 16


def test_one_address_in_one_browser_is_one_nonce() -> None:
    assert nonce_of(opened("/a/?form=1"), "wish") == nonce_of(opened("/a/?form=1"), "wish")
    others = [
        nonce_of(opened("/a/?form=2"), "wish"),
        nonce_of(opened("/a/?form=1"), "report"),
        nonce_of(opened("/a/?form=1", "b" * 32), "wish"),
    ]
    assert nonce_of(opened("/a/?form=1"), "wish") not in others
    assert len({*others}) == 3


def test_a_long_name_of_a_form_is_cut() -> None:
    assert len(form_of(opened("/a/?form=" + "x" * 500))) == 64
