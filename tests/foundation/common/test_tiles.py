"""What the content policy lets through for map tiles."""

import pytest

from jiayuan.foundation.common.tiles import tile_sources


@pytest.mark.parametrize(
    ("address", "sources"),
    [
        ("", []),
        ("/tiles/{z}/{x}/{y}.png", []),
        ("https://tiles.example/{z}/{x}/{y}.png", ["https://tiles.example"]),
        ("https://maps.example/tiles/{z}/{x}/{y}.png", ["https://maps.example"]),
        (
            "https://t0.tianditu.gov.cn/vec_w/wmts?LAYER=vec&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=key",
            ["https://t0.tianditu.gov.cn"],
        ),
        ("https://t{s}.tianditu.gov.cn/vec_w/wmts?x={x}&y={y}&l={z}&tk=key", ["https://*.tianditu.gov.cn"]),
        ("https://{s}.tile.example/{z}/{x}/{y}.png", ["https://*.tile.example"]),
        ("http://10.0.0.5:8080/map/{z}/{x}/{y}.png", ["http://10.0.0.5:8080"]),
        ("//tiles.example/{z}/{x}/{y}.png", ["https://tiles.example"]),
        ("https://user:secret@tiles.example/{z}/{x}/{y}.png", ["https://tiles.example"]),
    ],
)
def test_the_server_is_named_and_nothing_more(address, sources):
    assert tile_sources(address) == sources
