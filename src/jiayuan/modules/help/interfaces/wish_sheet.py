"""The form of a wish: from what was sent to a draft the domain takes."""

from jiayuan.services.cases.interfaces.sheet import Sheet

from ..domain.post import WishDraft
from ..enums import Concern, Urgency, WishKind
from .voice_sheet import voice_of
from .where import place_path_of

GUESSES: dict[WishKind, tuple[str, ...]] = {
    WishKind.REPAIR: ("修", "坏", "漏", "堵", "通", "换", "装", "fix", "repair", "broken", "mend"),
    WishKind.COMPANY: ("陪", "看望", "聊", "孤单", "女儿", "visit", "company", "lonely"),
    WishKind.DISPUTE: ("吵", "纠纷", "矛盾", "邻居", "闹", "quarrel", "neighbour"),
    WishKind.ADVICE: ("法律", "咨询", "怎么办", "合同", "辅导", "老师", "律师", "advice", "lawyer", "legal"),
    WishKind.THING: ("想要", "缺", "借", "轮椅", "鞋", "书包", "衣服", "borrow", "need a", "shoes"),
}


def guessed_kind(words: str) -> WishKind:
    """A first choice by the words, to be changed in the form with one tap."""
    spoken = words.lower()
    return next(
        (kind for kind, marks in GUESSES.items() if any(mark in spoken for mark in marks)), WishKind.ERRAND
    )


def draft_of(sheet: Sheet) -> WishDraft:
    """The draft of what was typed."""
    return WishDraft(
        words=sheet.get("words"),
        place_path=place_path_of(sheet),
        kind=sheet.get("kind") or guessed_kind(sheet.get("words")),
        urgency=sheet.get("urgency") or Urgency.WEEK,
        concern=sheet.get("concern") or Concern.ANYBODY,
        address=sheet.get("address"),
        contact_name=sheet.get("contact_name"),
        contact_phone=sheet.get("contact_phone"),
        voice=voice_of(sheet),
        photo_ids=tuple(sheet.photo_ids),
    )
