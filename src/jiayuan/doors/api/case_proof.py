"""Cases: proof files, and the signs that one was closed on paper only."""

from typing import Annotated, Any, Literal

from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from jiayuan.foundation.access.permissions import gate
from jiayuan.foundation.common.errors import Refused
from jiayuan.services.cases.domain.dossier.ask import PERMISSION, ask_dossier, dossiers_for, hand_out
from jiayuan.services.cases.domain.doubts.deciding import DECIDE, decide_doubt, found_doubt
from jiayuan.services.cases.domain.queries.doubts import Shown, doubts_of
from jiayuan.services.cases.enums import DossierKind, DossierState
from jiayuan.services.cases.interfaces.visits import limit, public_address
from jiayuan.services.cases.models import Case, Dossier
from jiayuan.services.cases.rules import CASE_ROLES

from .cases import Number, opened_in_full
from .outermost import nonce_of
from .schemas import Key
from .schemas_beside import DossierIn, DossierOut, DoubtOut, VerdictIn
from .scopes import DECIDE_DOUBT, SEE
from .visitors import Door, actor_of

router = Router(tags=["cases"], auth=Door(SEE))
Kind = Annotated[
    Literal["office", "reporter"],
    Query(description="For those who work on the case, or for whoever reported it."),
]


def _dossier_out(case: Case, dossier: Dossier) -> dict[str, Any]:
    is_ready = dossier.state == DossierState.READY
    asked = f"?kind={dossier.kind}"
    return {name: getattr(dossier, name) for name in ("kind", "state", "asked_at", "sha256")} | {
        "id": dossier.pk,
        "bytes": dossier.bytes or 0,
        "file": reverse("api:proof-file", args=[case.number, dossier.pk]) + asked if is_ready else "",
    }


@router.get("/{number}/proofs", response=list[DossierOut], summary="Proof files of a case")
def read_files(request: HttpRequest, number: Number, kind: Kind = "office") -> Any:
    """Those that I may have, the newest first."""
    case = opened_in_full(request, number)
    gate(actor_of(request), PERMISSION[DossierKind(kind)], case)
    return [_dossier_out(case, each) for each in dossiers_for(case, DossierKind(kind), by=actor_of(request))]


@router.post("/{number}/proofs", response={201: DossierOut}, summary="Have a proof file made")
def ask_file(request: HttpRequest, number: Number, payload: DossierIn) -> Any:
    """PDF, data, photos and ledger in one archive that proves itself. It is made in the background: ask again until it
    is ready. Personal data is masked, but not for whoever reported it; unmasked files are made in the console."""
    limit(request, "dossier")  # type: ignore[arg-type]
    case = opened_in_full(request, number)
    dossier = ask_dossier(
        case,
        DossierKind(payload.kind),
        by=actor_of(request),
        address=public_address(request, case),
        nonce=nonce_of(request),
    )
    return Status(201, _dossier_out(case, dossier))


@router.get("/{number}/proofs/{proof}/file", summary="Fetch a proof file", url_name="proof-file")
def fetch(request: HttpRequest, number: Number, proof: Key, kind: Kind = "office") -> Any:
    """A zip archive. While it is still being made: 409. That it was fetched is recorded."""
    case = opened_in_full(request, number)
    content = hand_out(case, DossierKind(kind), proof, by=actor_of(request))
    name = f"proof-{case.number}.zip"
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")


def _office(request: HttpRequest, number: str) -> Case:
    """For those who have to do with cases, as the console."""
    case = opened_in_full(request, number)
    if not actor_of(request).reach.has_any(CASE_ROLES):
        raise Refused(_("Only those who work on cases see this."), _("Ask the community."))
    return case


def _doubt_out(shown: Shown) -> dict[str, Any]:
    doubt = shown.doubt
    return {name: getattr(doubt, name) for name in ("kind", "state", "round", "raised_at", "reason")} | {
        "id": doubt.pk,
        "state_label": doubt.get_state_display(),
        "words": shown.words,
        "other": shown.other,
        "may_decide": bool(shown.verdict) and doubt.is_open,
    }


@router.get("/{number}/doubts", response=list[DoubtOut], summary="Signs that it was closed on paper only")
def read_doubts(request: HttpRequest, number: Number) -> Any:
    """Reasons to look twice, and nothing else. For those who work on cases."""
    return [_doubt_out(each) for each in doubts_of(_office(request, number), actor_of(request))]


def _may_decide(request: HttpRequest, number: str, doubt: int) -> None:
    case = _office(request, number)
    gate(actor_of(request), DECIDE, found_doubt(case, int(doubt)))


@router.post(
    "/{number}/doubts/{doubt}",
    response=DoubtOut,
    auth=Door(DECIDE_DOUBT, rule=_may_decide),
    summary="Say what a sign was",
)
def decide(request: HttpRequest, number: Number, doubt: Key, payload: VerdictIn) -> Any:
    """For the street or the district, by somebody who had no part in the case. It changes nothing in the case."""
    case, by = _office(request, number), actor_of(request)
    decide_doubt(case.pk, doubt, payload.verdict, payload.reason, by=by, nonce=nonce_of(request))
    return _doubt_out(next(each for each in doubts_of(case, by) if each.doubt.pk == doubt))
