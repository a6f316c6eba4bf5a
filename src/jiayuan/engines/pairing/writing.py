"""A plan as plain data: what ``jiayuan plan pairing --json`` prints, and what others keep."""

from typing import Any

from .model import Plan


def plan_as_data(found: Plan) -> dict[str, Any]:
    """JSON-ready; metres and seconds as in :class:`~.model.Plan`."""
    pairs = [
        {
            "organisation": each.organisation,
            "community": each.community,
            "metres": each.metres,
            "meets": list(each.meets),
            "continued": each.continued,
            "fixed": each.fixed,
            "next_best": None
            if each.next_best is None
            else {"organisation": each.next_best.organisation, "extra": each.next_best.extra},
        }
        for each in found.pairs
    ]
    return {
        "status": found.status.value,
        "cost": found.cost,
        "bound": found.bound,
        "gap": round(found.gap, 6),
        "seconds": round(found.seconds, 2),
        "parts": dict(found.parts),
        "worst": found.worst,
        "fair_limit": found.fair_limit,
        "unmet": [list(each) for each in found.unmet],
        "loads": dict(found.loads),
        "pairs": pairs,
    }
