"""The catalogue that ships, and how it gets into the tables."""

from dataclasses import replace

import pytest

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import today
from jiayuan.foundation.clock.term import TermUnit
from jiayuan.foundation.common.errors import Invalid, Refused
from jiayuan.foundation.organisations.enums import UnitFunction
from jiayuan.services.cases.demo.texts import read_texts
from jiayuan.services.cases.domain.catalogue import VersionDraft, publish_version
from jiayuan.services.cases.domain.load_catalogue import load_catalogue, read_catalogue
from jiayuan.services.cases.domain.queries.catalogue import current_versions, grouped, match_categories
from jiayuan.services.cases.domain.report import current_version
from jiayuan.services.cases.enums import ProofPolicy
from jiayuan.services.cases.models import Category, CategoryVersion

LITTER = "E0101"


def changed(code, **fields):
    """The facts with another promise for one category."""
    return [
        replace(row, promise=replace(row.promise, **fields)) if row.code == code else row
        for row in read_catalogue()
    ]


def versions_of(code):
    return list(CategoryVersion.objects.filter(category_id=code).order_by("version"))


class TestFacts:
    def test_every_value_is_one_the_tables_know(self):
        for row in read_catalogue():
            assert row.promise.function in UnitFunction.values, row.code
            assert row.promise.handle_unit in TermUnit.values, row.code
            assert row.promise.proof in ProofPolicy.values, row.code
            assert row.promise.handle_amount > 0
            assert row.kind == ("part" if row.code.startswith("P") else "event")

    def test_codes_stand_in_their_groups_and_are_unique(self):
        codes = [row.code for row in read_catalogue()]
        assert len(codes) == len(set(codes))
        assert all(row.parent in (None, row.code[:3]) for row in read_catalogue())
        assert {row.parent for row in read_catalogue()} - {None} <= set(codes)

    def test_questions_are_asked_in_both_languages(self):
        for row in read_catalogue():
            for question in row.promise.questions:
                assert question["zh"]
                assert question["en"]
                assert (question["kind"] == "choice") == bool(question.get("choices")), row.code

    def test_danger_is_promised_around_the_clock_or_by_the_hour(self):
        missing = next(row for row in read_catalogue() if row.code == "P0101")
        assert missing.promise.is_urgent
        assert (missing.promise.handle_amount, missing.promise.handle_unit) == (2, TermUnit.URGENT_HOURS)

    def test_somebody_in_the_demonstration_reports_each_kind(self):
        leaves = {row.code for row in read_catalogue() if row.parent}
        assert set(read_texts().reports) == leaves


@pytest.mark.django_db
class TestLoad:
    def test_loads_once(self):
        first = load_catalogue()
        assert first.created == len(read_catalogue())
        again = load_catalogue()
        assert (again.created, again.changed, again.unchanged) == (0, 0, first.created)
        assert CategoryVersion.objects.count() == first.created

    def test_a_changed_promise_is_a_new_version(self):
        load_catalogue()
        loaded = load_catalogue(changed(LITTER, handle_amount=6))
        assert (loaded.created, loaded.changed) == (0, 1)
        before, after = versions_of(LITTER)
        assert (before.handle_amount, before.valid_until) == (4, today())
        assert (after.handle_amount, after.version, after.valid_until) == (6, 2, None)

    def test_a_changed_icon_is_no_new_version(self):
        load_catalogue()
        rows = [
            replace(row, icon="star", order=99) if row.code == LITTER else row for row in read_catalogue()
        ]
        assert load_catalogue(rows).changed == 0
        category = Category.objects.get(pk=LITTER)
        assert (category.icon, category.order) == ("star", 99)

    def test_a_new_category_comes_in_later(self):
        rows = read_catalogue()
        load_catalogue([row for row in rows if row.code != LITTER])
        assert load_catalogue(rows).created == 1
        assert current_version(LITTER).version == 1

    def test_what_the_district_published_stays(self, actor_with):
        load_catalogue()
        mine = versions_of(LITTER)[0]
        draft = VersionDraft(
            **{name: getattr(mine, name) for name in VersionDraft.__dataclass_fields__} | {"handle_amount": 3}
        )
        publish_version(LITTER, draft, seen=1, by=actor_with(Role.DISTRICT_OFFICER, "140106"))
        assert load_catalogue(changed(LITTER, handle_amount=6)).changed == 0
        assert load_catalogue(changed(LITTER, handle_amount=7)).changed == 0
        assert current_version(LITTER).handle_amount == 3

    def test_a_category_that_others_made_stays(self):
        Category.objects.create(code=LITTER, kind="event")
        load_catalogue()
        assert versions_of(LITTER) == []

    def test_only_the_district_or_the_platform(self, actor_with):
        with pytest.raises(Refused):
            load_catalogue(by=actor_with(Role.COMMUNITY_WORKER))
        assert load_catalogue(by=actor_with(Role.DISTRICT_OFFICER, "140106")).created

    def test_groups_are_headings_only(self):
        load_catalogue()
        offered = current_versions()
        assert {each.category_id for each in offered} == {row.code for row in read_catalogue() if row.parent}
        assert grouped(offered)[0].label == "公用设施"
        with pytest.raises(Invalid):
            current_version("P01")

    @pytest.mark.parametrize(
        ("said", "meant"),
        [
            ("下水道堵了", "P0105"),
            ("家里反味", "P0105"),
            ("纱窗坏了", "E0701"),
            ("路灯不亮", "P0103"),
            ("井盖没了", "P0101"),
            ("共享单车乱放", "E0503"),
            ("暖气不热", "P0108"),
            ("楼上漏水不管", "E0702"),
            ("pothole", "P0201"),
        ],
    )
    def test_plain_words_find_it(self, said, meant):
        load_catalogue()
        assert match_categories(said, current_versions())[0].category_id == meant
