"""What the database itself refuses to rewrite of waste operations."""

from jiayuan.foundation.common.frozen_rows import FrozenRows

_WORDS = "Weights are never rewritten: enter a correction"
WEIGHTS = (
    FrozenRows("waste_weighing", "waste_weighing", _WORDS),
    FrozenRows("waste_unloading", "waste_unloading", _WORDS),
)
