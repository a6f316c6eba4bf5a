"""The tokens of slips that a session holds: of what was told on this visit, and of what was taken in for somebody."""

from django.http import HttpRequest

from jiayuan.foundation.common.visit import TOKENS_IN_SESSION

from .actor import hash_token

SLIPS = "case_slips"
"""The session's key for tokens whose slip may be printed here, and nothing else done."""
FOLLOWED = "case_slips_followed"
"""The session's key for tokens that came here with a slip only: whoever finds one is not who told it."""
MOST_TOKENS = 50


def keep_token(request: HttpRequest, token: str, name: str = TOKENS_IN_SESSION) -> None:
    """Remember a token in the session, the newest last; the oldest goes when there are too many."""
    kept = [each for each in request.session.get(name, []) if each != token]
    request.session[name] = [*kept, token][-MOST_TOKENS:]


def own_token(request: HttpRequest, token_hash: str) -> str:
    """The token with this hash if somebody told it on this visit, or came with its slip; else empty."""
    return _with_hash(request.session.get(TOKENS_IN_SESSION, []), token_hash)


def held_token(request: HttpRequest, token_hash: str) -> str:
    """The token with this hash if the session holds it: as one's own, or to print the slip; else empty."""
    return own_token(request, token_hash) or _with_hash(request.session.get(SLIPS, []), token_hash)


def keep_followed(request: HttpRequest, token: str) -> None:
    """Somebody came with a slip. What was told on this device stays its own, scanned or not."""
    if came_by_slip(request, hash_token(token)) or not own_token(request, hash_token(token)):
        keep_token(request, token, FOLLOWED)
    keep_token(request, token)


def came_by_slip(request: HttpRequest, token_hash: str) -> bool:
    """This session knows of it by its slip alone."""
    return bool(_with_hash(request.session.get(FOLLOWED, []), token_hash))


def _with_hash(tokens: list[str], token_hash: str) -> str:
    return next((each for each in tokens if hash_token(each) == token_hash), "")
