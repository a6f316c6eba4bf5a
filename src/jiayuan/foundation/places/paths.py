"""Arithmetic on place paths. A path is digits; whatever lies inside a place begins with its path."""

from django.db.models import Q

CODE_DIGITS = 12
DISTRICT_LENGTH, STREET_LENGTH, COMMUNITY_LENGTH, ESTATE_LENGTH = 6, 9, 12, 15
"""Digits of a district's path, a street's, a community's and an estate's; whatever lies inside begins with them."""


def successor(path: str) -> str:
    """The smallest string above every path inside ``path``: ``140106`` -> ``140107``."""
    return str(int(path) + 1).zfill(len(path))


def inside(paths: "list[str] | tuple[str, ...]", *, field: str = "path") -> Q:
    """A condition: ``field`` lies in one of ``paths``. No paths, or what is no path, lets nothing through."""
    condition = Q(pk__in=[])
    for path in paths:
        if not (path.isascii() and path.isdigit()):
            continue
        condition |= Q(**{f"{field}__gte": path, f"{field}__lt": successor(path)})
    return condition


def ancestors(path: str) -> list[str]:
    """The paths above, from the district down, without ``path`` itself."""
    return [path[:length] for length in (6, 9, 12, 15, 18) if length < len(path)]


def path_of_printed_code(code: str) -> str:
    """``140106001000`` -> ``140106001``: a statistical code without the zeros that fill it up; a path stays
    as it is.
    """
    if len(code) == CODE_DIGITS and code.endswith("000000"):
        return code[:6]
    if len(code) == CODE_DIGITS and code.endswith("000"):
        return code[:9]
    return code


def code_of_path(path: str) -> str:
    """The statistical code: 12 digits down to the community, longer below."""
    return path.ljust(CODE_DIGITS, "0")
