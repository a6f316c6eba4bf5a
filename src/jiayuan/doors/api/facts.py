"""What the platform goes by: categories, places, the table of states; and what is public."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, JsonResponse
from ninja import Field, Path, Router, Schema

from jiayuan.district.desk.mapping import parse_box
from jiayuan.services.cases.domain.catalogue import current_of
from jiayuan.services.cases.domain.queries.catalogue import current_versions, grouped
from jiayuan.services.cases.domain.queries.layers import public_features
from jiayuan.services.cases.domain.suggesting.suggest import propose
from jiayuan.services.cases.interfaces.visits import limit
from jiayuan.services.cases.lifecycle import TRANSITIONS
from jiayuan.services.cases.models import CategoryVersion

from .schemas import CategoryOut, TransitionOut
from .schemas_dispatch import VersionOut
from .schemas_suggest import ProposalsOut, WordsIn
from .shapes import category_out, version_out
from .visitors import OPEN, actor_of

router = Router(tags=["facts"], auth=OPEN)
Code = Annotated[str, Path(max_length=12, description="A code of /api/categories.", examples=["P0103"])]


class FeaturesOut(Schema):
    """GeoJSON (RFC 7946)."""

    type: Literal["FeatureCollection"]
    features: list[dict[str, Any]] = Field(description="Points with `number`, `title`, `state` and more.")


@router.get("/categories", response=list[CategoryOut], summary="What can be reported, and what is promised")
def categories(request: HttpRequest) -> Any:  # noqa: ARG001
    return [
        category_out(version, group.label)
        for group in grouped(current_versions())
        for version in group.versions
    ]


@router.post("/categories/suggest", response=ProposalsOut, summary="What words are usually filed as")
def suggest(request: HttpRequest, payload: WordsIn) -> Any:
    """At most three, the likeliest first; none before anything was learnt. Nothing is kept of the words."""
    if not hasattr(request, "presented"):
        limit(request, "suggest")  # type: ignore[arg-type]
    found = propose(payload.words, current_versions())
    return {
        "is_sure": found.is_sure,
        "suggestions": [
            {
                "code": each.code,
                "name": each.version.display_name,
                "confidence": round(each.confidence, 3),
                "because": list(each.because),
            }
            for each in found.shown
        ],
    }


@router.get(
    "/categories/{code}", response=list[VersionOut], summary="What was promised for a category, and when"
)
def versions(request: HttpRequest, code: Code) -> Any:  # noqa: ARG001
    """Every wording it had, the latest first: a case keeps the promise of the day on which it was filed."""
    rows = CategoryVersion.objects.filter(category=current_of(code).category_id).order_by("-version")
    return [version_out(each) for each in rows]


@router.get("/lifecycle", response=list[TransitionOut], summary="The table of states and actions")
def lifecycle(request: HttpRequest) -> Any:  # noqa: ARG001
    return [
        {
            "action": each.action.value,
            "label": str(each.action.label),
            "sources": [state.value for state in each.sources],
            "target": each.target.value if each.target else None,
            "otherwise": {source.value: target.value for source, target in each.otherwise},
            "comes_back": [state.value for state in each.comes_back],
            "needs": [need.value for need in each.needs],
            "grounds": {value: str(label) for value, label in each.grounds.choices} if each.grounds else {},
        }
        for each in TRANSITIONS
    ]


@router.get("/public/cases.geojson", response=FeaturesOut, summary="Open public cases as GeoJSON")
def public_cases(request: HttpRequest, bbox: str = "") -> Any:
    """Points snapped to 100 metres, in WGS-84. ``bbox`` is west,south,east,north; without it,
    everywhere."""
    features = public_features(actor_of(request), parse_box(bbox))
    return JsonResponse(
        {"type": "FeatureCollection", "features": list(features)}, content_type="application/geo+json"
    )
