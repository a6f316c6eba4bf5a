"""The API as one object."""

from copy import deepcopy
from functools import cached_property
from typing import Any

from ninja import NinjaAPI

from jiayuan import __version__

from . import (
    appeals,
    case_acts,
    case_neighbours,
    case_outside,
    case_proof,
    dispatch,
    facts,
    figures,
    gatherings,
    me,
    months,
    orders,
    organisations,
    photos,
    places,
    replies,
    sorting,
    stations,
    volunteering,
    waste,
    wishes,
)
from .cases import public_router
from .describe import described
from .outermost import outermost
from .parser import SafeParser
from .problems import handle_problems
from .visitors import Door


class HouseAPI(NinjaAPI):
    """Its description says also what every operation has in common.

    It is the same for everybody and as long as the process lives, and takes about a second to draw up: drawn up once.
    """

    def get_openapi_schema(self, *_args: Any, **_kwargs: Any) -> Any:
        return deepcopy(self._description)

    @cached_property
    def _description(self) -> Any:
        return described(super().get_openapi_schema())


api = HouseAPI(
    title="Jiayuan 家园",
    version=__version__,
    description="Report problems of the neighbourhood, follow them, and work on them.",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=Door(),
    parser=SafeParser(),
    urls_namespace="api",
)
api.add_decorator(outermost, mode="view")
api.add_router("", facts.router)
api.add_router("/public", public_router)
api.add_router("/places", places.router)
api.add_router("/organisations", organisations.router)
api.add_router("/cases", case_neighbours.router)
api.add_router("/cases", case_acts.router)
api.add_router("/cases", case_outside.router)
api.add_router("/cases", case_proof.router)
api.add_router("/months", months.router)
api.add_router("", appeals.router)
api.add_router("", dispatch.router)
api.add_router("/orders", orders.router)
api.add_router("/replies", replies.router)
api.add_router("/figures", figures.router)
api.add_router("/gatherings", gatherings.router)
api.add_router("/photos", photos.router)
api.add_router("", me.router)
api.add_router("", volunteering.router)
api.add_router("/sorting", sorting.router)
api.add_router("/waste", waste.router)
api.add_router("/help", wishes.router)
api.add_router("/help", stations.router)
handle_problems(api)
