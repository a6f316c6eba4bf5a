"""A case in the console: what it is, where, what happened, what can be done next and why not."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiayuan.foundation.access.console import console_view
from jiayuan.foundation.access.permissions import may
from jiayuan.foundation.common.addresses import absolute
from jiayuan.foundation.common.errors import DomainError
from jiayuan.foundation.common.prepared import Prepared, Slot
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.common.visit import Visit
from jiayuan.services.voice.models import Rating

from ..demand_rules import live_mark
from ..dispute_rules import dismissed_disputes
from ..domain.answers import spoken
from ..domain.contact import reveal_contact
from ..domain.duplicates.hints import Hint, hints_for_case
from ..domain.queries.changes import BEFORE
from ..domain.queries.doubts import doubts_of
from ..domain.queries.due import due_of, suspended_of
from ..domain.queries.merges import Merge, possible_merges
from ..domain.queries.neighbours import neighbours_of
from ..domain.queries.opened import lies_beside, no_such_case, open_case
from ..domain.queries.orders import because_of
from ..domain.queries.outside import asked_of
from ..domain.queries.progress import SAID, steps_of
from ..domain.queries.recalled import recall_from
from ..domain.queries.ties import lead_of, merged_into, whole_of
from ..domain.queries.timeline import timeline
from ..domain.suggesting.use import count_choice
from ..enums import OPEN_STATES, Action, State, SuggestedAt
from ..interfaces.sheet import Sheet, filled_in
from ..lifecycle import BY_ACTION
from ..models import Case, Contact
from ..order_rules import live_order
from ..piece_rules import pieces_of
from ..rules import CASE_ROLES, is_at_the_desk, works_here
from .acting import do_as_sent, with_category, with_reply
from .case import point_of
from .console_forms import form_piece, forms_of


@console_view(*CASE_ROLES)
@require_safe
@never_cache
def detail(request: Visit, number: str) -> HttpResponse:
    case = open_case(number)
    if may(request.actor, "cases.see", case):
        asked = request.GET.get("do", "")
        return form_piece(request, case, asked) if asked and request.htmx else detail_page(request, case)
    recall = recall_from(case, request.actor)
    if recall is None:
        raise no_such_case()
    return render(request, "cases/console/recalled.html", {"case": case, "recall": recall})


@console_view(*CASE_ROLES)
@require_safe
def point(request: Visit, number: str) -> HttpResponse:
    """Exactly where it is, for those who work on it."""
    case = visible_case(request, number)
    if case.latitude is None or case.longitude is None:
        raise no_such_case()
    return point_of(case, case.latitude, case.longitude)


def visible_case(request: Visit, number: str) -> Case:
    case = open_case(number)
    if not may(request.actor, "cases.see", case):
        raise no_such_case()
    return case


def detail_page(
    request: Visit,
    case: Case,
    *,
    sheet: Sheet | None = None,
    sent: str = "",
    contact: Contact | None = None,
) -> HttpResponse:
    """``sheet`` is the form of ``sent`` (an action, or ``contact``) that comes back with what was typed."""
    sheet = sheet or Sheet()
    context: dict[str, Any] = {
        "steps": steps_of(case),
        "said": SAID[State(case.state)],
        "due": due_of(case),
        "suspended": suspended_of(case),
        "lines": list(reversed(timeline(case, request.actor))),
        "answers": _answers(case),
        "dismissed": dismissed_disputes(case),
        "mark": live_mark(case),
        "order": (order := live_order(case)),
        "order_because": because_of(order) if order is not None else "",
        "ratings": _ratings(case),
        "neighbours": neighbours_of(case),
        "lead": lead_of(case) if case.state == State.MERGED else None,
        "merged": (merged := merged_into(case)),
        "opened_here": [each.pk for each in merged if may(request.actor, "cases.see", each)],
        "pieces": pieces_of(case),
        "works_here": bool(works_here(request.actor, case)),
        "doubts": doubts_of(case, request.actor),
        "alike": _alike(case, request),
        "contact": getattr(case, "contact", None),
        "shown_contact": contact,
        "asked_outside": asked_of(case),
        "may_ask_outside": bool(may(request.actor, "cases.ask_outside", case)),
        "may_make_dossier": bool(may(request.actor, "cases.make_dossier", case)),
        "may_reveal": may(request.actor, "cases.reveal_contact", case),
        "public_link": absolute(request, reverse("case", args=[case.number])),
        "origins": [it for each in registers.origins if (it := each(request.actor, case.stream)) is not None],
    }
    context |= forms_of(request, case, sheet, sent) | _whole(request, case)
    return render(request, "cases/console/case.html", context, status=sheet.status)


_RATINGS = Prepared(
    lambda: Rating.objects.filter(
        subject=Slot("stream", Rating, "subject"), round=Slot("round", Rating, "round")
    ).order_by("pk")
)


def _ratings(case: Case) -> Sequence[Rating]:
    return _RATINGS.rows(stream=case.stream, round=case.round) if lies_beside(case, "ratings") else []


def _whole(request: Visit, case: Case) -> dict[str, Any]:
    """The case that this is a part of, as far as a unit needs it: what was reported, and its photos. Three queries."""
    whole = whole_of(case)
    if whole is None:
        return {}
    photos = [each for each in whole.photos.all() if each.role in BEFORE]
    return {
        "whole": whole,
        "whole_photos": photos,
        "may_open_whole": bool(may(request.actor, "cases.see", whole)),
        "whole_is_over": whole.state not in OPEN_STATES,
        "is_open": case.state in OPEN_STATES,
    }


def _alike(case: Case, request: Visit) -> "Sequence[tuple[Hint, Sequence[Merge]]]":
    """What may be the same problem, each with the ways in which the two can become one."""
    if case.state not in OPEN_STATES or not is_at_the_desk(request.actor, case):
        return []
    hints = hints_for_case(case, request.actor)
    prefetch_related_objects([hint.case for hint in hints], "orders")  # a case under order cannot be merged
    return [(hint, possible_merges(case, hint.case, request.actor)) for hint in hints]


def _answers(case: Case) -> list[tuple[str, str]]:
    """Questions with their answers as somebody would say them."""
    found = []
    for question in case.version.questions:
        given = case.answers.get(question["key"])
        if given is not None:
            found.append((spoken(question), _said(question, given)))
    return found


def _said(question: dict[str, Any], given: str) -> str:
    if question["kind"] == "yesno":
        return pgettext("answer", "Yes") if given == "yes" else pgettext("answer", "No")
    choice = next((each for each in question.get("choices", []) if each["key"] == given), None)
    return spoken(choice) if choice else given


@console_view(*CASE_ROLES)
@require_POST
def act(request: Visit, number: str, action: str) -> HttpResponse:
    """Do what the form says. A refusal brings the page back with what was typed and the reason."""
    case = visible_case(request, number)
    if action not in Action.values:
        raise no_such_case()
    if request.POST.get("step") == "fill":
        return detail_page(request, case, sheet=with_reply(request, case), sent=action)
    if request.POST.get("use"):
        return detail_page(request, case, sheet=with_category(request.POST), sent=action)
    sheet = do_as_sent(request, case, Action(action))
    if sheet.faults:
        return detail_page(request, visible_case(request, number), sheet=sheet, sent=action)
    count_choice(sheet.get("suggested"), sheet.get("category_code"), SuggestedAt.DESK)
    messages.success(
        request, _("%(number)s: %(done)s") % {"number": case.number, "done": BY_ACTION[Action(action)].done}
    )
    return HttpResponseRedirect(reverse("console-case", args=[_where_it_goes_on(case, sheet)]))


def _where_it_goes_on(case: Case, sheet: Sheet) -> str:
    """From the hint of a duplicate to the case that stays: there the work on both goes on, and there it says what
    was merged."""
    return sheet.get("lead") if sheet.get("goes_on") == "lead" else case.number


@console_view(*CASE_ROLES)
@require_POST
@never_cache
def contact(request: Visit, number: str) -> HttpResponse:
    """How to reach the reporter, in clear, once, with the reason recorded."""
    case = visible_case(request, number)
    sheet = filled_in(request.POST)
    try:
        found = reveal_contact(case, by=request.actor, reason=sheet.get("reason"))
    except DomainError as error:
        sheet.note(error)
        return detail_page(request, case, sheet=sheet, sent="contact")
    return detail_page(request, case, contact=found)
