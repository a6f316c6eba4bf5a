"""The ledger in words: what the rooms call their entries, and the words for the foundation's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiayuan.foundation.common.registers import LedgerWords, registers
from jiayuan.foundation.ledger.domain.queries import changed_fields
from jiayuan.foundation.ledger.models import Entry

FOUNDATION = LedgerWords(
    subjects={
        "person": pgettext_lazy("subject", "Person"),
        "place": pgettext_lazy("subject", "Place"),
        "organisation": pgettext_lazy("subject", "Organisation"),
        "photo": pgettext_lazy("subject", "Photo"),
        "consent": pgettext_lazy("subject", "Consent"),
        "contact": pgettext_lazy("subject", "Contact"),
        "role": pgettext_lazy("subject", "Role"),
        "token": pgettext_lazy("subject", "Token"),
        "ledger": pgettext_lazy("subject", "Ledger"),
        "ledger/verifications": pgettext_lazy("subject", "Verifications of the ledger"),
        "ledger/reveals": pgettext_lazy("subject", "Looks at values"),
        "system": pgettext_lazy("subject", "Platform"),
        "demo": pgettext_lazy("subject", "Demonstration"),
        "duty": pgettext_lazy("subject", "Duty of the clock"),
        "delivery": pgettext_lazy("subject", "Message on its way"),
        "outbox": pgettext_lazy("subject", "Outbox"),
    },
    actions={
        "consent.given": gettext_lazy("Consent given"),
        "consent.withdrawn": gettext_lazy("Consent withdrawn"),
        "contact.saved": gettext_lazy("Contact saved"),
        "contact.removed": gettext_lazy("Contact removed"),
        "contact.revealed": gettext_lazy("Contact looked up"),
        "demo.built": gettext_lazy("Demonstration built"),
        "ledger.verified": gettext_lazy("Ledger verified"),
        "ledger.revealed": gettext_lazy("Values of an entry looked at"),
        "organisation.opened": gettext_lazy("Organisation entered"),
        "organisation.closed": gettext_lazy("Organisation closed"),
        "organisation.corrected": gettext_lazy("Organisation corrected"),
        "organisation.followed": gettext_lazy("Organisation followed by another"),
        "organisation.invented": gettext_lazy("Organisations of the demonstration entered"),
        "person.joined": gettext_lazy("Account opened"),
        "person.phone_proven": gettext_lazy("Number proven by a code"),
        "person.renamed": gettext_lazy("Name changed"),
        "person.staff_name_chosen": gettext_lazy("Staff name chosen"),
        "person.exported": gettext_lazy("Personal data handed out"),
        "person.erased": gettext_lazy("Personal data erased"),
        "person.revealed": gettext_lazy("Personal data looked up"),
        "person.signed_out": gettext_lazy("Signed out everywhere"),
        "person.second_factor_added": gettext_lazy("Second factor added"),
        "person.second_factor_removed": gettext_lazy("Second factor removed"),
        "photo.accepted": gettext_lazy("Photo taken in"),
        "photo.expired": gettext_lazy("Photo not used, removed"),
        "photo.removed": gettext_lazy("Photo removed"),
        "sound.accepted": gettext_lazy("Voice note taken in"),
        "sound.expired": gettext_lazy("Voice note not used, removed"),
        "sound.removed": gettext_lazy("Voice note removed"),
        "place.loaded": gettext_lazy("Places loaded"),
        "place.invented": gettext_lazy("Estates of the demonstration entered"),
        "place.opened": gettext_lazy("Place entered"),
        "place.closed": gettext_lazy("Place closed"),
        "place.corrected": gettext_lazy("Place corrected"),
        "place.renamed": gettext_lazy("Place renamed"),
        "place.moved": gettext_lazy("Place moved"),
        "place.merged": gettext_lazy("Places merged"),
        "place.split": gettext_lazy("Place split"),
        "place.bounded": gettext_lazy("Boundary entered"),
        "place.unbounded": gettext_lazy("Boundary taken away"),
        "role.granted": gettext_lazy("Role given"),
        "role.revoked": gettext_lazy("Role taken back"),
        "role.followed": gettext_lazy("Role followed its place"),
        "role.joined": gettext_lazy("Role became one with another"),
        "duties.late": gettext_lazy("Duty of the clock late"),
        "notify.retry": gettext_lazy("Message to be sent again"),
        "notify.cancel": gettext_lazy("Message not to be sent"),
        "ledger.erased": gettext_lazy("Values erased"),
        "system.opened": gettext_lazy("Platform opened"),
        "token.issued": gettext_lazy("Token issued"),
        "token.revoked": gettext_lazy("Token revoked"),
    },
    fields={
        "name": pgettext_lazy("field", "name"),
        "phone": pgettext_lazy("field", "phone"),
        "reason": pgettext_lazy("field", "reason"),
        "purpose": pgettext_lazy("field", "purpose"),
        "manner": pgettext_lazy("field", "how it was given"),
        "role": pgettext_lazy("field", "role"),
        "place": pgettext_lazy("field", "place"),
        "organisation": pgettext_lazy("field", "organisation"),
        "organisations": pgettext_lazy("field", "number of organisations"),
        "estates": pgettext_lazy("field", "number of estates"),
        "since": pgettext_lazy("field", "from when"),
        "until": pgettext_lazy("field", "until when"),
        "on": pgettext_lazy("field", "on which day"),
        "into": pgettext_lazy("field", "what became of it"),
        "from": pgettext_lazy("field", "where it came from"),
        "created": pgettext_lazy("field", "new ones"),
        "updated": pgettext_lazy("field", "changed ones"),
        "changed": pgettext_lazy("field", "changed ones"),
        "taken_at": pgettext_lazy("field", "when it was taken"),
        "sha256": pgettext_lazy("field", "fingerprint of the file"),
        "seed": pgettext_lazy("field", "seed of the story"),
        "small": pgettext_lazy("field", "short or long"),
        "below": pgettext_lazy("field", "what lies inside"),
        "streams": pgettext_lazy("field", "number of subjects"),
        "seals": pgettext_lazy("field", "number of seals"),
        "ok": pgettext_lazy("field", "whole or not"),
        "entries": pgettext_lazy("field", "number of entries"),
        "seconds": pgettext_lazy("field", "seconds it took"),
        "door": pgettext_lazy("field", "where it came from"),
        "fault_count": pgettext_lazy("field", "number of faults"),
        "kinds": pgettext_lazy("field", "kinds of faults"),
        "scopes": pgettext_lazy("field", "what it may be used for"),
        "token": pgettext_lazy("field", "beginning of the token"),
        "type": pgettext_lazy("field", "kind of second factor"),
        "devices": pgettext_lazy("field", "number of devices"),
        "records": pgettext_lazy("field", "number of records"),
        "entry": pgettext_lazy("field", "which entry"),
        "stream": pgettext_lazy("field", "subject"),
        "number": pgettext_lazy("field", "number"),
        "error": pgettext_lazy("field", "what went wrong"),
        "state": pgettext_lazy("field", "state"),
        "deliveries": pgettext_lazy("field", "number of messages"),
        "points": pgettext_lazy("field", "number of points"),
        "datum": pgettext_lazy("field", "datum of the survey"),
        "principal": pgettext_lazy("field", "which one carries on"),
        "because": pgettext_lazy("field", "grounds"),
        "contact": pgettext_lazy("field", "contact"),
        "position": pgettext_lazy("field", "position held"),
        "place_id": pgettext_lazy("field", "place"),
        "organisation_id": pgettext_lazy("field", "organisation"),
        "kind": pgettext_lazy("field", "kind"),
        "function": pgettext_lazy("field", "what it is for"),
        "short_name": pgettext_lazy("field", "short name"),
        "name_en": pgettext_lazy("field", "English name"),
        "address": pgettext_lazy("field", "address"),
        "opened_on": pgettext_lazy("field", "since when"),
        "population": pgettext_lazy("field", "number of people"),
        "households": pgettext_lazy("field", "number of households"),
        "latitude": pgettext_lazy("field", "latitude"),
        "longitude": pgettext_lazy("field", "longitude"),
    },
)


def register_ledger_words() -> None:
    registers.ledger_words.add("foundation", FOUNDATION)


@dataclass(frozen=True)
class Told:
    """An entry in words. ``is_plain`` if its action has none and its code stands for it."""

    entry: Entry
    what: str
    is_plain: bool
    subject: str
    fields: Sequence[str]
    codes: Sequence[str]


def tell(entry: Entry) -> Told:
    """What was done, to what, and which fields changed. A field that has no name keeps its technical form."""
    what = _called("actions", entry.action, entry)
    codes = changed_fields(entry)
    return Told(
        entry=entry,
        what=what or entry.action,
        is_plain=not what,
        subject=subject_of(entry.stream_id),
        fields=list(dict.fromkeys(_called("fields", code, entry) or code for code in codes)),
        codes=codes,
    )


def subject_of(stream: str) -> str:
    """``case/42`` -> "Case 42"; a prefix that nobody named stays as it is."""
    prefix, _slash, rest = stream.partition("/")
    whole, named = _subject(stream), _subject(prefix)
    if whole or not named:
        return whole or stream
    return _("%(thing)s %(number)s") % {"thing": named, "number": rest} if rest else named


def _subject(name: str) -> str:
    return next((str(each.subjects[name]) for each in registers.ledger_words if name in each.subjects), "")


def _called(kind: str, code: str, entry: Entry) -> str:
    """The words of the room that names this action come first: two rooms may call one field differently."""
    rooms = list(registers.ledger_words)
    own = (each for each in rooms if entry.action in each.actions)
    names: Any = (getattr(each, kind).get(code) for each in chain(own, rooms))
    return str(next((name for name in names if name), ""))
