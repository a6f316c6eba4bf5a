"""A plan on the district's own roads: what they wind is driven, and a place without one is left out."""

from datetime import timedelta
from typing import Any

import pytest

from jiayuan.engines.rounds import Faults
from jiayuan.foundation.clock.now import at
from jiayuan.modules.waste.domain.planning.draw import draw
from tests.modules.waste.operating import TODAY, Yard
from tests.modules.waste.scene import NOW

pytestmark = pytest.mark.django_db
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def yard() -> Any:
    with at(NOW):
        found = Yard()
        found.estate(1)
        yield found


PLACES = (37.87, 112.55), (37.871, 112.55), (37.80, 112.58)
"""The yard, the estate, and the site."""


def roads(*lengths: int) -> str:
    """From the yard to the estate, and on to the site, in both directions."""
    nodes = "".join(
        f'<node id="{number}"><data key="x">{x}</data><data key="y">{y}</data></node>'
        for number, (y, x) in enumerate(PLACES)
    )
    edges = "".join(
        f'<edge source="{number}" target="{number + 1}"><data key="l">{length}</data></edge>'
        for number, length in enumerate(lengths)
    )
    return (
        '<graphml><key id="x" for="node" attr.name="x"/><key id="y" for="node" attr.name="y"/>'
        f'<key id="l" for="edge" attr.name="length"/><graph edgedefault="undirected">{nodes}{edges}</graph></graphml>'
    )


def on(settings: Any, folder: Any, text: str) -> None:
    file = folder / "roads.graphml"
    file.write_text(text, encoding="utf-8")
    settings.ROADS_FILE = str(file)


def driven(yard: Yard) -> int:
    drawn, _seen = draw(yard.operator, TOMORROW, 0.3)
    metres: int = drawn["rounds"][0]["metres"]
    return metres


def test_what_the_roads_wind_is_driven(yard: Yard, settings: Any, tmp_path: Any) -> None:
    as_the_crow_flies = driven(yard)
    on(settings, tmp_path, roads(9_000, 9_000))
    assert driven(yard) == pytest.approx(2 * 18_000, abs=10)
    assert as_the_crow_flies < 30_000


def test_a_place_without_a_road_is_left_out_and_said(yard: Yard, settings: Any, tmp_path: Any) -> None:
    yard.estate(90, latitude=37.97)
    on(settings, tmp_path, roads(200, 9_000))
    drawn, _seen = draw(yard.operator, TOMORROW, 0.3)
    assert [(each["estate"][-3:], each["code"]) for each in drawn["left"]] == [("090", "road")]


def test_a_file_without_roads_is_refused(yard: Yard, settings: Any, tmp_path: Any) -> None:
    on(settings, tmp_path, "<graphml/>")
    with pytest.raises(Faults):
        draw(yard.operator, TOMORROW, 0.3)
