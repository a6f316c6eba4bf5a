"""A public wording proposed from what the reporter wrote: numbers that could point to a person are taken out."""

import re

_PATTERNS = (
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"),
    re.compile(r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·\s]?[A-Z0-9]{5,6}"),
    re.compile(r"\d[\d\s-]{5,}\d[Xx]?"),
    re.compile(r"[\u4e00-\u9fff]{1,2}(?:先生|女士|阿姨|大爷|奶奶|爷爷|师傅|老师)"),
    re.compile(r"\d+\s*(?:单元|室|号楼?\d*室)"),
)
GAP = "＊＊＊"
LIMIT = 200


def redact(words: str) -> str:
    """E-mail addresses, plates, long numbers, names with a form of address and room numbers become ``＊＊＊``."""
    for pattern in _PATTERNS:
        words = pattern.sub(GAP, words)
    words = " ".join(words.split())
    return words if len(words) <= LIMIT else words[: LIMIT - 1] + "…"
