from typing import Any

import pytest

from jiayuan.foundation.places.models import Place
from jiayuan.services.cases.models import CategoryVersion
from tests.factories import CategoryVersionFactory, PlaceFactory
from tests.services.cases.story import COMMUNITY, Story

QUESTIONS: list[dict[str, Any]] = [
    {
        "key": "whose", "zh": "井盖上写的是什么字？", "en": "What is on the cover?", "kind": "choice",
        "required": False,
        "choices": [{"key": "water", "zh": "自来水", "en": "Water"}, {"key": "power", "zh": "电力", "en": "Power"}],
    },
    {"key": "hurt", "zh": "有没有人受伤？", "en": "Is anybody hurt?", "kind": "yesno", "required": False},
    {"key": "pole", "zh": "编号是多少？", "en": "Which number?", "kind": "text", "required": False},
]  # fmt: skip


@pytest.fixture
def community(db: None) -> Place:
    place = PlaceFactory(path=COMMUNITY, name="青年路一社区", pinyin="qing nian lu yi she qu")
    Place.objects.filter(pk="140106004").update(name="测试街道", pinyin="ce shi jie dao")
    Place.objects.filter(pk="140106").update(name="迎泽区", pinyin="ying ze qu")
    return place


@pytest.fixture
def version(community: Place) -> CategoryVersion:
    return CategoryVersionFactory(
        name="井盖松动", name_en="Loose manhole cover", plain_words="井盖响 井盖翘了", questions=QUESTIONS
    )


@pytest.fixture
def story(version: CategoryVersion) -> Story:
    return Story()
