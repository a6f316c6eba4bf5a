"""Arithmetic on place paths. A path is digits; whatever lies inside a place begins with its path."""

from django.db.models import Q


def successor(path: str) -> str:
    """The smallest string above every path inside ``path``: ``140106`` -> ``140107``."""
    return str(int(path) + 1).zfill(len(path))


def inside(paths: "list[str] | tuple[str, ...]", *, field: str = "path") -> Q:
    """A condition: ``field`` lies in one of ``paths``. No paths at all lets nothing through."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field}__gte": path, f"{field}__lt": successor(path)})
    return condition


def ancestors(path: str) -> list[str]:
    """The paths above, from the district down, without ``path`` itself."""
    return [path[:length] for length in (6, 9, 12, 15, 18) if length < len(path)]


def path_of_code(code: str, kind_length: int) -> str:
    """``140106001000`` (a street: 9) -> ``140106001``."""
    return code[:kind_length]


def code_of_path(path: str) -> str:
    """The statistical code: 12 digits down to the community, longer below."""
    return path.ljust(12, "0")
