"""Volunteering for programs: one's own hours and certificates, and what offices and partners keep."""

from typing import Annotated, Any

from django.conf import settings
from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Status

from jiayuan.foundation.access.enums import DESK_STAFF
from jiayuan.foundation.common.errors import Missing, Refused
from jiayuan.foundation.common.masks import mask_name, mask_phone
from jiayuan.foundation.common.paging import page_of
from jiayuan.foundation.tables.domain.take_out import hand_over
from jiayuan.modules.volunteering.domain.certificates import find_certificate
from jiayuan.modules.volunteering.domain.corrections import ask_correction
from jiayuan.modules.volunteering.domain.queries.hours import entries_of, training_of, waiting_of
from jiayuan.modules.volunteering.domain.queries.pairings import PairingFilter, listed
from jiayuan.modules.volunteering.domain.queries.volunteers import VolunteerFilter, listed_volunteers
from jiayuan.modules.volunteering.domain.queries.yearly import items_within
from jiayuan.modules.volunteering.domain.skills import skills_in_use
from jiayuan.modules.volunteering.hour_enums import CertificateState
from jiayuan.modules.volunteering.interfaces.volunteer_sheet import SHEET
from jiayuan.modules.volunteering.models import Certificate, HourEntry, Pairing, Volunteer, YearlyItem
from jiayuan.modules.volunteering.models.pairing import PARTNER_ROLES

from .schemas_volunteering import (
    CertificatesOut,
    CorrectionIn,
    CorrectionOut,
    HoursOut,
    ListsQuery,
    PageQuery,
    PairingsOut,
    PairingsQuery,
    VerifiedOut,
    VolunteersOut,
    VolunteersQuery,
    YearlyItemsOut,
)
from .scopes import ASK_CORRECTION, OWN_HOURS, PAIRINGS, REGISTER, VOLUNTEERS
from .visitors import OPEN, Door, actor_of

router = Router(tags=["volunteering"])
A_PAGE = 50
Number = Annotated[int, Path(ge=1, le=2**63 - 1)]
Printed = Annotated[str, Path(max_length=40, description="The number that is printed.")]
Check = Annotated[
    str, Path(max_length=16, description="The letters behind the number in the code's address.")
]


def _works_here(request: HttpRequest, **_more: Any) -> None:
    if not actor_of(request).reach.has_any(DESK_STAFF):
        raise Refused(
            _("Volunteers are listed for those who work for a place."),
            _("Your own profile stands on the page “Volunteering”."),
        )


def _is_a_side(request: HttpRequest, **_more: Any) -> None:
    if not actor_of(request).reach.has_any((*DESK_STAFF, *PARTNER_ROLES)):
        raise Refused(
            _("Pairings are for communities, the offices above them, and their partners."),
            _("Ask your community who serves it."),
        )


def hour_out(each: HourEntry) -> dict[str, Any]:
    return {
        **{name: getattr(each, name) for name in ("minutes", "kind", "counts", "because", "words", "source")},
        "id": each.pk,
        "kind_label": each.get_kind_display(),
        "because_label": each.get_because_display(),
        "starts_at": each.starts_at,
        "ends_at": each.ends_at,
        "place": each.place_id,
        "place_name": each.place.display_name,
        "unit": (each.organisation or each.place).display_name,
        "reverses": each.reverses_id,
        "is_reversed": hasattr(each, "reversal"),
    }


@router.get("/me/hours", response=HoursOut, auth=Door(OWN_HOURS, named=True), summary="Hours that I gave")
def my_hours(request: HttpRequest, query: Query[PageQuery]) -> Any:
    """Every entry, the newest first, and their sums. Entries are never changed: what was wrong is reversed and
    written anew."""
    person = actor_of(request).person
    page = page_of(entries_of(person), by="-id", after=query.after, size=A_PAGE)
    waiting = ("words", "minutes", "state", "reason", "confirm_by")
    return {
        "minutes": HourEntry.objects.filter(person=person).total(),
        "training_minutes": training_of(person),
        "waiting": [
            {name: getattr(each, name) for name in waiting}
            | {"words": each.words or each.session.display_title, "state_label": each.get_state_display()}
            for each in waiting_of(person)
        ],
        "entries": [hour_out(each) for each in page],
        "next": page.next_cursor,
    }


@router.post(
    "/me/hours/{number}/corrections",
    response={201: CorrectionOut},
    auth=Door(ASK_CORRECTION, named=True),
    summary="Say that an entry of hours is wrong",
)
def correct_hours(request: HttpRequest, number: Number, payload: CorrectionIn) -> Any:
    """Somebody of the community decides. Until then the entry stands."""
    actor = actor_of(request)
    if not HourEntry.objects.filter(pk=number, person_id=actor.pk).exists():
        raise Missing(_("There is no such entry of hours."), _("Look at your hours again."))
    made = ask_correction(number, minutes=payload.minutes, words=payload.words, by=actor)
    names = ("minutes", "words", "state", "reason", "asked_at")
    said = {"id": made.pk, "entry": made.entry_id, "state_label": made.get_state_display()}
    return Status(201, {name: getattr(made, name) for name in names} | said)


@router.get(
    "/me/certificates", response=CertificatesOut, auth=Door(OWN_HOURS, named=True), summary="My certificates"
)
def my_certificates(request: HttpRequest, query: Query[PageQuery]) -> Any:
    """Valid, replaced and revoked ones, the newest first. The paper itself is drawn on the phone's page."""
    rows = Certificate.objects.filter(person_id=actor_of(request).pk).select_related("replaced_by")
    page = page_of(rows, by="-id", after=query.after, size=A_PAGE)
    return {"certificates": [_certificate_out(request, each) for each in page], "next": page.next_cursor}


def _certificate_out(request: HttpRequest, each: Certificate) -> dict[str, Any]:
    path = reverse("verify", args=[each.number, each.check_code])
    base = settings.PUBLIC_URL.rstrip("/")
    return {
        **{
            name: getattr(each, name)
            for name in ("number", "state", "minutes", "issued_on", "reason", "digest")
        },
        **{name: each.content[name] for name in ("first", "last", "unit")},
        "state_label": each.get_state_display(),
        "replaced_by": each.replaced_by.number if each.replaced_by else None,
        "verify": f"{base}{path}" if base else request.build_absolute_uri(path),
    }


@router.get(
    "/certificates/{number}/{check}", response=VerifiedOut, auth=OPEN, exclude_none=True,
    summary="Is this certificate ours, and does it hold?",
)  # fmt: skip
def verify_certificate(request: HttpRequest, number: Printed, check: Check) -> Any:  # noqa: ARG001
    """Number and check together; either alone finds nothing. No more is told than the paper's reader needs."""
    found = find_certificate(number, check)
    if found is None:
        raise Missing(
            _("No certificate with this number and code was issued here."),
            _("Compare every character with the paper."),
        )
    said: dict[str, Any] = {
        "number": found.number,
        "state": found.state,
        "state_label": found.get_state_display(),
    }
    if found.state == CertificateState.VALID:
        said |= {"name": mask_name(found.content["name"]), "unit": found.content["unit"]}
        said |= {"minutes": found.minutes, "issued_on": found.issued_on}
    elif found.replaced_by is not None:
        said["replaced_by"] = found.replaced_by.number
    return said


@router.get(
    "/pairings", response=PairingsOut, exclude_none=True, auth=Door(PAIRINGS, named=True, rule=_is_a_side),
    summary="Which organisation serves which community",
)  # fmt: skip
def pairings(request: HttpRequest, query: Query[PairingsQuery]) -> Any:
    """Of the places where I work, and of my organisation; newest first."""
    rows = listed(actor_of(request), PairingFilter.of(query.dict()))
    page = page_of(rows, by="-id", after=query.after, size=A_PAGE)
    return {"pairings": [_pairing_out(each) for each in page], "next": page.next_cursor}


def _pairing_out(each: Pairing) -> dict[str, Any]:
    return {
        **{name: getattr(each, name) for name in ("state", "since", "until")},
        "id": each.pk,
        "organisation": each.organisation_id,
        "organisation_name": each.organisation.display_name,
        "community": each.community_id,
        "community_name": each.community.display_name,
        "state_label": each.get_state_display(),
        "last_activity": getattr(each, "last_activity", None),
    }


@router.get(
    "/yearly-lists", response=YearlyItemsOut, exclude_none=True,
    auth=Door(PAIRINGS, named=True, rule=_is_a_side), summary="Needs, resources and projects of a year",
)  # fmt: skip
def yearly_lists(request: HttpRequest, query: Query[ListsQuery]) -> Any:
    """The three lists of communities and their partners; newest first."""
    page = page_of(
        items_within(actor_of(request), query.place, query.year), by="-id", after=query.after, size=A_PAGE
    )
    return {"items": [_item_out(each) for each in page], "next": page.next_cursor}


def _item_out(each: YearlyItem) -> dict[str, Any]:
    return {
        **{name: getattr(each, name) for name in ("kind", "year", "words", "state")},
        "id": each.pk,
        "kind_label": each.get_kind_display(),
        "state_label": each.get_state_display(),
        "skill": each.skill_id,
        "community": each.community_id,
        "community_name": each.community.display_name,
        "organisation_name": each.pairing.organisation.display_name if each.pairing else None,
        "matched": each.matched_id,
    }


@router.get(
    "/volunteers", response=VolunteersOut, auth=Door(VOLUNTEERS, named=True, rule=_works_here),
    summary="Volunteers of the places where I work",
)  # fmt: skip
def volunteers(request: HttpRequest, query: Query[VolunteersQuery]) -> Any:
    """Those who are volunteers today, newest first; names and numbers masked, and no order of merit."""
    wanted = VolunteerFilter.of(query.dict(), skills_in_use(), query.q.strip())
    page = page_of(listed_volunteers(actor_of(request), wanted), by="-id", after=query.after, size=A_PAGE)
    return {"volunteers": [_volunteer_out(each) for each in page], "next": page.next_cursor}


@router.get(
    "/volunteers/file", auth=Door(REGISTER, named=True, rule=_works_here),
    summary="The register of volunteers as a file", url_name="volunteers-file",
)  # fmt: skip
def register_file(request: HttpRequest) -> Any:
    """CSV, in UTF-8 with a byte order mark; names and numbers masked, and no cell that a spreadsheet takes for a
    formula. Of the places that the token is for. That it was taken, and how many rows, is recorded; unmasked files are
    made in the console, for a reason."""
    content = hand_over(SHEET, permission=REGISTER, by=actor_of(request))
    return FileResponse(
        content, as_attachment=True, filename="volunteers.csv", content_type="text/csv; charset=utf-8"
    )


def _volunteer_out(each: Volunteer) -> dict[str, Any]:
    return {
        "id": each.pk,
        "name": mask_name(each.person.name),
        "phone": mask_phone(each.person.phone),
        "community": each.community_id,
        "community_name": each.community.display_name,
        "since": each.since,
        "skills": sorted(skill.pk for skill in each.skills.all()),
        "is_minor": each.is_minor,
        "may_take_part": each.may_take_part,
    }
