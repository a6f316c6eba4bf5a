"""The real district, loaded once a test."""

from pathlib import Path

import pytest

from jiayuan.foundation.places.domain.load import load_district
from jiayuan.foundation.places.models import Place


@pytest.fixture
def district(db: None) -> Place:
    load_district("140106")
    return Place.objects.get(pk="140106")


@pytest.fixture
def facts_folder(tmp_path: Path) -> Path:
    """A folder with a tiny district of its own: one street, two communities, no outline."""
    (tmp_path / "places_990101.csv").write_text(
        "code,kind,name,parent_code\n"
        "990101000000,district,小区县,\n"
        "990101001000,street,中街道,990101000000\n"
        "990101001001,community,东社区,990101001000\n"
        "990101001002,community,西社区,990101001000\n",
        encoding="utf-8",
    )
    return tmp_path
