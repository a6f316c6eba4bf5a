"""The measured effect of a pilot as a kit keeps it: as of a day, with its bounds, or why there is none."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from jiayuan.engines.effects.model import Estimate
from jiayuan.foundation.clock.now import today

from ..models import Pilot
from .queries.effect import LOOKED_BACK, Compared, pilots_compared
from .queries.lineage import first_of


def effect_of(pilot: Pilot) -> Mapping[str, Any]:
    """JSON-ready. ``state``: ``measured`` with this pilot's own ``pair``; otherwise why not (``old``, ``short``,
    ``unlike``; ``again``: its estate became one again). ``all``: all the pilots together, of which this one is one: one
    estate alone has no bounds."""
    said: dict[str, Any] = {"day": today().isoformat()}
    if first_of(pilot).since < today() - LOOKED_BACK:
        return said | {"state": "old"}
    found = pilots_compared()
    pair = found.pair_of(pilot.pk)
    if pair is None:
        return said | {"state": _unmeasured(pilot, found)}
    numbers = ("before", "after", "like_before", "like_after", "difference")
    pair_of = {name: round(float(getattr(pair, name)), 2) for name in numbers}
    return said | {"state": "measured", "pair": pair_of, "all": _together(found)}


def _unmeasured(pilot: Pilot, found: Compared) -> str:
    if pilot.pk not in found.pilots:
        return "again"
    return "unlike" if found.pilots[pilot.pk] in found.effect.unlike else "short"


def _together(found: Compared) -> Mapping[str, Any]:
    effect = found.effect
    return {
        "pairs": len(effect.pairs), "pilots": found.trials, "chance": effect.chance,
        "is_clear": effect.is_clear, **_rounded(effect.effect),
        "moved_apart_before": bool(effect.before and effect.before.is_told_apart_from_nothing),
    }  # fmt: skip


def _rounded(estimate: Estimate | None) -> Mapping[str, float | None]:
    if estimate is None:
        return {"mean": None, "low": None, "high": None}
    return {name: None if value is None else round(value, 2) for name, value in asdict(estimate).items()}
