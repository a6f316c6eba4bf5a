"""Shapes at the edge: they parse, and what cannot be parsed is left out."""

from uuid import uuid4

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.common.errors import Conflict, Invalid
from jiayuan.foundation.documents.codes import qr_drawing
from jiayuan.services.cases.domain.queries.listing import CaseFilter
from jiayuan.services.cases.interfaces.filters import address_of, filter_from
from jiayuan.services.cases.interfaces.sheet import Sheet, filled_in, uuids, whole_number
from jiayuan.services.cases.interfaces.table import safe_cell


def test_the_nonces_of_several_forms_differ_and_do_not_grow() -> None:
    """A form that comes back is sent with the nonce it came with; the next page draws its forms from that."""
    sheet = Sheet()
    for _sending in range(9):
        forms = {key: sheet.nonce_for(key) for key in ("hand_in", "ask_extension", "note")}
        assert len(set(forms.values())) == 3
        sheet = filled_in(QueryDict(f"nonce={forms['hand_in']}"))
        assert sheet.nonce == forms["hand_in"], "ours, and so not replaced"
        assert len(sheet.nonce) == 32


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    assert (
        not safe_cell(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
    )


def test_cells_keep_what_they_say() -> None:
    assert safe_cell("井盖松动") == "井盖松动"
    assert safe_cell(None) == ""
    assert safe_cell("=1") == "'=1"


@given(
    st.dictionaries(
        st.sampled_from(["state", "category", "place", "unit", "light", "mine", "q", "sort"]), st.text()
    )
)
def test_any_address_is_understood_and_its_address_means_the_same(values: dict[str, str]) -> None:
    query = QueryDict(mutable=True)
    query.update(values)
    wanted = filter_from(query)
    assert filter_from(QueryDict(address_of(wanted))) == wanted


def test_address_leaves_out_what_is_empty() -> None:
    wanted = CaseFilter(state="filed", mine=True, unit=7, q="灯")
    assert address_of(wanted) == "state=filed&unit=7&mine=1&q=%E7%81%AF"
    assert address_of(wanted, state=None, sort="due") == "unit=7&mine=1&q=%E7%81%AF&sort=due"
    assert address_of(CaseFilter()) == ""
    assert CaseFilter(sort="due").is_empty
    assert not wanted.is_empty


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), (" 7 ", 7), ("", None), ("-1", None), ("1.5", None), ("１２", None), ("9" * 10, None)],
)
def test_whole_numbers(text: str, number: int | None) -> None:
    assert whole_number(text) == number


def test_uuids_each_once() -> None:
    one, other = uuid4(), uuid4()
    assert uuids([str(one), "x", str(other), str(one)]) == [one, other]


def test_sheet_notes_the_gravest_status_and_shows_faults_at_the_page_s_fields() -> None:
    sheet = Sheet()
    sheet.note(Invalid("a", "b", field="phone"))
    sheet.note(Conflict("c", "d"))
    sheet.note(Invalid("e", field="words"))
    assert sheet.status == 422
    assert [each.field for each in sheet.faults] == ["contact_phone", "", "words"]
    assert [each.message for each in sheet.faults_of("contact_phone")] == ["a"]


def test_filled_in_keeps_everything_typed() -> None:
    post = QueryDict("words=ab&nonce=short&csrfmiddlewaretoken=x&photo_ids=1&answer_whose=water")
    sheet = filled_in(post)
    assert sheet.get("words") == "ab"
    assert sheet.get("csrfmiddlewaretoken") == ""
    assert sheet.answers == {"whose": "water"}
    assert sheet.nonce != "short"
    assert filled_in(QueryDict(f"nonce={sheet.nonce}")).nonce == sheet.nonce


def test_qr_code_is_a_drawing_without_styles() -> None:
    drawing = qr_drawing("https://example.org/t/abc/").decode()
    assert drawing.startswith("<?xml")
    assert "<svg" in drawing
    assert "style" not in drawing
    assert "script" not in drawing
