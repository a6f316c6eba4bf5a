"""Reporting on the phone: what is it, then what and where, then what happens next."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from jiayuan.foundation.access.slips import held_token, keep_token
from jiayuan.foundation.common.addresses import absolute
from jiayuan.foundation.common.blank_forms import form_of, nonce_of, with_a_form
from jiayuan.foundation.common.errors import Conflict, DomainError
from jiayuan.foundation.common.visit import Visit, is_drawn_again
from jiayuan.foundation.places.domain.queries import communities
from jiayuan.foundation.places.home import home_of
from jiayuan.foundation.places.models import Place

from ..domain.queries.catalogue import Group, common, current_versions, grouped, match_categories, reportable
from ..domain.queries.opened import no_such_case, open_case
from ..domain.queries.promise import promised
from ..domain.report import report_case
from ..domain.suggesting.suggest import Proposals, propose
from ..domain.suggesting.use import count_choice
from ..domain.tokens import CASE_TOKEN, fresh_token
from ..enums import SuggestedAt
from ..interfaces.pin import pinned_on
from ..interfaces.report_sheet import draft_of
from ..interfaces.sheet import Sheet, filled_in, let_go_of_lost, take_in_photos
from ..interfaces.visits import limit
from ..models import Case, CategoryVersion
from ..rules import is_the_reporter
from .joining import join_instead
from .report_again import ALREADY, is_the_same, keep_answers, led_to_the_first, sent_before
from .similar import Shown, not_seen_yet

LONGEST_QUERY = 200


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Visit) -> HttpResponse:
    """Without a category its choice; with one the form; sent, a case and the way to its slip."""
    if request.method == "POST":
        return _send(request)
    version = reportable(request.GET.get("category", ""))
    if version is None:
        return choose(request, request.GET.get("q", ""), is_gone="category" in request.GET)
    if not form_of(request):
        return with_a_form(request)
    brought = {"words": request.GET.get("q", ""), "suggested": request.GET.get("suggested", "")}
    sheet = Sheet(values=brought | _known(request), nonce=nonce_of(request, "report"))
    return fill_in(request, sheet, version, sent=sent_before(sheet))


def _known(request: Visit) -> dict[str, str]:
    """What need not be asked again: where I belong and, signed in, how to reach me."""
    person = request.actor.person
    known = {"place_path": _offered(request)}
    if person is not None:
        known |= {"contact_name": person.name, "contact_phone": (person.phone or "").removeprefix("+86")}
    return known


def _offered(request: Visit) -> str:
    """The community that the form has chosen by itself: where the reader belongs."""
    home = home_of(request)
    return home.path[:12] if home is not None and len(home.path) >= 12 else ""


def choose(
    request: Visit, query: str, *, kept: Sheet | None = None, status: int = 200, is_gone: bool = False
) -> HttpResponse:
    """Step one: what is it? ``is_gone``: somebody came for a category that there is no more. ``kept``: what was entered
    already and goes along with the choice."""
    query = query[:LONGEST_QUERY]
    versions = current_versions()
    groups: list[Group] = grouped(versions)
    proposals = propose(query, versions) if query.strip() else Proposals()
    context = {
        "q": query,
        "proposals": proposals,
        "found": [] if proposals.is_sure else match_categories(query, versions),
        "common": common(versions),
        "groups": groups,
        "is_gone": is_gone,
        "kept": kept,
    }
    return render(request, "cases/phone/choose.html", context | _switching(kept is not None), status=status)


def _switching(keeps: bool) -> dict[str, str]:
    """For the switches of language and large type: the form that goes along when one is pressed."""
    return {"switch_form": "report-form", "switch_to": reverse("report")} if keeps else {}


def fill_in(
    request: Visit,
    sheet: Sheet,
    version: CategoryVersion,
    similar: Sequence[Shown] = (),
    *,
    sent: Case | None = None,
) -> HttpResponse:
    """Step two: what and where. Comes back with everything that was entered; with ``similar`` to ask whether it is one
    of these; ``sent``: what this form became already."""
    if sheet.faults:
        let_go_of_lost(sheet, request, request.actor)
    context: dict[str, Any] = {
        "sheet": sheet,
        "version": version,
        "communities": communities(),
        "home": home_of(request),
        "pinned": pinned_on(sheet, _offered(request)),
        "similar": similar,
        "asks": bool(similar),
        "sent": sent,
    }
    return render(request, "cases/phone/report.html", context | _switching(True), status=sheet.status)


def _send(request: Visit) -> HttpResponse:
    """With ``?again`` nothing is sent: the form comes back in what was chosen, with all that was entered."""
    sheet = filled_in(request.POST)
    is_again = is_drawn_again(request)
    sent = None if is_again else sent_before(sheet)
    if sent is not None and is_the_same(sent, sheet):
        keep_token(request, fresh_token(sheet.nonce, CASE_TOKEN))
        return led_to_the_first(sent)
    take_in_photos(sheet, request, request.actor)
    version = reportable(sheet.get("category_code"))
    if version is None:
        return _choose_with(request, sheet, is_again=is_again)
    if sent is not None:
        sheet.nonce, sheet.status = Sheet().nonce, Conflict.status
    if is_again or sent is not None:
        return fill_in(request, sheet, version, sent=sent)
    return _take_up(request, sheet, version)


def _take_up(request: Visit, sheet: Sheet, version: CategoryVersion) -> HttpResponse:
    if sheet.get("join"):
        return join_instead(request, sheet)
    draft = draft_of(sheet, version, request, offered=_offered(request))
    if sheet.faults:
        return fill_in(request, sheet, version)
    if similar := not_seen_yet(request, sheet, version):
        return fill_in(request, sheet, version, similar)
    try:
        limit(request, "report")
        reported = report_case(draft, by=request.actor, nonce=sheet.nonce)
    except DomainError as error:
        sheet.note(error)
        return fill_in(request, sheet, version)
    keep_token(request, reported.token)
    if not reported.is_new:
        return led_to_the_first(reported.case)
    count_choice(sheet.get("suggested"), version.category_id, SuggestedAt.PHONE)
    return HttpResponseRedirect(reverse("report-done", args=[reported.case.number]))


def _choose_with(request: Visit, sheet: Sheet, *, is_again: bool) -> HttpResponse:
    """The category was changed, or it went while the form was filled in."""
    is_gone = bool(sheet.get("category_code"))
    keep_answers(sheet)
    query = request.POST.get("q", "") or sheet.get("words")
    return choose(request, query, kept=sheet, status=200 if is_again else 422, is_gone=is_gone)


def done(request: Visit, number: str) -> HttpResponse:
    """Step three: thank you, the number, what happens next and by when."""
    case = own_case(request, number)
    context = {
        "case": case,
        "promises": promised(case),
        "community": community_of(case),
        "link": link_of(request, case),
        "was_sent": ALREADY in request.GET,
    }
    return render(request, "cases/phone/done.html", context)


def community_of(case: Case) -> Place:
    """Whose desk it went to: a pin may lie elsewhere than where the reporter belongs."""
    return (
        Place.objects.select_related("parent")
        .defer("boundary", "parent__boundary")
        .get(pk=case.place_id[:12])
    )


def own_case(request: Visit, number: str) -> Case:
    """The reporter's own case. :raises Missing: it is not theirs."""
    case = open_case(number)
    if not is_the_reporter(request.actor, case):
        raise no_such_case()
    return case


def link_of(request: Visit, case: Case) -> str:
    """Where the case is followed: with the token if this session holds it."""
    token = held_token(request, case.token_hash)
    path = reverse("case-track", args=[token]) if token else reverse("case", args=[case.number])
    return absolute(request, path)
