"""Something is wrong: the report that a case begins with."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor, hash_token
from jiayuan.foundation.access.permissions import gate_scope
from jiayuan.foundation.access.tokens.models import SystemAccount
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.common.prepared import Prepared, Slot
from jiayuan.foundation.common.source import current_source
from jiayuan.foundation.common.text import clean_words
from jiayuan.foundation.ledger.domain.record import clean_nonce, record
from jiayuan.foundation.people.phones import normalise_phone
from jiayuan.foundation.places.domain.position import parse_position
from jiayuan.foundation.places.domain.queries import place_at
from jiayuan.foundation.places.models import Place

from ..enums import PhotoRole, State
from ..models import Case, CategoryVersion, Contact
from .answers import check_answers
from .attach import attach_photos, named_photos
from .clockwork import first_run
from .given import ReportDraft, Reported
from .queries.catalogue import reportable
from .redact import redact
from .tokens import CASE_TOKEN, fresh_token


def report_case(draft: ReportDraft, *, by: Actor, nonce: str | None = None) -> Reported:
    """Take in a report. Anybody may report; the same ``nonce`` gives the same case and token, however often sent.

    :raises Invalid: naming the field, for words, place, category, phone or photos that will not do.
    """
    nonce = clean_nonce(nonce)
    token = fresh_token(nonce, CASE_TOKEN)
    if (known := case_of(nonce)) is not None:
        return Reported(known, token, is_new=False)
    version = current_version(draft.category_code)
    place, latitude, longitude = _place_of(draft)
    gate_scope(by, "cases.report", place)
    case = Case(
        version=version,
        place=place,
        latitude=latitude,
        longitude=longitude,
        address=clean_words(draft.address, field="address", limit=120, required=False),
        words=clean_words(draft.words, field="words", limit=2000),
        answers=check_answers(version, draft.answers),
        is_public=not version.is_private,
        source=current_source(),
        nonce=nonce,
        token_hash=draft.told.token_hash if draft.told is not None else hash_token(token),
        reporter=_reporter_of(draft, by),
        consent=draft.consent,
        reported_at=now(),
    )
    phone = normalise_phone(draft.contact_phone) if draft.contact_phone.strip() else ""
    name = clean_words(draft.contact_name, field="contact_name", limit=40, required=False)
    case.public_words = redact(case.words, [name, getattr(case.reporter, "name", "")])
    try:
        with transaction.atomic():
            _write(case, draft, by=by, name=name, phone=phone)
    except IntegrityError:
        known = case_of(nonce)
        if known is None:
            raise
        return Reported(known, token, is_new=False)
    return Reported(case, token)


def _reporter_of(draft: ReportDraft, by: Actor) -> Any:
    if draft.consent is not None:
        return draft.consent.beneficiary
    if draft.told is not None:
        return draft.told.person
    return None if draft.is_of_another or _is_a_system(by) else by.person


def _is_a_system(by: Actor) -> bool:
    """A program of an institution passes on what somebody told there: it stands for nobody, or for the contact that it
    names. Systems come with tokens alone, so nobody else is asked for."""
    return by.scope is not None and SystemAccount.objects.filter(person=by.pk).exists()


_BY_NONCE = Prepared(lambda: Case.objects.filter(nonce=Slot("nonce", Case, "nonce")))


def case_of(nonce: str | None) -> Case | None:
    """The case that was reported with this nonce, as it was sent."""
    kept = clean_nonce(nonce)
    return _BY_NONCE.first(nonce=kept) if kept is not None else None


def current_version(code: str) -> CategoryVersion:
    version = reportable(code)
    if version is None:
        raise Invalid(
            _("Choose what it is about."),
            _("If nothing fits, choose “Something else”."),
            field="category_code",
        )
    return version


_PLACE = Prepared(lambda: Place.objects.current().filter(pk=Slot("path", Place, "pk")).defer("boundary"))


def _place_of(draft: ReportDraft) -> tuple[Place, float | None, float | None]:
    if draft.latitude is not None or draft.longitude is not None:
        latitude, longitude = parse_position(draft.latitude, draft.longitude)
        place = place_at(latitude, longitude)
        chosen = _PLACE.first(path=draft.place_path) if draft.place_path else None
        if chosen is not None and (place is None or chosen.path.startswith(place.path)):
            place = chosen
        if place is not None:
            return place, latitude, longitude
    place = _PLACE.first(path=draft.place_path) if draft.place_path else None
    if place is None or len(place.path) < 12:
        raise Invalid(
            _("Where is it?"), _("Set the pin on the map or choose the community."), field="place_path"
        )
    return place, draft.latitude, draft.longitude


def _write(case: Case, draft: ReportDraft, *, by: Actor, name: str, phone: str) -> None:
    run = first_run(case)
    case.save(force_insert=True)
    run.save(force_insert=True)
    if name or phone:
        Contact.objects.create(case=case, name=name, phone=phone)
    token = draft.upload_token
    photos = named_photos(attach_photos(case, draft.photo_ids, PhotoRole.REPORT, by=by, upload_token=token))
    record(
        case.stream,
        "cases.report",
        by=by.person,
        on_behalf_of=case.consent.beneficiary if case.consent else None,
        after={"state": State.REPORTED, "category": case.version.category_id, "role": "reporter", **photos},
        place_path=case.place_id,
        begins=True,
    )
