"""A form as it was filled in. Nothing typed is ever lost: what is wrong is noted beside it."""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from allauth.core import ratelimit
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.errors import DomainError, TooMany
from jiayuan.foundation.evidence.domain.accept import accept_photo
from jiayuan.foundation.evidence.domain.own import MOST, still_own, too_many
from jiayuan.foundation.evidence.uploads import held_token, upload_token

from ..domain.attach import PURPOSE

_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)
_OF_A_STEP = {"nonce", "category_code", "q", "suggested", "join", "is_other", "seen", "language", "care"}
"""What belongs to one step of a form and not to what it says."""
FIELD_OF = {"phone": "contact_phone", "photo": "photos", "position": "place_path"}
"""Where a page shows what the domain says of a field under another name."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field (``""``: with the whole), and what to do."""

    field: str
    message: str
    remedy: str


@dataclass
class Sheet:
    """``values`` by field name as typed; ``photo_ids`` are photos that have arrived already, ``before_ids`` those that
    show how it was before the work."""

    values: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    photo_ids: list[UUID] = field(default_factory=list)
    before_ids: list[UUID] = field(default_factory=list)
    nonce: str = field(default_factory=lambda: secrets.token_hex(16))
    status: int = 200

    def get(self, name: str) -> str:
        """What was typed into a field; empty if nothing was sent."""
        return self.values.get(name, "")

    def note(self, error: DomainError) -> None:
        """Put an error, and what else is wrong with the same form, beside their fields. The page answers with the
        gravest status noted."""
        for each in (error, *error.more):
            name = each.field or ""
            self.faults.append(Fault(FIELD_OF.get(name, name), str(each.message), str(each.remedy)))
            self.status = max(self.status, each.status)

    def faults_of(self, name: str) -> list[Fault]:
        return [each for each in self.faults if each.field == name]

    def nonce_for(self, key: str) -> str:
        """The nonce of one of several forms on a page. As long as any, however often it comes back and is sent."""
        return hashlib.sha256(f"{self.nonce}/{key}".encode()).hexdigest()[:32]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Everything entered, as the hidden fields of a page between two steps of a form."""
        entered = [(name, value) for name, value in self.values.items() if value and name not in _OF_A_STEP]
        photos = [("photo_ids", str(each)) for each in self.photo_ids]
        return [("nonce", self.nonce), *entered, *photos]

    @property
    def answers(self) -> Mapping[str, str]:
        prefix = "answer_"
        return {
            name.removeprefix(prefix): value for name, value in self.values.items() if name.startswith(prefix)
        }


def filled_in(post: QueryDict) -> Sheet:
    """A sheet from a sent form. A nonce that no page of ours made is replaced, so that nobody can choose one."""
    kept = [name for name in post if name not in ("csrfmiddlewaretoken", "photo_ids", "before_ids")]
    sheet = Sheet(values={name: str(post.get(name, "")) for name in kept})
    if _NONCE.fullmatch(sheet.get("nonce")):
        sheet.nonce = sheet.get("nonce")
    sheet.photo_ids = uuids(post.getlist("photo_ids"))
    sheet.before_ids = uuids(post.getlist("before_ids"))
    return sheet


def uuids(texts: Iterable[str]) -> list[UUID]:
    """Those of ``texts`` that are UUIDs, each once."""
    found: dict[UUID, None] = {}
    for text in texts:
        try:
            found[UUID(text)] = None
        except ValueError:
            continue
    return list(found)


def take_in_photos(
    sheet: Sheet, request: HttpRequest, by: Actor, *, purpose: str = PURPOSE, keep_position: bool = False
) -> None:
    """Accept the photos sent with a form, so that they stay even if the form comes back. Faults are noted.

    :param purpose: what they are for: it names who may see them.
    :param keep_position: keep when and where those of the field ``photo`` were taken.
    """
    for said_of, names, kept in (
        ("photos", ("photo", "photos"), sheet.photo_ids),
        ("before", ("before",), sheet.before_ids),
    ):
        files = [each for name in names for each in request.FILES.getlist(name)]
        if len(kept) + len(files) > MOST:
            fault = too_many()
            fault.field = said_of
            sheet.note(fault)
            files = files[: max(MOST - len(kept), 0)]
        for upload in files:
            try:
                keeps = keep_position and said_of == "photos"
                kept.append(_accept(upload, request, by, purpose, keeps))
            except DomainError as error:
                error.field = said_of
                sheet.note(error)
                if isinstance(error, TooMany):
                    break


def let_go_of_lost(sheet: Sheet, request: HttpRequest, by: Actor, *, purpose: str = PURPOSE) -> None:
    """A form that comes back carries on the photos that can still be used: the words never wait for a lost one."""
    token = held_token(request)
    sheet.photo_ids = still_own(sheet.photo_ids, purpose=purpose, by=by, upload_token=token)
    sheet.before_ids = still_own(sheet.before_ids, purpose=purpose, by=by, upload_token=token)


def _accept(upload: UploadedFile, request: HttpRequest, by: Actor, purpose: str, keep_position: bool) -> UUID:
    token = upload_token(request)
    if not ratelimit.consume(request, action="photo", key=token):
        raise TooMany(_("Too many photos were sent within an hour."), _("Wait a while, then go on."))
    kept = accept_photo(upload, by=by, purpose=purpose, upload_token=token, keep_position=keep_position)
    return kept.pk


def whole_number(text: str) -> int | None:
    """``"12"`` -> 12; anything that is not a short whole number -> None."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
