"""How names sound: pinyin without tones, and with what northern and southern ears take for the same made the same."""

import re
import unicodedata
from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

_READ_OTHERWISE = {
    "壳": "ke",
    "核": "he",
    "药": "yao",
    "薄": "bao",
    "重": "zhong",
    "长": "chang",
    "盛": "sheng",
}


@cache
def _readings() -> dict[int, str]:
    """pypinyin's readings of single characters. Importing the package would read its phrases too, six times as slow."""
    package = find_spec("pypinyin")
    file = Path(package.origin).with_name("pinyin_dict.py") if package and package.origin else None
    found = spec_from_file_location("pinyin_of_characters", file) if file else None
    if found is None or found.loader is None:
        raise ImportError("pypinyin is not installed")
    module = module_from_spec(found)
    found.loader.exec_module(module)
    readings: dict[int, str] = module.pinyin_dict
    return readings


@lru_cache(maxsize=16384)
def syllable(character: str) -> str:
    """``药`` -> ``yao``. What has no reading stays as it is."""
    if character in _READ_OTHERWISE:
        return _READ_OTHERWISE[character]
    first = _readings().get(ord(character), "").partition(",")[0]
    plain = unicodedata.normalize("NFD", first).replace("u\u0308", "v")
    return re.sub(r"[^a-z]", "", plain) if first else character


@lru_cache(maxsize=4096)
def folded(sound: str) -> str:
    """``zhang`` -> ``zan``: zh and z, an and ang, n and l, f and h before u count as the same."""
    sound = re.sub(r"^([zcs])h", r"\1", sound)
    sound = re.sub(r"(?<=[aei])ng$", "n", sound)
    sound = re.sub(r"^n(?=.)", "l", sound)
    return re.sub(r"^hu(?=[aio])", "f", sound)


def syllables(text: str) -> tuple[str, ...]:
    return tuple(syllable(each) for each in text)


def folded_syllables(text: str) -> tuple[str, ...]:
    return tuple(folded(syllable(each)) for each in text)


def spelt(text: str) -> str:
    return "".join(syllables(text))


def initials(text: str) -> str:
    return "".join(each[:1] for each in syllables(text))
