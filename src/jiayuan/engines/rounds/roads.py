"""Ways on real roads: a network from GraphML or an OSM extract, and the shortest ways between an instance's places."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree  # nosec: a file that the district's own staff chose

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from jiayuan.engines.faults import Fault, Faults
from jiayuan.engines.ground import EARTH, metres

from .model import FAR, Instance, Measure, Roads

OFF_ROAD = 2_000
"""Metres from the nearest road beyond which a place has none."""
DRIVABLE = {
    "motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "living_street", "service",
    "motorway_link", "trunk_link", "primary_link", "secondary_link", "tertiary_link", "road",
}  # fmt: skip


@dataclass
class Network:
    """Crossings by their id in the file, as longitude and latitude; roads from one to another, in metres."""

    nodes: dict[str, tuple[float, float]] = field(default_factory=dict)
    edges: dict[tuple[str, str], float] = field(default_factory=dict)

    def add(self, here: str, there: str, length: float | None, *, both: bool) -> None:
        if here not in self.nodes or there not in self.nodes:
            return
        if length is None:
            (x, y), (to_x, to_y) = self.nodes[here], self.nodes[there]
            length = metres(y, x, to_y, to_x)
        for way in ((here, there), (there, here))[: 2 if both else 1]:
            self.edges[way] = min(length, self.edges.get(way, length))


def on_roads(instance: Instance, text: str) -> Instance:
    """The same instance with ways on these roads. :raises Faults: there are none, or places are on a plane."""
    if instance.roads.measure is not Measure.GROUND:
        raise Faults([Fault("roads", "file", "The places of this file do not lie on the earth's roads.")])
    network = read_network(text)
    if not network.edges:
        raise Faults([Fault("roads", "roads", "There is no road in it that a truck could drive on.")])
    return replace(instance, roads=Roads(Measure.TABLE, metres=_table(instance, network)))


def read_network(text: str) -> Network:
    """GraphML (nodes with x and y, edges with length) or OSM XML. :raises Faults: it is neither."""
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 see above
    except ElementTree.ParseError as error:
        raise Faults([Fault("roads", "roads", f"is not XML: {error}")]) from error
    kind = _name(root.tag)
    if kind == "graphml":
        return _from_graphml(root)
    if kind == "osm":
        return _from_osm(root)
    raise Faults([Fault("roads", "roads", f"“{kind}” is neither GraphML nor OSM.")])


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


def _all(root: ElementTree.Element, name: str) -> Iterable[ElementTree.Element]:
    return (each for each in root.iter() if _name(each.tag) == name)


def _from_graphml(root: ElementTree.Element) -> Network:
    names = {each.get("id", ""): each.get("attr.name", "") for each in _all(root, "key")}
    is_directed = all(each.get("edgedefault") != "undirected" for each in _all(root, "graph"))
    network = Network()
    for node in _all(root, "node"):
        said = _said(node, names)
        if "x" in said and "y" in said:
            network.nodes[node.get("id", "")] = float(said["x"]), float(said["y"])
    for edge in _all(root, "edge"):
        length = _said(edge, names).get("length")
        network.add(
            edge.get("source", ""),
            edge.get("target", ""),
            float(length) if length else None,
            both=not is_directed,
        )
    return network


def _said(element: ElementTree.Element, names: dict[str, str]) -> dict[str, str]:
    return {names.get(each.get("key", ""), ""): each.text or "" for each in _all(element, "data")}


def _from_osm(root: ElementTree.Element) -> Network:
    network = Network()
    for node in _all(root, "node"):
        network.nodes[node.get("id", "")] = float(node.get("lon", 0)), float(node.get("lat", 0))
    for way in _all(root, "way"):
        tags = {each.get("k"): each.get("v") for each in _all(way, "tag")}
        if tags.get("highway") not in DRIVABLE:
            continue
        along = [each.get("ref", "") for each in _all(way, "nd")]
        one_way = tags.get("oneway")
        for here, there in pairwise(along):
            ends = (there, here) if one_way == "-1" else (here, there)
            network.add(*ends, None, both=one_way not in {"yes", "true", "1", "-1"})
    return network


def _table(instance: Instance, network: Network) -> tuple[tuple[int, ...], ...]:
    """From every place to the nearest crossing as the crow flies, on by the shortest way, and off again."""
    used = sorted({end for way in network.edges for end in way})
    number = {each: place for place, each in enumerate(used)}
    heads, tails = ([number[way[end]] for way in network.edges] for end in (0, 1))
    graph = csr_matrix((list(network.edges.values()), (heads, tails)), shape=(len(used), len(used)))
    away, nearest = _snapped(instance, np.array([network.nodes[each] for each in used]))
    sources, back = np.unique(nearest, return_inverse=True)
    ways = dijkstra(graph, indices=sources)[np.ix_(back, np.arange(len(used)))][:, nearest]
    total = ways + away[:, None] + away[None, :]
    off = away > OFF_ROAD
    total = np.where(np.isfinite(total) & ~(off[:, None] | off[None, :]), total, FAR)
    np.fill_diagonal(total, 0)
    return tuple(tuple(int(each) for each in row) for row in np.rint(total))


def _snapped(instance: Instance, nodes: Any) -> tuple[Any, Any]:
    """How far each place is from the nearest crossing, and which that is."""
    places = np.array([(each.x, each.y) for each in instance.places])
    flat = np.array([np.cos(np.radians(nodes[:, 1].mean())), 1.0]) * np.radians(1.0) * EARTH
    away, nearest = cKDTree(nodes * flat).query(places * flat)
    return away, nearest
