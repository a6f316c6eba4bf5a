"""The duties of helping: a row that fails does not keep those behind it from their turn, and is reported."""

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from jiayuan.foundation.clock.now import at
from jiayuan.modules.help.domain import asking, callbacks, claims, confirming, ladder, visits, voices
from tests.factories import (
    AskingFactory,
    CallBackFactory,
    ClaimFactory,
    OpenWishFactory,
    VisitFactory,
    WishVoiceFactory,
)

pytestmark = pytest.mark.django_db
LATER = timedelta(days=60)


def climbing():
    OpenWishFactory(climbs_at=timezone.now())


def done():
    OpenWishFactory(state="done", climbs_at=None, confirm_by=timezone.now())


def spoken():
    WishVoiceFactory(wish__state="fulfilled", wish__ended_at=timezone.now())


@pytest.mark.parametrize(
    ("due", "module", "job", "duty"),
    [
        (climbing, ladder, "_climb", ladder.climb_all),
        (ClaimFactory, claims, "_lapse", claims.lapse_all),
        (done, confirming, "_confirm", confirming.confirm_silent),
        (AskingFactory, asking, "_expire", asking.expire_askings),
        (VisitFactory, visits, "_miss", visits.miss_silent),
        (CallBackFactory, callbacks, "_end", callbacks.expire_callbacks),
        (spoken, voices, "_let_go", voices.let_go_of_old_voices),
    ],
)
def test_behind_one_that_fails_the_others_have_their_turn(due, module, job, duty):
    for _row in range(3):
        due()
    seen, real = [], getattr(module, job)

    def fails_at_first(pk, *args):
        seen.append(pk)
        if len(seen) == 1:
            raise ValueError("of this row alone")
        return real(pk, *args)

    with (
        at(timezone.now() + LATER),
        mock.patch.object(module, job, fails_at_first),
        pytest.raises(ExceptionGroup) as failed,
    ):
        duty()
    assert len(seen) == 3
    assert [str(each) for each in failed.value.exceptions] == ["of this row alone"]
    assert str(seen[0]) in failed.value.exceptions[0].__notes__[0], "the duty says which"
    with at(timezone.now() + LATER):
        assert duty() == 1, "the two behind it had theirs, and its own is still due"
