"""Names as they are typed: pinyin and initials."""

import re
import unicodedata

from pypinyin import Style, lazy_pinyin, load_phrases_dict

LONGEST_PINYIN, LONGEST_INITIALS = 240, 60
_PARTS = re.compile(r"^(.+?)([一二三四五六七八九十]*)(社区|街道|小区|村|镇|区)?$")

# Readings of place names that the dictionary gives otherwise.
load_phrases_dict({"朝阳": [["cháo"], ["yáng"]]})


def spell(name: str) -> tuple[str, str]:
    """(pinyin, initials): ``青年路一社区`` -> ``("qingnianlu yi shequ", "qnlysq")``.

    Pinyin in small letters without tones, ``v`` for ü, words apart; what is not Chinese stays as it is.
    """
    plain = unicodedata.normalize("NFKC", name).strip().lower()
    found = _PARTS.match(plain)
    words = [word for word in (found.groups() if found else (plain,)) if word]
    pinyin = " ".join("".join(lazy_pinyin(word)) for word in words)
    initials = "".join(lazy_pinyin(plain, style=Style.FIRST_LETTER))
    return pinyin[:LONGEST_PINYIN], initials.replace(" ", "")[:LONGEST_INITIALS]
