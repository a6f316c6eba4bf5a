"""Where words that people typed hold something that points to a person: phones, plates, addresses of mail, numbers
of identity cards. The one place that knows how these are written; what is done with them is said in ``masks``.

Looked for in a shadow of the text, folded to half-width letter by letter, so that positions stay what they are.
What only looks like one stays: years, amounts, house numbers, distances and case numbers.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    EMAIL = "email"
    IDENTITY = "identity"
    """Eighteen or fifteen characters with a day of birth where an identity card has it."""
    CARD = "card"
    """Another number of fifteen digits and more, such as a bank card's."""
    MOBILE = "mobile"
    LANDLINE = "landline"
    FOREIGN = "foreign"
    PLATE = "plate"


class Found(NamedTuple):
    """``text[start:end]`` is of this kind; ``plain`` is the same, half-width."""

    start: int
    end: int
    kind: Kind
    plain: str


@dataclass(frozen=True)
class _Look:
    """``pattern`` has one group, ``it``; ``is_one`` looks at what the group holds."""

    kind: Kind
    pattern: re.Pattern[str]
    is_one: Callable[[str], bool] = bool


_FOLDED = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_GAP = r"[\s\-‐-―−.·•・()_/\u00ad\u200b-\u200f\u2060\ufeff]{0,4}"
_CHINESE = "〇零一二三四五六七八九幺"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SAID_BEFORE = r"(?:电话|座机|固话|致电|拨打|(?i:\btel|\bphone|\bcall))[^\d\n]{0,6}"
_MOST_GROUPS = 5


def _digits(text: str) -> str:
    return "".join(each for each in text if each.isdigit())


def _in_few_groups(text: str) -> bool:
    """A number is said in a few groups, or digit by digit; a list of house numbers is neither."""
    groups = re.findall(r"\d+", text)
    return len(groups) <= _MOST_GROUPS or all(len(each) == 1 for each in groups)


def _is_identity(text: str) -> bool:
    plain = "".join(each for each in text if each.isalnum())
    birth = {18: plain[10:14], 15: plain[8:12]}.get(len(plain), "")
    return "01" <= birth[:2] <= "12" and "01" <= birth[2:] <= "31"


_LOOKS = (
    _Look(Kind.EMAIL, re.compile(r"(?P<it>[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")),
    _Look(
        Kind.IDENTITY,
        re.compile(
            rf"(?<!\d)(?P<it>\d{{6}}{_GAP}(?:19|20)\d{{2}}{_GAP}\d{{2}}{_GAP}\d{{2}}{_GAP}\d{{3}}[\dXx]"
            rf"|\d{{6}}{_GAP}\d{{6}}{_GAP}\d{{3}})(?!\d)"
        ),
        _is_identity,
    ),
    _Look(
        Kind.CARD,
        re.compile(r"(?<!\d)(?P<it>\d{17}[Xx]|\d{15,}|\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?)(?!\d)"),
    ),
    _Look(
        Kind.MOBILE,
        re.compile(rf"(?<!\d)(?P<it>(?:(?:\+|00)?86{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}})(?!\d)"),
        _in_few_groups,
    ),
    _Look(
        Kind.MOBILE,
        re.compile(rf"(?<![{_CHINESE}])(?P<it>[一幺]{_GAP}[三四五六七八九](?:{_GAP}[{_CHINESE}]){{9}})"),
    ),
    _Look(
        Kind.LANDLINE,
        re.compile(
            rf"(?<!\d)(?P<it>\(?(?:(?:\+|00)86{_GAP}0?[1-9]\d{{1,2}}|0(?:10|2\d|[3-9]\d{{2}}))"
            rf"{_GAP}[2-8](?:{_GAP}\d){{6,7}}?)(?!\d)"
        ),
        _in_few_groups,
    ),
    _Look(
        Kind.LANDLINE,
        re.compile(rf"{_SAID_BEFORE}(?P<it>[2-8]\d{{2,3}}[\s-]?\d{{4}})(?![\d元])"),
    ),
    _Look(Kind.FOREIGN, re.compile(rf"(?<!\d)(?P<it>\+[1-9](?:{_GAP}\d){{7,14}})(?!\d)")),
    _Look(
        Kind.PLATE,
        re.compile(
            rf"(?P<it>[{_PROVINCES}][\s·.•・-]{{0,2}}[A-Za-z][\s·.•・-]{{0,2}}"
            r"(?:[A-Za-z0-9]{5,6}(?![A-Za-z0-9])|[A-Za-z0-9]{4}[学警港澳挂领使试超]))"
        ),
        lambda text: len(_digits(text)) >= 2,
    ),
)

_SOMETHING = re.compile(rf"[@＠]|(?:[\d{_CHINESE}].*?){{2}}", re.DOTALL)
"""Whatever is looked for holds an at sign or two digits; most of what people write holds neither."""


def find_personal(text: str) -> Iterator[Found]:
    """What points to a person, from left to right, none overlapping another; what is surer is found first."""
    if not _SOMETHING.search(text):
        return iter(())
    shadow = text.translate(_FOLDED)
    taken: list[Found] = []
    for look in _LOOKS:
        for match in look.pattern.finditer(shadow):
            start, end = match.span("it")
            plain = match["it"]
            if look.is_one(plain) and not any(start < each.end and each.start < end for each in taken):
                taken.append(Found(start, end, look.kind, plain))
    return iter(sorted(taken))
