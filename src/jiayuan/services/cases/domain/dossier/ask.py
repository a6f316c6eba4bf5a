"""Asking for a proof file of a case, and finding it again."""

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils import translation
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.permissions import gate, may
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Conflict, Missing
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import clean_nonce, record

from ...enums import DossierKind, DossierState
from ...models import Case, Dossier
from ..perform import role_of

MOST_LISTED = 20
PERMISSION = {DossierKind.OFFICE: "cases.make_dossier", DossierKind.REPORTER: "cases.own_dossier"}


def ask_dossier(
    case: Case,
    kind: DossierKind,
    *,
    by: Actor,
    in_full: bool = False,
    reason: str = "",
    address: str = "",
    nonce: str | None = None,
) -> Dossier:
    """Have a proof file made in the background. Who asked for it, and why in full, is recorded with the case.

    :param in_full: names and numbers unmasked; for those who may reach the reporter, and with a reason.
    :param address: the public page of the case, which the file shows as a QR code.
    :raises Refused: neither at work on it nor its reporter. :raises Invalid: no reason (``field="reason"``).
    """
    gate(by, PERMISSION[kind], case)
    nonce, said = clean_nonce(nonce), ""
    if in_full and kind == DossierKind.OFFICE:
        gate(by, "cases.reveal_contact", case)
        said = clean_words(reason, field="reason", limit=200)
    try:
        with transaction.atomic():
            known = Dossier.objects.filter(nonce=nonce, case=case).first() if nonce else None
            if known is not None:
                return known
            dossier = Dossier.objects.create(
                case=case, kind=kind, who=by.person, reason=said, address=address, nonce=nonce, asked_at=now(),
                language=translation.get_language() or "zh-hans",
            )  # fmt: skip
            _note(dossier, case, "cases.dossier", by, words=said)
            _queue(dossier)
    except IntegrityError as error:
        raise Conflict(_("This was just asked for."), _("It stands in the list.")) from error
    return dossier


def _note(dossier: Dossier, case: Case, action: str, by: Actor, **more: str) -> None:
    role = "reporter" if dossier.kind == DossierKind.REPORTER else role_of(case, by)
    after = {**more, "role": role, "reader": dossier.kind, "in_full": dossier.in_full}
    record(case.stream, action, by=by.person, after=after, place_path=case.place_id)


def _queue(dossier: Dossier) -> None:
    from ...tasks import write_dossier

    transaction.on_commit(lambda: write_dossier.enqueue(dossier.pk))


def dossiers_for(case: Case, kind: DossierKind, *, by: Actor) -> list[Dossier]:
    """Those that this actor may have, the newest first: what is in full is for whoever gave the reason."""
    return list(_for_them(case, kind, by)[:MOST_LISTED])


def _for_them(case: Case, kind: DossierKind, by: Actor) -> QuerySet[Dossier]:
    if not may(by, PERMISSION[kind], case):
        return Dossier.objects.none()
    mine_or_masked = Q(reason="") | Q(who=by.pk)
    return Dossier.objects.filter(mine_or_masked, case=case, kind=kind).select_related("who")


def find_dossier(case: Case, kind: DossierKind, pk: int, *, by: Actor) -> Dossier:
    """One that can be downloaded. :raises Missing, Conflict: it is not there for this actor, or not yet.
    :raises Refused: it is in full, and they may no longer reach the reporter: roles end while files wait.
    """
    found = _for_them(case, kind, by).filter(pk=pk).first()
    if (
        found is None
        or found.state in (DossierState.FORGOTTEN, DossierState.FAILED)
        or (found.state == DossierState.READY and not found.file)
    ):
        raise _gone()
    if found.in_full:
        gate(by, "cases.reveal_contact", case)
    if found.state == DossierState.WAITING:
        raise Conflict(_("This proof file is still being made."), _("Look again in a moment."))
    return found


def hand_out(case: Case, kind: DossierKind, pk: int, *, by: Actor) -> FieldFile:
    """Its file, opened, for whoever fetches it now; that they did, and whether in full, is recorded.
    :raises: as above."""
    dossier = find_dossier(case, kind, pk, by=by)
    try:
        dossier.file.open("rb")
    except FileNotFoundError:
        raise _gone() from None
    with transaction.atomic():
        _note(dossier, case, "cases.dossier_fetched", by)
    return dossier.file


def _gone() -> Missing:
    return Missing(_("This proof file is not kept any more."), _("Have it made once more."))
