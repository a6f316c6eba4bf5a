"""All cases of the demonstration, planned before the first one happens."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.common.demo import DemoContext
from jiayuan.foundation.places.geo import metres_to_degrees
from jiayuan.foundation.places.models import Place

from ..doubt_enums import DoubtKind
from ..models import CategoryVersion
from .cast import Cast
from .scenes import SCENES, Scene
from .story import Story, Where, ended, forwards, hurried, is_final, until_now
from .texts import Texts, fill
from .ways import PAST, PRESENT, pace_of

PAST_CASES, SMALL_PAST = 460, 4
PRESENT_CASES, SMALL_PRESENT = 130, 0
NEAR = "140106004"
"""The street where most happens, because the tours begin there."""
LATE = 0.07
PINNED_FOR = timedelta(days=120)
UNPINNED = 0.6
"""The part of the older reports that came without a pin on the map."""
PICTURED_FOR = timedelta(days=30)
PICTURED = 0.05
"""The part of the latest reports that came with a photo."""
AT_HOME = ("P05", "E07", "P0106", "P0107", "P0108", "P0105", "E0103", "E0106")
IN_ESTATE = [
    "一号楼前",
    "三号楼东侧",
    "大门内",
    "车棚旁",
    "后院",
    "小花园西边",
    "南门",
    "楼道口",
    "配电室旁",
    "健身区",
]
IN_STREET = ["门前", "公交站旁", "路口东侧", "路口西侧", "便道上", "斜对面", "桥下", "胡同口"]
CALLED = ["王女士", "李先生", "张阿姨", "赵先生", "刘女士", "郭大爷", "马女士", "任先生", "武阿姨", "郝先生"]
_ROAD = re.compile(r"[一二三四五六七八九十]*社区$")
YEAR = 365


class Planner:
    """Draws cases by chance; the same chance draws the same cases."""

    def __init__(self, context: DemoContext, cast: Cast, texts: Texts, versions: dict[str, CategoryVersion]):
        self.context, self.cast, self.texts, self.versions = context, cast, texts, versions
        self.random = context.random("cases")
        self.estates = list(context.estates)
        self.near = [each for each in self.estates if each.path.startswith(NEAR)]
        self.communities = Place.objects.defer("boundary").in_bulk({each.path[:12] for each in self.estates})
        self.codes, self.weights = list(texts.weights), list(texts.weights.values())
        self.numbers = 0

    def plan(self) -> list[Story]:
        small = self.context.small
        past = [self._past(is_small=small) for _number in range(SMALL_PAST if small else PAST_CASES)]
        present = [self._present() for _number in range(SMALL_PRESENT if small else PRESENT_CASES)]
        return [*past, *present, *self._scenes()]

    def _scenes(self) -> Iterator[Story]:
        known = {each.name: each for each in self.estates}
        for scene in SCENES:
            place = known.get(scene.at) or self.communities.get(scene.at)
            if place is not None:
                story = self._scene(scene, place)
                yield story
                if story.flaw == DoubtKind.AGAIN:
                    yield self._repeat(story)

    def _scene(self, scene: Scene, place: Place) -> Story:
        random, pace = self._next(), pace_of(self.versions[scene.code])
        now = self.context.now
        if is_final(scene.way):
            reported_at, beats = ended(scene.way, now - timedelta(days=scene.spent), pace, random)
        else:
            reported_at, beats = until_now(scene.way, now, pace, scene.spent, random)
        if scene.flaw == DoubtKind.QUICK:
            beats = hurried(beats)
        story = Story(
            number=self.numbers,
            code=scene.code,
            words=scene.words or self.texts.report(scene.code, random),
            where=self._where(place, random),
            random=random,
            reported_at=reported_at,
            beats=beats,
            reporter=self._account(scene.reporter),
            helper=self._account(scene.helper),
            handler=self._account(scene.handler),
            photo=scene.photo,
            score=scene.score,
            flaw=scene.flaw,
        )
        return self._named(story)

    def _repeat(self, earlier: Story) -> Story:
        """Somebody else reports the same, where it was."""
        random = self._next()
        pace = pace_of(self.versions[earlier.code])
        reported_at, beats = until_now("filed", self.context.now, pace, 0.4, random)
        words = self.texts.report(earlier.code, random)
        story = Story(self.numbers, earlier.code, words, earlier.where, random, reported_at, beats)
        return self._named(story)

    def _account(self, key: str) -> Actor | None:
        return self.cast.actors[self.context.people[key].pk] if key else None

    def _past(self, *, is_small: bool) -> Story:
        random = self._next()
        code = random.choices(self.codes, self.weights)[0]
        way = random.choices(list(PAST), list(PAST.values()))[0]
        pace, late = pace_of(self.versions[code]), random.random() < LATE
        reported_at = self._moment(random, is_small=is_small)
        beats = forwards(way, reported_at, pace, random, late=late)
        if beats[-1].at >= self.context.now:
            reported_at, beats = ended(way, self.context.now - timedelta(hours=1), pace, random, late=late)
        return self._drawn(random, code, reported_at, beats)

    def _present(self) -> Story:
        random = self._next()
        code = random.choices(self.codes, self.weights)[0]
        way = random.choices(list(PRESENT), list(PRESENT.values()))[0]
        spent = random.choices(
            (random.uniform(0.05, 0.6), random.uniform(0.7, 1.0), random.uniform(1.1, 3.0)), (72, 18, 10)
        )[0]
        pace = pace_of(self.versions[code])
        reported_at, beats = until_now(way, self.context.now, pace, spent, random)
        return self._drawn(random, code, reported_at, beats)

    def _drawn(self, random: Random, code: str, reported_at: datetime, beats: Sequence[Any]) -> Story:
        words = random.choice(self.texts.reports[code])
        place = self._place(code, words, random)
        story = Story(
            number=self.numbers,
            code=code,
            words=fill(words, random),
            where=self._where(place, random),
            random=random,
            reported_at=reported_at,
            beats=beats,
        )
        age = self.context.now - reported_at
        if age > PINNED_FOR and random.random() < UNPINNED:
            story.where = replace(story.where, latitude=None, longitude=None)
        story.photo = age < PICTURED_FOR and not code.startswith("E07") and random.random() < PICTURED
        self._reporter(story, place.path[:12])
        return self._named(story)

    def _next(self) -> Random:
        """A source of chance for each case: it draws the same however the acts of others fall between."""
        self.numbers += 1
        return self.context.random(f"case/{self.numbers}")

    def _moment(self, random: Random, *, is_small: bool) -> datetime:
        """Some time since the platform opened, more often lately."""
        days = (self.context.now - self.context.opening).days
        ago = random.choices(
            (random.uniform(1, days), random.uniform(1, YEAR), random.uniform(1, 45)), (0.4, 0.25, 0.35)
        )[0]
        day = timezone.localtime(self.context.now - timedelta(days=20 if is_small else ago))
        hour = min(max(round(random.gauss(13, 4)), 6), 22)
        return max(day.replace(hour=hour, minute=random.randrange(60)), self.context.opening)

    def _place(self, code: str, words: str, random: Random) -> Place:
        estate = random.choice(self.near if random.random() < 0.45 else self.estates)
        if "{街}" in words:
            return self.communities[estate.path[:12]]
        if "{楼}" in words or "{处}" in words or code.startswith(AT_HOME) or random.random() < 0.5:
            return estate
        return self.communities[estate.path[:12]]

    def _where(self, place: Place, random: Random) -> Where:
        """Near enough to the middle that no other community is nearer."""
        is_estate = len(place.path) > 12
        up, along = metres_to_degrees(20 if is_estate else 60, place.latitude or 0.0)
        address = (
            random.choice(IN_ESTATE)
            if is_estate
            else f"{_ROAD.sub('', place.name)}{random.randint(1, 180)}号{random.choice(IN_STREET)}"
        )
        return Where(
            place.path,
            round((place.latitude or 0.0) + up * random.uniform(-1, 1), 6),
            round((place.longitude or 0.0) + along * random.uniform(-1, 1), 6),
            address,
        )

    def _reporter(self, story: Story, community: str) -> None:
        kind = story.random.random()
        if kind < 0.5:
            story.reporter = self.cast.neighbour(community, story.random)
        elif kind < 0.65 and not story.code.startswith("E07"):
            story.reporter = self.cast.grids[community][0]
        elif kind < 0.75:
            story.helper = self.cast.workers[community][0]

    def _named(self, story: Story) -> Story:
        if story.reporter is None:
            story.name = story.random.choice(CALLED)
            story.phone = f"1380000{story.random.randint(5000, 9999)}"
        return story
