"""What a proof file says of a case. It tells no time of its own: the same case gives the same content."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.spoken import local
from jiayuan.foundation.common.masks import mask_name, mask_phone, mask_words
from jiayuan.foundation.ledger.models import Entry
from jiayuan.services.voice.models import Rating

from ...enums import DossierKind
from ...models import Case, Dossier, StageRun
from ..queries.due import because_of
from ..queries.ties import whole_of
from ..queries.timeline import timeline

Hide = Callable[[str], str]


@dataclass(frozen=True)
class Reader:
    """How much of the case the file tells: all of it, masked, or what its reporter may have."""

    kind: DossierKind
    in_full: bool
    actor: Actor

    @property
    def is_reporter(self) -> bool:
        return self.kind == DossierKind.REPORTER

    @property
    def is_masked(self) -> bool:
        return not (self.in_full or self.is_reporter)

    def hide(self, words: str) -> str:
        return mask_words(words) if self.is_masked else words

    def may_read(self, entry: Entry) -> bool:
        """Contents are in clear words: all of them for who may read all, a reporter's own for the reporter."""
        if self.is_reporter:
            return (entry.payload or {}).get("after", {}).get("role") == "reporter"
        return self.in_full


def reader_of(dossier: Dossier) -> Reader:
    """The reporter reads as whoever holds the slip, whatever else they are here."""
    is_reporter = dossier.kind == DossierKind.REPORTER
    held = frozenset({dossier.case.token_hash})
    actor = Actor(tokens=held) if is_reporter else Actor(person=dossier.who)
    return Reader(DossierKind(dossier.kind), dossier.in_full, actor)


def said_at(moment: datetime | None) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}" if moment else ""


def content_of(case: Case, reader: Reader) -> dict[str, Any]:
    """JSON-ready. Needs a case from ``open_case``."""
    content: dict[str, Any] = {
        "case": _case(case, reader),
        "reporter": _reporter(case, reader),
        **course_of(case, reader),
        "ratings": [
            {
                "round": each.round,
                "score": each.score,
                "words": reader.hide(each.words),
                "at": said_at(each.rated_at),
            }
            for each in _ratings(case, reader)
        ],
    }
    whole = whole_of(case)
    if whole is not None:
        content["lead"] = {
            "number": whole.number,
            "category": whole.version.display_name,
            "state": whole.get_state_display(),
            "words": mask_words(whole.words),
        }
    if not reader.is_reporter:
        content |= {"requests": _requests(case, reader.hide), "outside": _outside(case, reader.hide)}
    return content


def course_of(case: Case, reader: Reader) -> dict[str, Any]:
    """What happened, and the deadlines it had. Needs a case from ``open_case``."""
    return {
        "timeline": [
            {
                "at": said_at(each.at),
                "what": each.what,
                "who": each.who,
                "words": reader.hide(each.words),
                "state": each.state,
                "entry": each.number,
            }
            for each in timeline(case, reader.actor)
        ],
        "deadlines": [_deadline(each) for each in case.stages.all()],
    }


def _ratings(case: Case, reader: Reader) -> "QuerySet[Rating]":
    """For the reporter their own: what neighbours who joined said is not theirs."""
    rows = Rating.objects.filter(subject=case.stream).order_by("round", "pk")
    return rows.filter(rater="") if reader.is_reporter else rows


def _case(case: Case, reader: Reader) -> dict[str, Any]:
    return {
        "number": case.number,
        "category": case.version.display_name,
        "category_code": case.version.category_id,
        "state": case.get_state_display(),
        "round": case.round,
        "reported_at": said_at(case.reported_at),
        "closed_at": said_at(case.closed_at),
        "door": case.get_source_display(),
        "place": " · ".join(str(each) for each in (case.place.parent, case.place) if each),
        "place_code": case.place_id,
        "address": reader.hide(case.address),
        "latitude": case.latitude,
        "longitude": case.longitude,
        "words": reader.hide(case.words),
        "public_words": mask_words(case.public_words),
        "unit": str(case.unit) if case.unit else "",
        "handler": str(case.handler) if case.handler and not reader.is_reporter else "",
    }


def _reporter(case: Case, reader: Reader) -> dict[str, str]:
    contact = getattr(case, "contact", None)
    if contact is None:
        return {"name": "", "phone": ""}
    if reader.is_masked:
        return {"name": mask_name(contact.name), "phone": mask_phone(contact.phone)}
    return {"name": contact.name, "phone": contact.phone}


def _deadline(run: StageRun) -> dict[str, Any]:
    kept = run.ended_at <= run.due_at if run.ended_at else None
    return {
        "stage": run.get_stage_display(),
        "round": run.round,
        "since": said_at(run.since),
        "due": said_at(run.due_at),
        "ended": said_at(run.ended_at),
        "kept": {True: _("in time"), False: _("late"), None: _("runs")}[kept],
        "because": because_of(run),
        "pauses": [{"since": said_at(each.since), "until": said_at(each.until)} for each in run.its_pauses],
    }


def _requests(case: Case, hide: Hide) -> list[dict[str, Any]]:
    return [
        {
            "kind": each.get_kind_display(),
            "state": each.get_state_display(),
            "days": each.days,
            "reason": hide(each.reason),
            "asked_by": str(each.asked_by),
            "asked_at": said_at(each.asked_at),
            "decided_at": said_at(each.decided_at),
        }
        for each in case.requests.all()
    ]


def _outside(case: Case, hide: Hide) -> list[dict[str, Any]]:
    return [
        {
            "name": link.name,
            "asked": hide(link.asked),
            "sent_at": said_at(link.sent_at),
            "answers": [
                {"at": said_at(each.at), "kind": each.get_kind_display(), "words": hide(each.words)}
                for each in link.answers.all()
            ],
        }
        for link in case.outside_links.prefetch_related("answers").order_by("pk")
    ]
