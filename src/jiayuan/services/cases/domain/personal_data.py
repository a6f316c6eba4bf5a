"""What cases hold about a person: handed out, and forgotten."""

from typing import Any

from jiayuan.foundation.access.actor import Actor

from ..models import Case, Contact
from .queries.timeline import timeline
from .redact import redact


def export_cases(person: Any) -> list[dict[str, Any]]:
    actor = Actor(person=person)
    rows = Case.objects.filter(reporter=person).select_related("version", "place", "contact")
    return [
        {
            "number": case.number,
            "category": case.version.name,
            "place": case.place.name,
            "words": case.words,
            "reported_at": case.reported_at.isoformat(),
            "state": case.state,
            "contact": {"name": case.contact.name, "phone": case.contact.phone}
            if hasattr(case, "contact")
            else None,
            "history": [
                {"at": line.at.isoformat(), "what": line.what, "words": line.words}
                for line in timeline(case, actor)
            ],
        }
        for case in rows.iterator(chunk_size=200)
    ]


def erase_cases(person: Any) -> int:
    """The problem stays, the person goes: contact, own words and the tie to the account are removed."""
    mine = Case.objects.filter(reporter=person)
    Contact.objects.filter(case__in=mine).delete()
    count = 0
    for case in mine.iterator(chunk_size=200):
        case.words, case.reporter, case.address = redact(case.words), None, ""
        case.save(update_fields=["words", "reporter", "address", "updated_at"])
        count += 1
    return count
