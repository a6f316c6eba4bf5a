"""Reading requests for certificates: those of a person, and those that wait for an office."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.explain import explain
from jiayuan.foundation.clock.now import now
from jiayuan.foundation.clock.working import light
from jiayuan.foundation.common.counted import Counted, Rows
from jiayuan.foundation.common.prepared import prepared_for
from jiayuan.foundation.common.registers import WorkItem
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.paths import inside

from ...hour_enums import RequestState
from ...models import CertificateRequest
from ...rules import KEEPERS
from ..certificate_requests import ANSWER_TERM

REQUEST_KIND = "certificates"
LATEST = 3


def requests_of(person: Person) -> list[CertificateRequest]:
    """The latest that were asked for, the open one first of all. One query."""
    return list(CertificateRequest.objects.filter(person=person).order_by("-pk")[:LATEST])


def open_request_of(person: Person) -> CertificateRequest | None:
    return CertificateRequest.objects.open().filter(person=person).first()


def light_of(asked: CertificateRequest) -> str:
    return light(asked.asked_at, asked.answer_by)


def explained(asked: CertificateRequest) -> str:
    """Why it is to be answered by then."""
    return explain(asked.asked_at, ANSWER_TERM)


def requests_kept_by(actor: Actor) -> "QuerySet[CertificateRequest]":
    """Those that this actor's places answer, but never their own."""
    here = inside(actor.reach.paths_for(*KEEPERS), field="place_id")
    return CertificateRequest.objects.filter(here).exclude(person_id=actor.pk)


def _requests_to_answer(actor: Actor) -> Any:
    rows = requests_kept_by(actor).filter(state=RequestState.ASKED)
    return (
        rows.select_related("person__volunteer", "place").defer("place__boundary").order_by("answer_by", "pk")
    )


def request_items(actor: Actor, limit: int) -> Sequence[WorkItem]:
    """For the inbox: whoever asked for a certificate, the longest first. One query."""
    if not actor.reach.has_any(KEEPERS):
        return []
    known_by = ("certificates to answer", actor.pk, actor.reach.grants, limit)
    found = prepared_for(known_by, lambda: _requests_to_answer(actor)[:limit]).rows()
    return [_item(each) for each in found]


def _item(each: CertificateRequest) -> WorkItem:
    return WorkItem(
        key=f"certificate-request/{each.pk}", title=_("Certificate for %(name)s") % {"name": each.person},
        where=str(each.place), kind=REQUEST_KIND,
        kind_label=_("Certificates asked for"), basis=_("Asked for by the volunteer; issued on request, without fee."),
        action_label=_("Look and issue"),
        url=f"{reverse('console-volunteer', args=[each.person.volunteer.pk])}#certificate-request",
        due_at=each.answer_by, due_because=explained(each), light=light_of(each),
        weight=4 + 3 * (each.answer_by < now()),
    )  # fmt: skip


def _to_count(actor: Actor) -> Iterator[Rows]:
    if actor.reach.has_any(KEEPERS):
        yield REQUEST_KIND, requests_kept_by(actor).filter(state=RequestState.ASKED)


request_counts = Counted({REQUEST_KIND: gettext_lazy("Certificates asked for")}, _to_count)
"""Requests that wait for the office."""
