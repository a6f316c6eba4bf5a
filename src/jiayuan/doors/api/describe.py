"""What every operation has in common, written into its description: ways to be known, headers, refusals."""

from collections.abc import Iterator, Mapping
from typing import Any

PROBLEM = "application/problem+json"
METHODS = ("get", "post", "put", "patch", "delete")
SECURITY: Mapping[str, Any] = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token issued in the console, under settings. It never reaches farther than its person.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "jiayuan_session",
        "description": "A browser's session. Whatever changes something then needs the header X-CSRFToken as well.",
    },
    "case": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Case-Token",
        "description": "The token of a report or a wish: opens that one without an account.",
    },
}
_ANYBODY: list[dict[str, list[str]]] = [{}, {"token": []}, {"session": []}, {"case": []}]
_NAMED: list[dict[str, list[str]]] = [{"token": []}, {"session": []}]
NAMED = (
    "appeals",
    "dispatch",
    "help/claims",
    "me",
    "messages",
    "months",
    "orders",
    "organisations",
    "pairings",
    "replies",
    "suggestions",
    "volunteers",
    "yearly-lists",
)
"""The beginnings of addresses that only somebody by name may call."""
_SAID = {
    400: ("The request cannot be read.", "unreadable", "The body is not JSON that can be read."),
    401: (
        "Nobody is known by this token, or one must be somebody here.",
        "unknown",
        "This token opens nothing.",
    ),
    403: ("A rule says no, and which.", "refused", "Who handled a case does not verify it."),
    404: ("Not there, or not for this caller to know of.", "missing", "There is no case with this number."),
    409: ("The world moved on since it was read.", "stale", "This page is out of date."),
    422: (
        "Something that was sent will not do; `field` or `faults` say what.",
        "invalid",
        "Nothing is written here.",
    ),
    429: ("Asked too often; wait as long as Retry-After says.", "too-many", "This token is used too often."),
}
_PROBLEM_SCHEMA: Mapping[str, Any] = {
    "title": "Problem",
    "description": "A refusal (RFC 9457), in the language of Accept-Language.",
    "type": "object",
    "required": ["type", "status", "code", "title"],
    "properties": {
        "type": {"type": "string", "const": "about:blank"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stays the same in every language."},
        "title": {"type": "string", "description": "What is wrong."},
        "detail": {"type": "string", "description": "What to do instead."},
        "field": {"type": "string", "description": "The field to blame, if one is."},
        "faults": {
            "type": "array",
            "description": "Fields that have not the described shape.",
            "items": {
                "type": "object",
                "required": ["field", "says"],
                "properties": {"field": {"type": "string"}, "says": {"type": "string"}},
            },
        },
    },
}
_LANGUAGE = {
    "in": "header",
    "name": "Accept-Language",
    "required": False,
    "description": "zh (as it is) or en: names, explanations and refusals are written in it.",
    "schema": {"type": "string"},
    "example": "en",
}
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Any text of your own, kept for 48 hours. The same request sent again with it does nothing and is "
    "answered as the first was (with Idempotent-Replayed: true); another request with it is refused with 422; "
    "one that comes while the first is still running, with 409.",
    "schema": {"type": "string", "maxLength": 200},
    "example": "5f1c6c1e-3d0f-4a55-8f0b-1f6c1b7f2c11",
}
_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "description": "The ETag that was read, instead of `revision` in the body.",
    "schema": {"type": "string"},
    "example": '"3"',
}


def described(schema: Any) -> Any:
    """The schema with security, common headers and all refusals."""
    schema["components"]["schemas"]["Problem"] = dict(_PROBLEM_SCHEMA)
    schema["components"]["securitySchemes"] = dict(SECURITY)
    schema["components"]["responses"] = {f"Problem{status}": _answer(status) for status in _SAID}
    for path, way, call in _operations(schema):
        _describe(path, way, call)
    return schema


def _operations(schema: Any) -> Iterator[tuple[str, str, Any]]:
    for path, ways in schema["paths"].items():
        for way, call in ways.items():
            if way in METHODS:
                yield path, way, call


def _describe(path: str, way: str, call: Any) -> None:
    call["security"] = _NAMED if _is_named(path) else _ANYBODY
    call["parameters"] = [*call.get("parameters", []), _LANGUAGE]
    if way == "post":
        call["parameters"].append(_KEY)
    if path.endswith("/actions/{action}"):
        call["parameters"].append(_MATCH)
    for status in _statuses(path, way, call):
        call["responses"].setdefault(status, {"$ref": f"#/components/responses/Problem{status}"})
    if path.endswith(".geojson"):
        content = call["responses"][200]["content"]
        content["application/geo+json"] = content.pop("application/json")
    if path.endswith("/volunteers/file"):
        rows = {"schema": {"type": "string", "contentMediaType": "text/csv"}}
        call["responses"][200] = {"description": "The rows.", "content": {"text/csv": rows}}
    elif path.endswith("/file"):
        archive = {"schema": {"type": "string", "contentMediaType": "application/zip"}}
        call["responses"][200] = {"description": "The archive.", "content": {"application/zip": archive}}
    if path.endswith("/{size}"):
        picture = {"schema": {"type": "string", "contentMediaType": "image/jpeg"}}
        call["responses"][200] = {"description": "The picture.", "content": {"image/jpeg": picture}}


_MAY_MISS = ("/api/appeals", "/api/dispatch/draft", "/api/dispatch/runs", "/api/waste/near")
"""What they ask for is named in the body, or is there or not."""


def _is_named(path: str) -> bool:
    return any(path.startswith(f"/api/{part}") for part in NAMED)


def _statuses(path: str, way: str, call: Any) -> list[int]:
    found = [401, 403, 429]
    if "{" in path or path in _MAY_MISS or "latitude" in str(call["parameters"]):
        found.append(404)
    if "{" in path or way != "get" or len(call["parameters"]) > 1:
        found.append(422)
    if way != "get":
        found += [400, 409]
    if path.endswith("/file"):
        found.append(409)
    return sorted(found)


def _answer(status: int) -> dict[str, Any]:
    meaning, code, title = _SAID[status]
    example = {"type": "about:blank", "status": status, "code": code, "title": title}
    found: dict[str, Any] = {
        "description": meaning,
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}},
    }
    if status == 429:
        found["headers"] = {
            "Retry-After": {"description": "Seconds to wait.", "required": True, "schema": {"type": "string"}}
        }
    return found
