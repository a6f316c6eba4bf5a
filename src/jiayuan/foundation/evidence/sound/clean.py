"""From what was sent to a recording that may be kept."""

import struct

from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import Invalid

from . import mp3, mp4, ogg, wav, webm
from .heard import Heard, Unclean

FORMATS = (webm, ogg, mp4, wav, mp3)
LONGEST = 90
"""Seconds: what is wished is said in fewer, and whoever listens has many."""
_GRACE = 2_000
_DAMAGE = (Unclean, IndexError, ValueError, OverflowError, MemoryError, struct.error)


def clean(data: bytes) -> Heard:
    """The same sound with nothing else in it.

    :raises Invalid: (field ``voice``) no sound that can be kept, damaged, or too long.
    """
    known = next((each for each in FORMATS if each.is_it(data)), None)
    if known is None:
        raise Invalid(
            _("This is not a voice note that can be played here."),
            _("Record it with the button, or choose a recording as a phone makes it. Or write it in words."),
            field="voice",
        )
    try:
        heard = known.rewrite(data)
    except _DAMAGE:
        raise Invalid(
            _("The voice note is damaged, or holds more than a voice."),
            _("Record it again with the button, or write it in words."),
            field="voice",
        ) from None
    if heard.milliseconds > LONGEST * 1000 + _GRACE:
        raise Invalid(
            _("The voice note is longer than %(seconds)s seconds.") % {"seconds": LONGEST},
            _("Say it again in short; the community asks back what it does not understand."),
            field="voice",
        )
    return heard
