"""A small line of a few months, drawn on the server."""

from collections.abc import Sequence

WIDTH, HEIGHT, EDGE = 120, 32, 4


def line_points(values: Sequence[float | None]) -> Sequence[str]:
    """Pieces of an SVG ``points``; a month of which nothing is said parts the line. From nothing up to the greatest."""
    greatest = max((each for each in values if each is not None), default=0) or 1
    apart = (WIDTH - 2 * EDGE) / max(len(values) - 1, 1)
    pieces: list[list[str]] = [[]]
    for number, each in enumerate(values):
        if each is None:
            pieces.append([])
            continue
        height = HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * each / greatest
        pieces[-1].append(f"{EDGE + number * apart:.1f},{height:.1f}")
    return [" ".join(_drawable(piece)) for piece in pieces if piece]


def _drawable(piece: Sequence[str]) -> Sequence[str]:
    """A month by itself is a dot: a line to where it begins."""
    return piece if len(piece) > 1 else [*piece, *piece]
