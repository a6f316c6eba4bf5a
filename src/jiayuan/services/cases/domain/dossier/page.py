"""The printed page of a proof file: the same content, in the order in which it is read, with its headings."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jiayuan.foundation.documents.codes import qr_drawing
from jiayuan.foundation.documents.glyphs import missing_in_data, spell_missing
from jiayuan.foundation.people.phones import written_phone

from ...models import Dossier
from .parts import PartFile
from .pictures import STORED, Picture

Content = Mapping[str, Any]
CODE = "code"


def page_of(
    content: Content,
    chain: Sequence[Content],
    pictures: Sequence[Picture],
    dossier: Dossier,
    parts: Sequence[PartFile] = (),
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Data for the template, and the images it names. Characters that cannot be printed stand as their numbers."""
    shown = [*pictures, *(picture for each in parts for picture in each.pictures)]
    images = {each.name: printed for each in shown if (printed := each.printed())}
    if dossier.address:
        images[CODE] = qr_drawing(dossier.address)
    case = content["case"]
    page: dict[str, Any] = {
        "title": _("Proof file of a case"),
        "number": case["number"],
        "category": case["category"],
        "house": pgettext("name of the platform", "Jiayuan"),
        "kind": _kind(dossier),
        "address": dossier.address,
        "address_label": _("Public page"),
        "facts": [row for row in _facts(content) if row[1]],
        "words": case["words"],
        "photos": _photos(pictures, images),
        "timeline": timeline_rows(content["timeline"]),
        "deadlines": content["deadlines"],
        "parts": [_part(each, images) for each in parts],
        "notes": _notes(content),
        "ledger": [[str(each["number"]), each["at"], each["action"], each["hash"]] for each in chain],
        "labels": _labels(),
        "verify": _verify(),
        "unprintable": "",
    }
    missing = missing_in_data(page)
    if missing:
        page["unprintable"] = _(
            "Characters that cannot be printed stand as their numbers in Unicode; "
            "the data beside this document has them."
        )
    spelled: dict[str, Any] = spell_missing(page)
    return spelled, images


def timeline_rows(lines: Sequence[Content]) -> list[list[str]]:
    return [[each["at"], each["what"], each["words"], each["who"]] for each in lines]


def _part(part: PartFile, images: Mapping[str, bytes]) -> dict[str, Any]:
    """A part as a section of its own: what it is, what happened to it, and its photos. The hash of its last entry
    stands with it, as the chain itself stands in a file of its own."""
    content = part.content
    heading = _("Part %(number)s") % {"number": content["part"]}
    facts = [
        (_("Case number"), content.get("number", "")),
        (_("Category"), content["category"]),
        (_("State"), content["state"]),
        (_("What is to be done"), content["words"]),
        (_("Given out at"), content["given_at"]),
        (_("Due"), content["due"]),
        (_("Closed at"), content["closed_at"]),
        (_("Waits"), "" if content["is_awaited"] else _("The case went on without waiting for this part.")),
        (_("Entries of the ledger"), _last_entry(part)),
    ]
    return {
        "heading": " · ".join(filter(None, (heading, content["unit"]))),
        "facts": [row for row in facts if row[1]],
        "timeline": timeline_rows(content.get("timeline", [])),
        "photos": [_told(each, images) for each in part.pictures],
    }


def _last_entry(part: PartFile) -> str:
    if not part.chain:
        return ""
    count = len(part.chain)
    entries = ngettext("%(count)s entry", "%(count)s entries", count) % {"count": count}
    return _("%(entries)s in %(file)s, the last %(hash)s") % {
        "entries": entries,
        "file": part.ledger_name,
        "hash": part.chain[-1]["hash"],
    }


def _kind(dossier: Dossier) -> str:
    if dossier.kind == "reporter":
        return _("For the person who reported it")
    return _("For the office, in full") if dossier.in_full else _("For the office, personal data masked")


def _facts(content: Content) -> list[tuple[str, str]]:
    case, reporter = content["case"], content["reporter"]
    point = (
        f"{case['latitude']:.6f}, {case['longitude']:.6f} (WGS-84)" if case["latitude"] is not None else ""
    )
    return [
        (_("Case number"), case["number"]),
        (_("Category"), f"{case['category']} ({case['category_code']})"),
        (_("Part of case"), _lead(content)),
        (_("State"), _state(case)),
        (_("Reported at"), f"{case['reported_at']} · {case['door']}"),
        (_("Closed at"), case["closed_at"]),
        (_("Where"), " · ".join(filter(None, (case["place"], case["address"])))),
        (pgettext("on the map", "Position"), point),
        (_("Unit"), " · ".join(filter(None, (case["unit"], case["handler"])))),
        (_("Reporter"), " ".join(filter(None, (reporter["name"], _phone(reporter["phone"]))))),
        (_("Public wording"), case["public_words"]),
    ]  # fmt: skip


def _lead(content: Content) -> str:
    """Of a part: the case that leads it."""
    lead = content.get("lead")
    return f"{lead['number']} {lead['category']} · {lead['state']}\n{lead['words']}" if lead else ""


def _phone(phone: str) -> str:
    """As people write it; masked numbers stay as they are."""
    return phone if "*" in phone or not phone else written_phone(phone)


def _state(case: Content) -> str:
    return str(case["state"]) if case["round"] == 1 else f"{case['state']} · {_spoken_round(case['round'])}"


def _spoken_round(number: int) -> str:
    return _("Round %(number)s") % {"number": number}


def _photos(pictures: Sequence[Picture], images: Mapping[str, bytes]) -> list[dict[str, Any]]:
    """Round by round: before on the left, after on the right, a row a pair; what one side has more fills both columns
    under its own heading, so that none stays empty. A single round has no name."""
    rounds = sorted({each.round for each in pictures})
    return [
        {
            "name": _spoken_round(number) if len(rounds) > 1 else "",
            **_laid_out([each for each in pictures if each.round == number], images),
        }
        for number in rounds
    ]


def _laid_out(pictures: Sequence[Picture], images: Mapping[str, bytes]) -> dict[str, Any]:
    before = [_told(each, images) for each in pictures if each.part == "before"]
    after = [_told(each, images) for each in pictures if each.part != "before"]
    paired = min(len(before), len(after))
    return {
        "pairs": [list(pair) for pair in zip(before, after, strict=False)],
        "rest": [*before[paired:], *after[paired:]],
        "rest_label": pgettext("photo", "Before") if len(before) > paired else pgettext("photo", "After"),
    }


def _told(picture: Picture, images: Mapping[str, bytes]) -> dict[str, str]:
    note = (
        ""
        if picture.state == STORED
        else _("The stored file is missing, or is not the one that was taken in.")
    )
    return {
        "image": picture.name if picture.name in images else "",
        "name": picture.name,
        "caption": f"{picture.role} · {picture.uploaded_at}",
        "sha256": picture.sha256,
        "note": note or ("" if picture.name in images else _("It cannot be shown on paper.")),
    }


def _notes(content: Content) -> list[dict[str, Any]]:
    """Sections that only some cases have, each a heading and rows of facts."""
    found = [
        (_("Requests"), [_request(each) for each in content.get("requests", [])]),
        (_("Asked outside"), [row for each in content.get("outside", []) for row in _outside(each)]),
        (_("Ratings"), [(each["at"], _rating(each)) for each in content["ratings"]]),
    ]
    return [{"heading": heading, "rows": rows} for heading, rows in found if rows]


def _request(asked: Content) -> tuple[str, str]:
    days = asked["days"]
    length = (
        ngettext("%(count)s working day", "%(count)s working days", days) % {"count": days} if days else ""
    )
    facts = " · ".join(filter(None, (asked["kind"], length, asked["state"], asked["asked_by"])))
    return asked["asked_at"], f"{facts}\n{asked['reason']}"


def _outside(link: Content) -> list[tuple[str, str]]:
    answers = [(each["at"], f"{link['name']} · {each['kind']}\n{each['words']}") for each in link["answers"]]
    asked = _("Asked: %(name)s") % {"name": link["name"]}
    return [(link["sent_at"], f"{asked}\n{link['asked']}"), *answers]


def _rating(given: Content) -> str:
    count = {"count": given["score"]}
    stars = ngettext("%(count)s star of 5", "%(count)s stars of 5", given["score"]) % count
    return f"{stars}\n{given['words']}" if given["words"] else stars


def _labels() -> dict[str, str]:
    return {
        "words": _("What was reported"),
        "photos": _("Photos"),
        "before": pgettext("photo", "Before"),
        "after": pgettext("photo", "After"),
        "no_photos": _("No photos came with this case."),
        "timeline": _("What happened"),
        "when": _("When"),
        "what": _("What"),
        "who": pgettext("column", "By whom"),
        "parts": _("Who does which part"),
        "deadlines": _("Deadlines"),
        "stage": _("Stage"),
        "since": pgettext("column", "Since"),
        "due": _("Due"),
        "ended": _("Ended"),
        "ledger": _("Entries of the ledger"),
        "number": _("No."),
        "action": _("Action"),
        "hash": "SHA-256",
        "verify": _("How to check this file"),
    }


def _verify() -> list[str]:
    return [
        _(
            "Every entry of the ledger carries the hash of the one before it. "
            "Who changes, moves or leaves out one entry breaks every hash after it."
        ),
        _(
            "This document came in an archive with the data, the photos and SHA256SUMS. "
            "“sha256sum -c SHA256SUMS” shows whether a file was changed; “jiayuan ledger "
            "verify-file ARCHIVE.zip” computes the chain anew."
        ),
        _("The office compares the last hash below with its own ledger on request."),
    ]
