"""What the template tags of waste say."""

import re
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.utils.translation import override

from jiayuan.modules.waste.domain.queries.scorecards import Measure


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        (Measure("share", 54.0, 51.5, 40.1, 62.0, 9), "54.0 % before 51.5 % alike 40.1–62.0 %"),
        (Measure("kitchen", 0.5, None, 0.25, 3.0, 9), "0.50 alike 0.25–3.0"),
        (Measure("share", None, None, 40.1, 62.0, 9), "–"),
    ],
)
def test_of_a_range_of_shares_only_the_end_has_the_sign(measure: Measure, said: str) -> None:
    card = SimpleNamespace(place=SimpleNamespace(path="140106004010"), measures={measure.code: measure})
    template = Template("{% load waste %}{% measure card code %}")
    with override("en"):
        html = template.render(Context({"card": card, "code": measure.code, "many": 4}))
    shown = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert shown == said


def test_points_stay_beside_their_number() -> None:
    with override("en"):
        assert Template("{% load waste %}{% points 7.14 %}").render(Context()) == "+7.1\u00a0points"
