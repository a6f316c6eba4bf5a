"""What people call a table: every format, every trap, and what is said about each."""

import io
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.tables.reading import book, limits, package, stage, text
from jiayuan.foundation.tables.reading.addresses import letters, parse_address, parse_range
from jiayuan.foundation.tables.reading.ask import stage_apart
from jiayuan.foundation.tables.reading.child import answer
from jiayuan.foundation.tables.reading.headings import find_header, guess
from jiayuan.foundation.tables.reading.identity import is_identity_number
from jiayuan.foundation.tables.reading.limits import Unreadable
from jiayuan.foundation.tables.reading.problems import problem
from jiayuan.foundation.tables.reading.stage import read_staged

from .conftest import xlsx

WANTED = {"name": ["姓名", "Name"], "phone": ["手机号", "Mobile number", "联系电话"], "place": ["社区"]}
ROWS = [["姓名", "手机号", "社区"], ["李建芳", "13800000001", "桃园三社区"]]


def staged(tmp_path: Path, content: bytes, **kwargs):
    path, out = tmp_path / "in", tmp_path / "out.jsonl"
    path.write_bytes(content)
    return stage.stage(path, out, WANTED, **kwargs), list(read_staged(out))


def refused(tmp_path: Path, content: bytes) -> str:
    with pytest.raises(Unreadable) as error:
        staged(tmp_path, content)
    said = problem(error.value.code, error.value.facts)
    assert said.message
    assert said.remedy
    return error.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "，", "|"])
def test_text_is_read_in_every_encoding_and_with_every_sign(tmp_path, encoding, sign):
    lines = "\r\n".join(sign.join(row) for row in [*ROWS, *[["王芳", "13900000002", "桃园四社区"]] * 3])
    found, rows = staged(tmp_path, lines.encode(encoding))
    assert found["mapping"] == {"name": 0, "phone": 1, "place": 2}
    assert rows[0] == (2, ["李建芳", "13800000001", "桃园三社区"], {})
    assert found["rows"] == 4


def test_gbk_is_said_to_be_gbk_and_rare_characters_survive(tmp_path):
    found, rows = staged(tmp_path, "姓名,手机号\n𠮷野家䶮,13800000001".encode("gb18030"))
    assert (found["encoding"], rows[0][1][0]) == ("gb18030", "𠮷野家䶮")


def test_excels_first_line_that_names_the_sign_is_understood(tmp_path):
    found, rows = staged(tmp_path, "sep=;\n姓名;手机号\n李建芳;13800000001\n".encode())
    assert (found["header_row"], rows[0][0]) == (2, 3)


def test_a_line_break_inside_quotation_marks_stays_in_its_cell(tmp_path):
    _found, rows = staged(tmp_path, '姓名,社区\n李建芳,"桃园,\n三社区"\n王芳,x'.encode())
    assert rows == [(2, ["李建芳", "桃园,\n三社区"], {}), (3, ["王芳", "x"], {})]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n\n", "empty"),
        (b"%PDF-1.7 ...", "not-a-table"),
        (b"\x00\x01\x02\x03abcdefghijklmnop", "not-a-table"),
        (b"abc\xff\xff\xff\xff", "encoding"),
        (b"PK\x03\x04nonsense", "damaged"),
        (b"\xd0\xcf\x11\xe0nonsense", "damaged"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path, content, code):
    assert refused(tmp_path, content) == code


def test_the_worksheet_that_fits_is_found_among_others(tmp_path):
    made = openpyxl.Workbook()
    made.active.append(["说明"])
    made.active.append(["请勿修改"])
    second = made.create_sheet("人员")
    for row in ROWS:
        second.append(row)
    hidden = made.create_sheet("机密")
    hidden.append(ROWS[0])
    hidden.sheet_state = "hidden"
    kept = io.BytesIO()
    made.save(kept)
    found, rows = staged(tmp_path, kept.getvalue())
    assert (found["table"], len(rows)) == ("人员", 1)
    assert [each["name"] for each in found["tables"]] == ["Sheet", "人员"]
    chosen, _rows = staged(tmp_path, kept.getvalue(), table="Sheet")
    assert chosen["table"] == "Sheet"


def test_merged_cells_formulas_and_errors_are_marked(tmp_path):
    def spoil(sheet):
        sheet.merge_cells("A2:A3")
        sheet["B4"] = "=1+1"
        sheet["C4"] = "#N/A"
        sheet["C4"].data_type = "e"

    found, rows = staged(tmp_path, xlsx([*ROWS, ["王芳", 1, "x"], ["赵", 1, "x"]], prepare=spoil))
    assert found["merged"] == ["A2:A3"]
    assert found["marks"] == {"merged": 1, "uncomputed": 1, "error": 1}
    assert rows[1][2] == {"0": "merged A2:A3"}
    assert rows[2][2] == {"1": "uncomputed", "2": "error"}


def test_formulas_with_a_saved_result_are_taken_and_counted(tmp_path):
    import xlsxwriter

    kept = io.BytesIO()
    made = xlsxwriter.Workbook(kept)
    page = made.add_worksheet()
    page.write_row(0, 0, ROWS[0])
    page.write_formula(1, 0, '="李"&"建芳"', None, "李建芳")
    made.close()
    found, rows = staged(tmp_path, kept.getvalue())
    assert (found["marks"], found["first"]) == ({"formula": 1}, {"formula": ["A2"]})
    assert rows[0][1][0] == "李建芳"


def test_days_and_numbers_keep_their_kind_and_blank_rows_are_left_out(tmp_path):
    _found, rows = staged(tmp_path, xlsx([*ROWS, [], ["  "], ["王芳", 13800000001, date(2026, 3, 1)]]))
    assert rows[1] == (5, ["王芳", 13800000001.0, date(2026, 3, 1)], {})


def test_columns_to_the_left_may_be_empty(tmp_path):
    def shift(sheet):
        sheet.insert_cols(1, 2)
        sheet.insert_rows(1, 3)

    found, rows = staged(tmp_path, xlsx(ROWS, prepare=shift))
    assert (found["header_row"], found["mapping"]["name"], rows[0][0]) == (4, 2, 5)


@pytest.mark.parametrize("heading", ["身份证号", "身份证号码（必填）", "证件号", "ID number", "公民身份号码"])
def test_a_column_for_id_card_numbers_is_refused(tmp_path, heading):
    assert refused(tmp_path, f"姓名,{heading}\n李建芳,\n".encode()) == "identity"


def test_id_card_numbers_are_known_by_their_check_digits(tmp_path):
    numbers = ["11010519491231002X", "110105194912310038", "110105194912310011"]
    assert is_identity_number(numbers[0])
    assert not is_identity_number("110105194912310021")
    assert not is_identity_number("140106004010001002")
    content = "姓名,编号\n" + "\n".join(f"某人,{each}" for each in _valid_numbers())
    assert refused(tmp_path, content.encode()) == "identity"


def _valid_numbers():
    for serial in range(5):
        body = f"11010519491231{serial:03d}"
        yield next(body + last for last in "0123456789X" if is_identity_number(body + last))


def test_limits_are_said_before_anything_is_loaded(tmp_path, monkeypatch):
    monkeypatch.setattr(stage, "MAX_ROWS", 3)
    assert refused(tmp_path, ("姓名\n" + "李\n" * 4).encode()) == "rows"
    assert refused(tmp_path, ("姓名\n" + "," * 300 + "x").encode()) == "columns"


def test_one_cell_in_the_last_corner_does_not_lay_out_billions(tmp_path):
    assert refused(tmp_path, xlsx(ROWS, prepare=lambda sheet: sheet.cell(1048576, 1, "x"))) == "rows"
    assert refused(tmp_path, xlsx(ROWS, prepare=lambda sheet: sheet.cell(2, 16384, "x"))) == "columns"


def test_a_bomb_is_refused_by_its_sizes(tmp_path, monkeypatch):
    monkeypatch.setattr(package, "MAX_UNPACKED", 10_000)
    with pytest.raises(Unreadable) as error:
        staged(tmp_path, _with_entry("xl/media/big.bin", b"\0" * 20_000))
    assert error.value.code == "bomb"


def _with_entry(name: str, content: bytes) -> bytes:
    kept = io.BytesIO(xlsx(ROWS))
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return kept.getvalue()


def test_entities_are_refused(tmp_path):
    kept, source = io.BytesIO(), io.BytesIO(xlsx(ROWS))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(kept, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content.partition(b"?>")[2]
            new.writestr(entry, content)
    assert refused(tmp_path, kept.getvalue()) == "damaged"


def test_a_lie_about_the_size_is_found_out(tmp_path):
    content = bytearray(_with_entry("xl/media/x.bin", b"a" * 5000))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/media/x.bin"))
    content[at + 24 : at + 28] = (50).to_bytes(4, "little")
    assert refused(tmp_path, bytes(content)) == "damaged"


def test_macros_are_not_run_but_mentioned(tmp_path):
    found, rows = staged(tmp_path, _with_entry("xl/vbaProject.bin", b"Sub Workbook_Open()"))
    assert found["has_macros"]
    assert len(rows) == 1


def test_old_and_open_formats_are_read(tmp_path):
    from tests.foundation.tables.old_formats import ods

    found, rows = staged(tmp_path, ods(ROWS))
    assert (found["kind"], rows[0][1][0]) == ("ods", "李建芳")


def test_the_reading_process_answers_and_says_why_not(tmp_path):
    path, out = tmp_path / "in.xlsx", tmp_path / "deep" / "out.jsonl"
    path.write_bytes(xlsx(ROWS))
    found = stage_apart(path, out, WANTED)
    assert found["rows"] == 1
    assert 0 < found["memory"] < 300_000
    path.write_bytes(b"")
    with pytest.raises(Unreadable, match="empty"):
        stage_apart(path, out, WANTED)


def test_a_reader_that_runs_away_is_stopped(tmp_path, monkeypatch):
    """With so little memory that nothing can be read, this process goes on and says why."""
    path, out = tmp_path / "in.xlsx", tmp_path / "out.jsonl"
    path.write_bytes(xlsx(ROWS))
    code = (
        "from jiayuan.foundation.tables.reading import child; import sys, json; question = json.load(sys.stdin);"
        "child.bound(60 * 1024 * 1024, 5); bytearray(200 * 1024 * 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps({"path": str(path), "out": str(out), "wanted": WANTED}),
        capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(book.__file__).parents[4])},
    )  # fmt: skip
    assert done.returncode != 0
    assert "MemoryError" in done.stderr

    def killed(*_args, **_kwargs):
        return subprocess.CompletedProcess([], -9, "", "")

    monkeypatch.setattr(subprocess, "run", killed)
    with pytest.raises(Unreadable, match="too-heavy"):
        stage_apart(path, out, WANTED)


def test_the_child_answers_without_raising(tmp_path):
    path = tmp_path / "x.csv"
    path.write_bytes("姓名\n李".encode())
    told = answer({"path": str(path), "out": str(tmp_path / "o"), "wanted": WANTED})
    assert told["ok"]["rows"] == 1
    path.write_bytes(b"")
    assert answer({"path": str(path), "out": str(tmp_path / "o"), "wanted": WANTED})["code"] == "empty"


@given(st.integers(0, 18_277), st.integers(1, 1_048_576))
def test_addresses_come_back(column, row):
    assert parse_address(f"{letters(column)}{row}") == (row, column)


def test_ranges_and_nonsense():
    assert parse_range("B2:C4") == (2, 1, 4, 2)
    assert parse_range("B2") == (2, 1, 2, 1)
    with pytest.raises(ValueError, match="2B"):
        parse_address("2B")


@given(st.lists(st.text(max_size=8), max_size=12))
def test_no_column_of_the_file_is_used_twice(header):
    found = guess(header, WANTED)
    assert len(set(found.values())) == len(found)
    assert all(0 <= index < len(header) for index in found.values())


def test_headings_are_known_by_alias_star_width_and_small_slips():
    assert guess(["姓 名*", "联系电话（必填）", "社区："], WANTED) == {"name": 0, "phone": 1, "place": 2}
    assert guess(["Mobile nummber"], WANTED) == {"phone": 0}
    assert guess(["ＮＡＭＥ"], WANTED) == {"name": 0}
    assert find_header([(1, ["名册"]), (2, ["姓名", "社区"])], WANTED) == (2, 2)
    assert find_header([(1, ["", ""]), (2, ["a"])], WANTED) == (2, 0)


@given(st.binary(max_size=400))
def test_no_bytes_at_all_bring_the_reader_down(content):
    """They are read, or refused with a reason; nothing else is raised."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in"
        path.write_bytes(content)
        told = answer({"path": str(path), "out": str(Path(folder) / "out"), "wanted": WANTED})
        assert "ok" in told or problem(told["code"], told["facts"]).message


def test_every_reason_has_its_words():
    for code in ("empty", "locked", "bomb", "too-heavy", "cells", "formulas", "headings", "no-rows"):
        assert problem(code, {}).remedy
    assert limits.MAX_ROWS == 200_000
    assert text.delimiter_of([]) == ","
