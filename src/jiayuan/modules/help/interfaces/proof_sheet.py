"""Forms that photos of what was done come with."""

from django.http import HttpRequest

from jiayuan.foundation.evidence.uploads import held_token
from jiayuan.services.cases.interfaces.sheet import Sheet

from ..domain.proof import Proof


def proof_of(sheet: Sheet, request: HttpRequest) -> Proof:
    """What arrived with the form, and whether it may hang on the wall."""
    return Proof(
        after=sheet.photo_ids,
        before=sheet.before_ids,
        upload_token=held_token(request),
        for_the_wall=bool(sheet.get("wall")),
    )
