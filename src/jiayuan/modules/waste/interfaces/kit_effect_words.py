"""The effect that a kit keeps, in honest sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiayuan.foundation.common.units import in_percent

from .kit_words import points_words


@dataclass(frozen=True)
class Said:
    """``tone``: success, info or warning."""

    tone: str
    words: str


def effect_words(effect: Mapping[str, Any]) -> Sequence[Said]:
    """This estate, all the pilots together with their bounds, and whether chance explains it; or why nothing is
    measured."""
    if effect.get("state") != "measured":
        return [Said("info", _unmeasured(effect))]
    return [Said("info", _own(effect["pair"])), *_together(effect["all"])]


def as_of(effect: Mapping[str, Any]) -> str:
    return _("As of %(day)s") % {"day": effect["day"]}


def _unmeasured(effect: Mapping[str, Any]) -> str:
    why = {
        "old": _(
            "it began more than forty weeks ago, and what the world did since would be counted with it."
        ),
        "again": _("the estate became a pilot again later, and is compared from then on."),
        "unlike": _("no other estate resembles it enough to be compared with."),
    }.get(effect.get("state", ""), _("too few weeks were weighed before and after it began."))
    return _("The effect is not measured: %(why)s What stands here is what was done, not what it did.") % {
        "why": why
    }


def _own(pair: Mapping[str, float]) -> str:
    said = {
        name: in_percent(f"{pair[name]:.1f}") for name in ("before", "after", "like_before", "like_after")
    }
    said["difference"] = points_words(pair["difference"])
    return (
        _(
            "Share of kitchen waste here: %(before)s before, %(after)s after. At the estate like it: %(like_before)s "
            "and %(like_after)s. The difference is %(difference)s; one estate alone cannot be told apart from chance."
        )
        % said
    )


def _together(told: Mapping[str, Any]) -> Sequence[Said]:
    said = {"n": told["pairs"], "mean": points_words(told["mean"])}
    if told["low"] is None:
        words = ngettext(
            "%(n)s pilot that can be compared: %(mean)s. Fewer than three pairs: no bounds can be given, and it cannot "
            "be told apart from chance.",
            "All %(n)s pilots that can be compared: %(mean)s. Fewer than three pairs: no bounds can be given, and it "
            "cannot be told apart from chance.",
            told["pairs"],
        )
        return [Said("info", words % said)]
    said |= {"low": points_words(told["low"]), "high": points_words(told["high"])}
    words = _("All %(n)s pilots that can be compared: %(mean)s, 95 %% interval %(low)s to %(high)s.") % said
    return [Said("info", words), _verdict(told)]


def _verdict(told: Mapping[str, Any]) -> Said:
    if told["moved_apart_before"]:
        return Said(
            "warning",
            _("The pairs moved apart before the pilots began already: the comparison does not hold."),
        )
    if told["is_clear"]:
        return Said("success", _("The difference is larger than chance explains."))
    return Said(
        "info",
        _("The difference cannot be told apart from chance. That does not say that the pilots did nothing."),
    )
