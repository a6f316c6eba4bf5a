"""Turns that are taken together or not at all."""

import pytest

from jiayuan.foundation.common.errors import TooMany
from jiayuan.foundation.people.domain.codes import send_code
from jiayuan.foundation.people.enums import CodePurpose
from jiayuan.foundation.people.limits import take, take_all

pytestmark = pytest.mark.django_db
PHONE = "+8613812345678"


def test_a_refusal_gives_back_what_was_taken_before_it() -> None:
    wide, narrow = ("wide", 2, 3600), ("narrow", 1, 60)
    assert take_all(wide, narrow) is None
    for _ in range(5):
        refused = take_all(wide, narrow)
        assert refused is not None
        assert refused[0] == narrow
        assert 0 < refused[1] <= 60
    assert take(*wide) == 0
    assert take(*wide) > 0


def test_impatience_does_not_use_up_the_hour() -> None:
    """Twenty refused tries later, nine turns of the hour are left, and nearly all of the network's."""
    send_code(PHONE, CodePurpose.SIGN_IN, ip="10.0.0.1")
    for _ in range(20):
        with pytest.raises(TooMany) as said:
            send_code(PHONE, CodePurpose.SIGN_IN, ip="10.0.0.1")
        assert said.value.retry_after <= 60
    assert sum(take(f"code-phone:{PHONE}", 10, 3600) == 0 for _ in range(20)) == 9
    assert sum(take("code-ip:10.0.0.1", 60, 3600) == 0 for _ in range(80)) == 59


def test_a_crowd_does_not_wash_a_limit_away() -> None:
    """The shared cache throws a third of itself away when it is full: it must hold more than a busy hour."""
    assert take(f"code-phone:{PHONE}", 1, 3600) == 0
    for number in range(350):
        assert take(f"search:visitor-{number}", 1, 3600) == 0
    assert take(f"code-phone:{PHONE}", 1, 3600) > 0
