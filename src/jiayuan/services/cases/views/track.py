"""From the slip to the case."""

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.actor import hash_token
from jiayuan.foundation.access.console import signed_in
from jiayuan.foundation.access.slips import held_token, keep_token, own_token
from jiayuan.foundation.common.visit import Visit
from jiayuan.foundation.documents.codes import qr_drawing

from ..domain.claim import claim_by_number, claim_case, no_such_slip
from ..domain.neighbours.claim import claim_joining, claim_joining_by_number
from ..domain.queries.by_number import joined_with_number, reported_with_number
from ..domain.queries.neighbours import joining_of
from ..domain.queries.opened import open_case
from ..interfaces.visits import limit
from ..models import Case, Joining
from ..rules import is_the_reporter
from .report import link_of, own_case


@require_safe
@never_cache
def track(request: Visit, token: str) -> HttpResponse:
    """Whoever holds the slip may follow the case: the token is kept in the session, out of the address."""
    limit(request, "track")
    case = Case.objects.filter(token_hash=hash_token(token)).first() or _joined_with(token)
    if case is None:
        raise no_such_slip()
    keep_token(request, token)
    response = HttpResponseRedirect(reverse("case", args=[case.number]))
    response["Referrer-Policy"] = "no-referrer"
    return response


def _joined_with(token: str) -> Case | None:
    joining = Joining.objects.filter(token_hash=hash_token(token)).select_related("case").first()
    return joining.case if joining is not None else None


@require_safe
@never_cache
def code(request: Visit, number: str) -> HttpResponse:
    """The QR code of a slip, for those who may print it."""
    case = slip_case(request, number)
    return HttpResponse(qr_drawing(link_of(request, case)), content_type="image/svg+xml")


@signed_in
@require_POST
def claim(request: Visit, number: str) -> HttpResponse:
    """A report made without an account, or a joining of one, becomes mine: by its token, or by my number."""
    case = open_case(number)
    limit(request, "claim")
    if reported_with_number(case, request.actor):
        claim_by_number(case.pk, by=request.actor)
        return HttpResponseRedirect(reverse("case", args=[case.number]))
    joining = None if is_the_reporter(request.actor, case) else joining_of(case, request.actor)
    if joining is not None and joining.person_id is None:
        claim_joining(own_token(request, joining.token_hash), by=request.actor)
        return HttpResponseRedirect(reverse("case", args=[case.number]))
    if joining is None and joined_with_number(case, request.actor):
        claim_joining_by_number(case.pk, by=request.actor)
        return HttpResponseRedirect(reverse("case", args=[case.number]))
    case = own_case(request, number)
    token = held_token(request, case.token_hash)
    if case.reporter_id != request.actor.pk:
        claim_case(token, by=request.actor)
    return HttpResponseRedirect(reverse("case", args=[case.number]))


def slip_case(request: Visit, number: str) -> Case:
    """A case whose slip this session may print: its reporter's, or one that was just taken in for somebody."""
    case = open_case(number)
    return case if held_token(request, case.token_hash) else own_case(request, number)
