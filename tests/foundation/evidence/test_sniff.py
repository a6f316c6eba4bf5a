"""Good photos whose bytes happen to spell something."""

import pytest

from jiayuan.foundation.common.errors import Invalid
from jiayuan.foundation.evidence.sniff import recognise

HEAD = b"\xff\xd8\xff\xe0" + b"\x00" * 100


@pytest.mark.parametrize("chance", [b"\xe3<Svg\xd4", b"<SvG\x80", b"a<sVG0"])
def test_letters_that_come_up_by_chance_are_no_drawing(chance: bytes) -> None:
    assert recognise(HEAD + chance + b"\x00" * 100) == "JPEG"


def test_the_middle_of_a_large_photo_is_pixels() -> None:
    assert recognise(HEAD + b"\x00" * 70_000 + b"<svg >" + b"\x00" * 70_000) == "JPEG"


@pytest.mark.parametrize("markup", [b"<svg onload=", b"<SCRIPT>", b"<html/>", b"<?php\n", b"<!DOCTYPE html>"])
def test_markup_at_either_end_is_refused(markup: bytes) -> None:
    for data in (HEAD + markup + b"\x00" * 90_000, HEAD + b"\x00" * 90_000 + markup):
        with pytest.raises(Invalid):
            recognise(data)
