"""What a form holds when it is opened, and what was typed into it until it was sent."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jiayuan.foundation.burden.shape import Shape, digest, shape_of
from jiayuan.foundation.burden.slip import OLDEST, read_slip, write_slip
from jiayuan.foundation.burden.tasks import TASKS, Page, declare_task
from jiayuan.foundation.clock.now import at

FORM = """
<input type="hidden" name="nonce" value="1"><input name="title" value="纱窗"><input name="empty" value="">
<select name="kind"><option value="a">A</option><option value="b" selected>B</option></select>
<select name="first"><option value="x">X</option><option value="y">Y</option></select>
<textarea name="words">
Two
lines</textarea><input type="checkbox" name="day" value="1" checked><input type="checkbox" name="day" value="2">
<input type="checkbox" name="agrees"><input type="radio" name="way" value="p"><input type="radio" name="way" value="q" checked>
<button name="step" value="save">Save</button>
"""  # noqa: E501


@pytest.fixture
def task():
    made = declare_task("tests.form", "A form", "tests.form", pages=(Page("inbox", "To do"),))
    yield made
    TASKS._entries.pop("tests.form")


def test_what_the_page_filled_in_is_read_out_of_it() -> None:
    shape = shape_of(FORM)
    assert set(shape.given) == {"title", "kind", "first", "words", "day", "way"}
    assert shape.apart == {"nonce", "step"}
    assert shape.given["kind"] == digest("kind", ["b"])
    assert shape.given["words"] == digest("words", ["Two\r\nlines"])
    assert "纱窗" not in str(shape.given)


@pytest.mark.parametrize(
    ("sent", "counts"),
    [
        ({"title": ["纱窗"], "kind": ["b"]}, (0, 2)),
        ({"title": ["纱门"], "kind": ["b"]}, (1, 1)),
        ({"title": [""], "kind": ["b"]}, (1, 1)),
        ({"title": ["纱窗"], "kind": ["b"], "note": ["x"], "blank": [""]}, (1, 2)),
        (
            {
                "title": ["纱窗"],
                "kind": ["a"],
                "nonce": ["2"],
                "csrfmiddlewaretoken": ["t"],
                "step": ["save"],
            },
            (1, 1),
        ),
    ],
)
def test_fields_by_hand_and_fields_left_as_they_were(task, sent, counts) -> None:
    shape = Shape({"title": digest("title", ["纱窗"]), "kind": digest("kind", ["b"])}, {"step"})
    slip = read_slip(write_slip(task, shape))
    assert slip is not None
    assert slip.counts(sent) == counts


def test_a_slip_tells_how_long_ago_and_nothing_of_anybody(task) -> None:
    opened = timezone.now()
    with at(opened):
        text = write_slip(task, Shape())
    with at(opened + timedelta(seconds=95)):
        slip = read_slip(text)
        assert slip is not None
        assert slip.seconds(opened + timedelta(seconds=95)) in (95, 96)
    with at(opened + OLDEST + timedelta(minutes=1)):
        assert read_slip(text) is None
    with at(opened - timedelta(hours=1)):
        assert read_slip(text) is None


@pytest.mark.parametrize("text", ["", "x", "eyJ0IjoiaGVscC5vcGVuIn0:1abc:forged"])
def test_what_is_no_slip_of_ours_counts_for_nothing(text: str) -> None:
    assert read_slip(text) is None
