"""Answers as plain data: what ``jiayuan plan matching --json`` prints, and what others keep."""

from dataclasses import asdict
from typing import Any

from .model import Plan, Proposal


def plan_as_data(found: Plan) -> dict[str, Any]:
    """JSON-ready; metres, minutes and seconds as in :class:`~.model.Plan`."""
    return {
        "status": found.status.value,
        "cost": found.cost,
        "bound": found.bound,
        "gap": round(found.gap, 6),
        "seconds": round(found.seconds, 2),
        "parts": dict(found.parts),
        "service": {name: round(value, 4) for name, value in asdict(found.service).items()},
        "matches": [asdict(each) for each in found.matches],
        "unserved": [asdict(each) for each in found.unserved],
    }


def proposal_as_data(found: Proposal) -> dict[str, Any]:
    """JSON-ready; the offers in their order, the best first."""
    return asdict(found)
