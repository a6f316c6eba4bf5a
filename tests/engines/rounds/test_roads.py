"""Ways on a road network: GraphML and OSM, one-way streets, places off the road."""

import json

import pytest

from jiayuan.engines.rounds import Faults, check_plan, on_roads, read_instance, solve
from jiayuan.engines.rounds.model import FAR, Measure

from .instances import district, vrplib

LATITUDE, LONGITUDES = 37.85, (112.50, 112.51, 112.52)
GRAPHML = """<?xml version="1.0"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="d0" for="node" attr.name="x"/><key id="d1" for="node" attr.name="y"/>
<key id="d2" for="edge" attr.name="length"/>
<graph edgedefault="directed">
<node id="a"><data key="d0">112.50</data><data key="d1">37.85</data></node>
<node id="b"><data key="d0">112.51</data><data key="d1">37.85</data></node>
<node id="c"><data key="d0">112.52</data><data key="d1">37.85</data></node>
<edge source="a" target="b"><data key="d2">1000</data></edge>
<edge source="b" target="c"><data key="d2">1500.4</data></edge>
<edge source="c" target="a"><data key="d2">4000</data></edge>
</graph></graphml>"""
OSM = """<osm><node id="1" lon="112.50" lat="37.85"/><node id="2" lon="112.51" lat="37.85"/>
<node id="3" lon="112.52" lat="37.85"/>
<way><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>
<way><nd ref="3"/><nd ref="2"/><tag k="highway" v="tertiary"/><tag k="oneway" v="-1"/></way>
<way><nd ref="1"/><nd ref="3"/><tag k="highway" v="footway"/></way></osm>"""


def instance(*longitudes: float):
    data = district(stops=1)
    for row, longitude in zip([*data["sites"], *data["stops"]], longitudes or LONGITUDES, strict=True):
        row["longitude"], row["latitude"] = longitude, LATITUDE
    return read_instance(json.dumps(data))


def test_graphml() -> None:
    found = on_roads(instance(), GRAPHML)
    assert found.roads.measure is Measure.TABLE
    assert found.roads.metres == ((0, 1_000, 2_500), (5_500, 0, 1_500), (4_000, 5_000, 0))
    plan = solve(found, seconds=0.5, workers=1)
    assert check_plan(found, plan) == []
    assert not plan.left


def test_roads_of_both_directions() -> None:
    found = on_roads(instance(), GRAPHML.replace('"directed"', '"undirected"'))
    assert found.roads.metres[1][0] == 1_000


def test_osm_with_a_one_way_street_and_none_for_trucks() -> None:
    ways = on_roads(instance(), OSM).roads.metres
    assert ways[0][1] == ways[1][0] == pytest.approx(878, abs=2)
    assert ways[1][2] == pytest.approx(878, abs=2)
    assert ways[2][1] == FAR


def test_a_place_off_every_road() -> None:
    plan = solve(on_roads(instance(112.50, 112.51, 112.60), OSM), seconds=0.5, workers=1)
    assert {each.code for each in plan.left} == {"road"}


@pytest.mark.parametrize("text", ["<osm>", "<html/>", "<osm/>"])
def test_what_is_no_network(text: str) -> None:
    with pytest.raises(Faults):
        on_roads(instance(), text)


def test_places_that_are_not_on_the_earth() -> None:
    with pytest.raises(Faults, match="roads"):
        on_roads(read_instance(vrplib()), OSM)
