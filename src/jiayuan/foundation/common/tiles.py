"""Where map tiles come from, as the content policy names it. Asks nothing of Django: the settings are made with it."""

from urllib.parse import urlsplit

SUBDOMAIN = "{s}"


def tile_sources(address: str) -> list[str]:
    """The server of a tile address: ``https://a.example/{z}/{x}/{y}.png?tk=key`` -> ``https://a.example``.

    The path is left out, because the policy would take it for one file's; so is what follows it, often a key.
    Servers that differ by ``{s}`` are named by what they share. Tiles of our own server need no naming.
    """
    parts = urlsplit(address)
    host, dot, shared = parts.netloc.rpartition("@")[2].partition(".")
    if not host:
        return []
    if SUBDOMAIN in host and dot:
        host = "*"
    return [f"{parts.scheme or 'https'}://{host}{dot}{shared}"]
