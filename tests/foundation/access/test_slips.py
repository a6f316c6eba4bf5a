"""Tokens of slips in a session."""

from typing import Any

import pytest
from django.http import HttpRequest

from jiayuan.foundation.access.actor import hash_token
from jiayuan.foundation.access.slips import MOST_TOKENS, SLIPS, held_token, keep_token, own_token


@pytest.fixture
def visit() -> Any:
    request: Any = HttpRequest()
    request.session = {}
    return request


def test_what_was_told_here_is_one_s_own_and_may_be_printed(visit: Any) -> None:
    keep_token(visit, "mine")
    assert own_token(visit, hash_token("mine")) == "mine"
    assert held_token(visit, hash_token("mine")) == "mine"


def test_what_was_taken_in_for_somebody_may_only_be_printed(visit: Any) -> None:
    keep_token(visit, "theirs", SLIPS)
    assert own_token(visit, hash_token("theirs")) == ""
    assert held_token(visit, hash_token("theirs")) == "theirs"
    assert held_token(visit, hash_token("another")) == ""


def test_the_oldest_goes_and_the_one_kept_again_is_the_newest(visit: Any) -> None:
    for number in range(MOST_TOKENS):
        keep_token(visit, str(number))
    keep_token(visit, "0")
    keep_token(visit, "new")
    assert own_token(visit, hash_token("0")) == "0"
    assert own_token(visit, hash_token("1")) == ""
