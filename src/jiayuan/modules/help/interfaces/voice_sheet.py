"""The voice note of a form: taken in as it comes, so that it stays even if the form comes back."""

from uuid import UUID

from allauth.core import ratelimit
from django.utils.translation import gettext as _

from jiayuan.foundation.common.errors import DomainError, TooMany
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.evidence.domain.accept_sound import accept_sound, own_sounds
from jiayuan.foundation.evidence.models import Sound
from jiayuan.foundation.evidence.uploads import held_token, upload_token
from jiayuan.services.cases.interfaces.sheet import Sheet, uuids

from ..domain.voices import PURPOSE

KEPT, DROP = "voice_id", "voice_drop"


def take_in_voice(sheet: Sheet, request: Visit) -> None:
    """Faults are noted beside the field."""
    if sheet.get(DROP):
        sheet.values[KEPT] = ""
    upload = request.FILES.get("voice")
    if upload is None:
        return
    token = upload_token(request)
    try:
        if not ratelimit.consume(request, action="photo", key=token):
            raise TooMany(_("Too much was sent within an hour."), _("Wait a while, then go on."))
        sound = accept_sound(upload, by=request.actor, purpose=PURPOSE, upload_token=token)
        sheet.values[KEPT] = str(sound.pk)
    except DomainError as error:
        error.field = "voice"
        sheet.note(error)


def voice_of(sheet: Sheet) -> UUID | None:
    """Which note goes along."""
    return next(iter(uuids([sheet.get(KEPT)])), None)


def kept_note(sheet: Sheet, request: Visit) -> Sound | None:
    """The note that has arrived already, for the form that comes back. One query, none without."""
    key = voice_of(sheet)
    if key is None:
        return None
    return own_sounds(PURPOSE, by=request.actor, upload_token=held_token(request)).filter(pk=key).first()
