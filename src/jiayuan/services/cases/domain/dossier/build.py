"""Making a proof file: a document, the data, the photos, the ledger's entries, and how to check all of it."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import translation

from jiayuan.foundation.clock.now import now
from jiayuan.foundation.common.source import Source
from jiayuan.foundation.common.stored import stored_with_its_row
from jiayuan.foundation.documents.archive import sum_of_manifest, write_archive
from jiayuan.foundation.documents.pdf import draw_pdf
from jiayuan.foundation.ledger.domain.chain_file import spell_chain
from jiayuan.foundation.ledger.domain.record import record

from ...enums import DossierState
from ...models import Dossier
from ..queries.opened import open_case
from .content import content_of, reader_of
from .known import MADE, stream_of_proof
from .page import page_of
from .parts import part_files
from .pictures import MISSING, STORED, Picture, pictures_of

TEMPLATE = Path(__file__).parents[2] / "documents" / "proof_file.typ"
LEDGER = "ledger.json"
TO_WRITE = (DossierState.WAITING, DossierState.FAILED)


def write_dossier_file(dossier_id: int) -> None:
    """Make the file of a dossier; running it twice makes it once."""
    rows = Dossier.objects.select_related("who", "case")
    dossier = rows.filter(pk=dossier_id, state__in=TO_WRITE).first()
    if dossier is None:
        return
    try:
        with translation.override(dossier.language):
            content, pictures = build_dossier(dossier)
    except Exception:
        waiting = Dossier.objects.filter(pk=dossier_id, state__in=TO_WRITE)
        waiting.update(state=DossierState.FAILED, finished_at=now())
        raise  # it is tried again
    _keep(dossier, content, missing=sum(each.state != STORED for each in pictures))


def _keep(dossier: Dossier, content: bytes, *, missing: int) -> None:
    """Unless it was forgotten, or made by another, while this one was being written."""
    with stored_with_its_row(dossier.file):
        if not Dossier.objects.select_for_update().filter(pk=dossier.pk, state__in=TO_WRITE).exists():
            return
        dossier.file.save(f"proof-{dossier.case.number}.zip", ContentFile(content), save=False)
        dossier.state, dossier.finished_at = DossierState.READY, now()
        dossier.sha256, dossier.bytes = hashlib.sha256(content).hexdigest(), len(content)
        dossier.missing = missing
        dossier.save()
        # The archive proves its entries by itself, its files only together with this: whoever changes one can write
        # new sums beside it, but not here.
        record(
            stream_of_proof(dossier.case.stream),
            MADE,
            after={"manifest": sum_of_manifest(content), "reader": dossier.kind},
            place_path=dossier.case.place_id,
            source=Source.SYSTEM,
        )


def build_dossier(dossier: Dossier) -> tuple[bytes, Sequence[Picture]]:
    """The archive, the same for the same case, reader and language; and the photos that it tells of."""
    case, reader = open_case(dossier.case.number), reader_of(dossier)
    pictures, content = pictures_of(case, reader), content_of(case, reader)
    content["photos"] = [each.as_dict() for each in pictures]
    parts = part_files(case, reader)
    if parts:
        content["parts"] = [each.content for each in parts]
    chain = spell_chain(case.stream, reader.may_read)
    page, images = page_of(content, chain, pictures, dossier, parts)
    pictures = [*pictures, *(picture for each in parts for picture in each.pictures)]
    pdf = draw_pdf(TEMPLATE, page, images=images, title=page["title"], language=dossier.language)
    told = {"case": case, "reader": reader, "chains": [each.ledger_name for each in parts if each.chain]}
    files = {
        f"case-{case.number}.pdf": pdf,
        "case.json": _spell(content),
        LEDGER: _spell({"stream": case.stream, "entries": chain}),
        "README.txt": render_to_string("cases/dossier/readme.txt", told).encode(),
        **{
            each.ledger_name: _spell({"stream": each.stream, "entries": each.chain})
            for each in parts
            if each.chain
        },
        **{each.name: each.content for each in pictures if each.state != MISSING},
    }
    about = {
        "number": case.number,
        "kind": dossier.kind,
        "in_full": dossier.in_full,
        "language": dossier.language,
        "missing": [each.as_dict() for each in pictures if each.state != STORED],
    }
    return write_archive(files, about), pictures


def _spell(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode("utf-8", "backslashreplace")
