"""The API as one object."""

from ninja import NinjaAPI

from jiayuan import __version__

from . import cases, facts
from .parser import SafeParser
from .problems import handle_problems
from .visitors import session_or_visitor

api = NinjaAPI(
    title="Jiayuan 家园",
    version=__version__,
    description="Report problems of the neighbourhood, follow them, and work on them.",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=session_or_visitor,
    parser=SafeParser(),
    urls_namespace="api",
)
api.add_router("", facts.router)
api.add_router("/cases", cases.router)
handle_problems(api)
