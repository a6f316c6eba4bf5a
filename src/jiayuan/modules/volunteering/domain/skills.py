"""The skills that come with the product; a district may add its own and put others out of use."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..models import Skill

FILE = Path(__file__).resolve().parents[1] / "facts" / "skills.json"


@lru_cache(maxsize=1)
def _known() -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def load_skills(**_kwargs: Any) -> int:
    """Add whichever is missing; what a district changed stays as it is. How many were added."""
    present = set(Skill.objects.values_list("pk", flat=True))
    missing = [
        Skill(order=10 * number, **each)
        for number, each in enumerate(_known(), 1)
        if each["code"] not in present
    ]
    Skill.objects.bulk_create(missing)
    return len(missing)


def skills_in_use() -> list[Skill]:
    return list(Skill.objects.filter(is_active=True))
