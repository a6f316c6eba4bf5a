"""A model that has learnt from the catalogue, trained once for all tests that ask it."""

import hashlib
from pathlib import Path

from jiayuan.services.cases.domain.load_catalogue import load_catalogue
from jiayuan.services.cases.domain.suggesting.learn import train_model
from jiayuan.services.cases.models import CategoryModel
from tests.factories import CategoryModelFactory

SENTENCES = Path(__file__).with_name("data") / "colloquial.tsv"
_data: list[bytes] = []


def learnt() -> CategoryModel:
    """The catalogue and its model, in the database of this test."""
    load_catalogue()
    if not _data:
        _data.append(bytes(train_model().data))
        return CategoryModel.objects.get()
    return CategoryModelFactory(data=_data[0], digest=hashlib.sha256(_data[0]).hexdigest())


def sentences() -> list[tuple[str, str]]:
    """(category, words) of the hand-written reports."""
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    return [(code, words) for code, _tab, words in (line.partition("\t") for line in lines if line[0] != "#")]
