"""Which bin, for programs."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router

from jiayuan.modules.sorting.domain.asking import ask
from jiayuan.modules.sorting.interfaces.shown import show
from jiayuan.services.cases.interfaces.visits import limit

from .schemas_sorting import BinOut
from .visitors import OPEN

router = Router(tags=["sorting"], auth=OPEN)
Asked = Annotated[str, Query(max_length=60, description="What it is called.", examples=["榴莲壳"])]


@router.get("", response=BinOut, summary="Which bin a thing belongs in")
def which_bin(request: HttpRequest, q: Asked) -> Any:
    """Nothing is kept of the words."""
    if not hasattr(request, "presented"):
        limit(request, "search")  # type: ignore[arg-type]
    said = ask(q)
    shown, answer = show(said), said.answer
    return {
        "query": q,
        "category": shown.category,
        "label": str(shown.label),
        "name": shown.name,
        "confidence": 1.0 if said.local else answer.confidence,
        "reason": shown.reason,
        "first": shown.first,
        "alternatives": [] if said.local else list(answer.alternatives),
        "ask": shown.ask or None,
        "source": shown.source,
    }
