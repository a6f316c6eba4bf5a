"""The inbox: sorted, counted, narrowed, explained."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jiayuan.district.desk.inbox import LIMIT, count_waiting, inbox, sheet
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.registers import Registers, WorkItem, WorkSource

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday 10:00 in Taiyuan
ACTOR = Actor()


def item(key: str, **fields: Any) -> WorkItem:
    known: dict[str, Any] = {
        "title": key, "where": "青年路一社区", "kind": "verify", "kind_label": "等我核查", "basis": "单位已反馈",
        "action_label": "核查", "url": f"/console/cases/{key}/",
    }  # fmt: skip
    return WorkItem(key=key, **known | fields)


def source(*items: WorkItem, counts: dict[str, tuple[str, int]] | None = None) -> WorkSource:
    if counts is None:
        counts = {}
        for each in items:
            counts[each.kind] = (each.kind_label, counts.get(each.kind, ("", 0))[1] + 1)
    return WorkSource(lambda _actor, limit: items[:limit], lambda _actor: counts)


def keys(found: Any) -> list[str]:
    return [line.item.key for line in found.lines]


def test_the_order_is_by_consequence(own: Registers) -> None:
    soon, later = NOW + timedelta(hours=1), NOW + timedelta(hours=9)
    own.work.add("a", source(
        item("none"), item("green", light="green", due_at=soon), item("amber", light="amber", due_at=later),
        item("red-later", light="red", due_at=NOW - timedelta(hours=1)),
    ))  # fmt: skip
    own.work.add("b", source(
        item("red-first", light="red", due_at=NOW - timedelta(days=2)), item("none-grave", weight=5),
        item("amber-grave", light="amber", due_at=later, weight=9),
    ))  # fmt: skip
    with at(NOW):
        found = inbox(ACTOR)
    assert keys(found) == ["red-first", "red-later", "amber-grave", "amber", "green", "none-grave", "none"]


def test_deadlines_are_spoken(own: Registers) -> None:
    own.work.add(
        "a", source(item("x", light="amber", due_at=NOW + timedelta(hours=2, minutes=10)), item("y"))
    )
    with at(NOW):
        first, second = inbox(ACTOR).lines
    assert "12:10" in first.due
    assert "2" in first.remaining
    assert (second.due, second.remaining) == ("", "")


def test_chips_count_and_narrow(own: Registers) -> None:
    own.work.add("a", source(item("v1"), item("v2"), item("d1", kind="dispatch", kind_label="等我派遣")))
    found = inbox(ACTOR)
    assert [(chip.kind, chip.label, chip.count) for chip in found.chips] == [
        ("verify", "等我核查", 2), ("dispatch", "等我派遣", 1),
    ]  # fmt: skip
    narrowed = inbox(ACTOR, kind="dispatch")
    assert keys(narrowed) == ["d1"]
    assert (narrowed.total, narrowed.matching) == (3, 1)
    assert keys(inbox(ACTOR, kind="unknown")) == []


def test_an_item_wanted_for_two_reasons_counts_once(own: Registers) -> None:
    counts = {"verify": ("等我核查", 1), "late": ("超时", 1)}
    own.work.add("a", source(item("x", kind="late", kind_label="超时"), counts=counts))
    found = inbox(ACTOR)
    assert [chip.kind for chip in found.chips] == ["late"]
    assert found.total == 1


def test_who_lists_less_than_the_limit_is_not_asked_to_count(own: Registers) -> None:
    def counts(_actor: Actor) -> dict[str, tuple[str, int]]:
        raise AssertionError("asked twice")

    own.work.add("a", WorkSource(lambda _actor, limit: [item("x")][:limit], counts))
    many = [item(f"d{number}", kind="dispatch", kind_label="等我派遣") for number in range(LIMIT)]
    own.work.add("b", source(*many, counts={"dispatch": ("等我派遣", 130), "close": ("等我结案", 101)}))
    assert [(chip.kind, chip.count) for chip in inbox(ACTOR).chips] == [
        ("verify", 1), ("dispatch", 130), ("close", 101),
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["纱窗", "shachuang", "青年路", "等我核查", "纱窗 青年路", "  "])
def test_words_narrow(own: Registers, words: str) -> None:
    own.work.add(
        "a",
        source(item("x", title="换纱窗"), item("y", title="路灯不亮", where="别处", kind_label="等我派遣")),
    )
    found = keys(inbox(ACTOR, words=words))
    assert "x" in found
    assert ("y" in found) is not bool(words.strip())


def test_more_than_the_limit_is_said(own: Registers) -> None:
    many = [item(f"v{number:03}") for number in range(LIMIT + 30)]
    own.work.add("a", source(*many))
    found = inbox(ACTOR)
    assert len(found.lines) == LIMIT
    assert (found.total, found.matching, found.is_cut) == (LIMIT + 30, LIMIT + 30, True)
    assert not inbox(ACTOR, words="v001").is_cut or len(inbox(ACTOR, words="v001").lines) == 1


def test_what_is_due_tonight_is_counted(own: Registers) -> None:
    tonight = datetime(2026, 11, 23, 15, 59, tzinfo=UTC)
    own.work.add("a", source(
        item("late", light="red", due_at=NOW - timedelta(days=3)), item("tonight", due_at=tonight),
        item("tomorrow", due_at=tonight + timedelta(minutes=2)), item("never"),
    ))  # fmt: skip
    with at(NOW):
        found = inbox(ACTOR)
    assert (found.overdue, found.due_today) == (1, 1)


def test_the_navigation_counts_without_listing(own: Registers) -> None:
    own.work.add("a", source(counts={"verify": ("等我核查", 4)}))
    own.work.add("b", source(counts={"wish": ("微心愿", 3)}))
    assert count_waiting(ACTOR) == 7


def test_an_empty_house(own: Registers) -> None:
    found = inbox(ACTOR)
    assert (found.lines, found.chips, found.total, found.is_cut) == ([], [], 0, False)


def test_the_sheet_says_what_the_page_says(own: Registers) -> None:
    own.work.add("a", source(item("x", due_at=NOW, light="red", due_because="两个工作日")))
    with at(NOW + timedelta(hours=1)):
        (row,) = sheet(inbox(ACTOR).lines)
    assert row[:4] == ["x", "青年路一社区", "等我核查", "单位已反馈"]
    assert row[6] == "两个工作日"
