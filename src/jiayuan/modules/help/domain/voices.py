"""Voice notes of wishes: heard by who wished, by who takes it on and by the desk, and kept no longer than needed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Invalid, Missing
from jiayuan.foundation.common.one_by_one import one_by_one
from jiayuan.foundation.evidence.domain.accept_sound import discard_sound, own_sounds
from jiayuan.foundation.evidence.models import Sound

from ..models import Wish, WishVoice
from .locks import lock_wish
from .queries.seen import see

PURPOSE = "wish-voice"
KEPT_AFTER = timedelta(days=14)
"""After a wish is over, in case something is asked back."""


def own_note(key: UUID, *, by: Actor, upload_token: str = "") -> Sound:
    """The voice note that this person, or this session, sent and did not use yet.

    :raises Invalid: (field ``voice``) there is none.
    """
    found = own_sounds(PURPOSE, by=by, upload_token=upload_token).filter(pk=key).first()
    if found is None:
        raise _no_note()
    return found


def check_unused(note: Sound | None) -> None:
    """:raises Invalid: (field ``voice``) another wish has it."""
    if note is not None and WishVoice.objects.filter(sound=note).exists():
        raise _no_note()


def _no_note() -> Invalid:
    return Invalid(
        _("The voice note is no longer there."),
        _("Record it again, or write it. Everything else you entered is kept."),
        field="voice",
    )


def may_hear_wish(actor: Actor, sound: Sound) -> bool:
    """Whoever reads the words of the wish, but for who has nothing but its slip."""
    voice = WishVoice.objects.select_related("wish__parent").filter(sound=sound).first()
    if voice is None:
        return False
    try:
        return see(voice.wish, actor).shows_recordings
    except Missing:
        return False


def let_go_of_old_voices(limit: int = 500) -> int:
    """Remove the recordings of wishes that have been over for two weeks. How many."""
    due = WishVoice.objects.filter(sound__isnull=False, wish__ended_at__lt=now() - KEPT_AFTER)
    keys = list(due.order_by("pk").values_list("pk", flat=True)[:limit])
    return one_by_one(keys, _let_go, what="voice note of wish")


def _let_go(pk: int) -> int:
    with transaction.atomic():
        return let_go_of_voice(lock_wish(pk))


def let_go_of_voice(wish: Wish) -> int:
    """Of a locked wish; 1 if there was one."""
    voice = WishVoice.objects.select_related("sound").filter(wish=wish, sound__isnull=False).first()
    if voice is None or voice.sound is None:
        return 0
    sound, voice.sound = voice.sound, None
    voice.save()
    discard_sound(sound)
    return 1


def let_go_of_unused(person: Any) -> None:
    """What they recorded and never sent off. Call inside a transaction."""
    for sound in own_sounds(PURPOSE, by=Actor(person=person)):
        discard_sound(sound)
