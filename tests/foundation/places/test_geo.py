"""Datums, distances, coarse positions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiayuan.foundation.places.geo import (
    gcj02_to_wgs84,
    is_shifted,
    metres_between,
    snap,
    wgs84_to_gcj02,
)

# Published pairs: the first three from the tests of eviltransform, the fourth from those of coordtransform.
PUBLISHED = [
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
    ((39.915, 116.404), (39.91640428150164, 116.41024449916938)),
]
IN_CHINA = st.tuples(st.floats(18.2, 53.5), st.floats(73.7, 135.0))
IN_TAIYUAN = st.tuples(st.floats(37.7, 38.1), st.floats(112.3, 112.9))


@pytest.mark.parametrize(("wgs84", "gcj02"), PUBLISHED)
def test_conversion_agrees_with_published_points(
    wgs84: tuple[float, float], gcj02: tuple[float, float]
) -> None:
    assert wgs84_to_gcj02(*wgs84) == pytest.approx(gcj02, abs=1e-9)
    assert gcj02_to_wgs84(*gcj02) == pytest.approx(wgs84, abs=1e-9)


@given(IN_CHINA)
def test_there_and_back_ends_within_a_micrometre(position: tuple[float, float]) -> None:
    assert metres_between(gcj02_to_wgs84(*wgs84_to_gcj02(*position)), position) < 1e-6


@given(IN_CHINA)
def test_the_shift_is_what_people_see_on_maps(position: tuple[float, float]) -> None:
    assert 1 < metres_between(wgs84_to_gcj02(*position), position) < 1500


@pytest.mark.parametrize("position", [(51.5, -0.12), (-33.9, 151.2), (35.7, 139.7)])
def test_abroad_both_are_the_same(position: tuple[float, float]) -> None:
    assert not is_shifted(*position)
    assert wgs84_to_gcj02(*position) == position
    assert gcj02_to_wgs84(*position) == position


def test_a_known_distance() -> None:
    degree_up = metres_between((37.0, 112.0), (38.0, 112.0))
    assert degree_up == pytest.approx(111_195, abs=1)
    assert metres_between((60.0, 0.0), (60.0, 1.0)) == pytest.approx(degree_up / 2, rel=1e-3)
    assert metres_between((0.0, 0.0), (0.0, 180.0)) == pytest.approx(20_015_115, abs=1)


@given(IN_TAIYUAN)
def test_a_snapped_position_is_near_and_stays_put(position: tuple[float, float]) -> None:
    coarse = snap(*position)
    assert metres_between(coarse, position) < 72
    assert snap(*coarse) == coarse


@given(IN_TAIYUAN, st.floats(0, 1), st.floats(0, 1))
def test_all_of_a_cell_snaps_to_one_position(position: tuple[float, float], up: float, along: float) -> None:
    """Neighbours inside the cell are told apart by nobody."""
    middle = snap(*position)
    inside = (middle[0] + (up - 0.5) * 0.0008, middle[1] + (along - 0.5) * 0.001)
    assert snap(*inside) == middle


def test_the_width_of_the_grid_can_be_chosen() -> None:
    assert metres_between(snap(37.861, 112.571, 1000), (37.861, 112.571)) < 720
