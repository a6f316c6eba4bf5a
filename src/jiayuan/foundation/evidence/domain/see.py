"""Who may see a photo."""

from django.db.models import Q, QuerySet

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.common.registers import registers

from ..models import Photo


def sent_by(actor: Actor, upload_token: str = "") -> "QuerySet[Photo]":
    """The photos that this person, or this session, sent."""
    return Photo.objects.filter(mine(actor, upload_token))


def mine(actor: Actor, upload_token: str = "") -> Q:
    """Of photos and sounds: this person, or this session, sent it."""
    condition = Q(pk__in=[])
    if actor.pk is not None:
        condition |= Q(uploaded_by_id=actor.pk)
    if upload_token:
        condition |= Q(upload_token=hash_token(upload_token))
    return condition


def may_see_photo(photo: Photo, actor: Actor, upload_token: str = "") -> bool:
    """Whoever sent it, and whoever the guard of its purpose lets; without a guard nobody else."""
    if actor.pk is not None and photo.uploaded_by_id == actor.pk:
        return True
    if upload_token and photo.upload_token == hash_token(upload_token):
        return True
    guarded = photo.purpose in registers.photo_guards.names()
    return guarded and bool(registers.photo_guards[photo.purpose](actor, photo))
