"""Taking in a voice note, and letting go of it: what is kept has nothing in it but sound."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.clock import now as clock
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.domain.record import record

from ..models import Sound
from ..sound.clean import clean
from .see import mine

MOST_BYTES = 8 * 1024 * 1024
"""A minute and a half as a phone records it has one or two megabytes; as WAV eight."""
KEPT_UNUSED = timedelta(days=2)
_BATCH = 200


def accept_sound(upload: Any, *, by: Actor, purpose: str, upload_token: str = "") -> Sound:
    """Check, write anew and store a voice note. ``purpose`` names the guard that later decides who hears it.

    :raises Invalid: (field ``voice``) empty, too large, too long, or none that can be kept.
    """
    heard = clean(_read(upload))
    sound = Sound(
        purpose=purpose,
        mime=heard.mime,
        milliseconds=heard.milliseconds,
        bytes=len(heard.data),
        sha256=sha256(heard.data).hexdigest(),
        uploaded_by=by.person,
        upload_token=hash_token(upload_token) if upload_token else "",
    )
    name = f"{secrets.token_hex(16)}.{heard.suffix}"
    try:
        sound.file.save(name, ContentFile(heard.data), save=False)
        with transaction.atomic():
            sound.save(force_insert=True)
            after = {"purpose": purpose, "sha256": sound.sha256, "milliseconds": sound.milliseconds}
            record(f"sound/{sound.pk}", "sound.accepted", by=by.person, after=after)
    except BaseException:
        _delete_file(sound)
        raise
    return sound


def _read(upload: Any) -> bytes:
    upload.seek(0)
    is_large = (getattr(upload, "size", None) or 0) > MOST_BYTES
    data: bytes = b"" if is_large else upload.read(MOST_BYTES + 1)
    if is_large or len(data) > MOST_BYTES:
        raise Invalid(
            _("The voice note is too large."),
            _("Record it with the button: it stops by itself. Or write it in words."),
            field="voice",
        )
    if not data:
        raise Invalid(_("The voice note is empty."), _("Record it again, or write it."), field="voice")
    return data


def own_sounds(purpose: str, *, by: Actor, upload_token: str = "") -> "QuerySet[Sound]":
    """What this person, or this session, sent for this purpose and nothing uses yet."""
    return unused(Sound.objects.filter(mine(by, upload_token), purpose=purpose))


def unused(sounds: "QuerySet[Sound]") -> "QuerySet[Sound]":
    """Those that nothing in any module refers to."""
    for relation in Sound._meta.related_objects:  # noqa: SLF001 Django's documented name
        sounds = sounds.filter(**{f"{relation.field.related_query_name()}__isnull": True})
    return sounds


def may_hear(sound: Sound, actor: Actor, upload_token: str = "") -> bool:
    """Whoever sent it as long as nothing uses it, and whoever the guard of its purpose lets; nobody else."""
    if own_sounds(sound.purpose, by=actor, upload_token=upload_token).filter(pk=sound.pk).exists():
        return True
    guarded = sound.purpose in registers.sound_guards.names()
    return guarded and bool(registers.sound_guards[sound.purpose](actor, sound))


def discard_sound(sound: Sound, action: str = "sound.removed") -> None:
    """It goes with its file; whatever used it has let go of it before. Call inside a transaction."""
    Sound.objects.filter(pk=sound.pk).delete()
    before = {"purpose": sound.purpose, "sha256": sound.sha256}
    record(f"sound/{sound.pk}", action, before=before)
    transaction.on_commit(lambda: _delete_file(sound))


def remove_orphan_sounds(now: datetime | None = None) -> int:
    """Remove those sent more than two days ago and used by nothing; how many there were."""
    limit, removed = (now or clock.now()) - KEPT_UNUSED, 0
    for sound in unused(Sound.objects.filter(uploaded_at__lt=limit)).order_by("pk")[:_BATCH]:
        try:
            with transaction.atomic():
                discard_sound(sound, "sound.expired")
        except ProtectedError:  # used at this very moment
            continue
        removed += 1
    return removed


def _delete_file(sound: Sound) -> None:
    if sound.file.name:
        sound.file.storage.delete(sound.file.name)
