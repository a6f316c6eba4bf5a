"""The rules as such: no database, and laws over any rules, cases and units."""

from hypothesis import given
from hypothesis import strategies as st

from jiayuan.services.cases.domain.dispatch.matching import (
    CaseFacts,
    Choice,
    RuleFacts,
    UnitFacts,
    Units,
    all_choices,
    choose,
    fits,
)

HERE = "140106004010"
CASE = CaseFacts(1, HERE, "0105", "municipal")
OWN = UnitFacts(1, "140106004", "municipal")
DISTRICT = UnitFacts(2, "140106", "municipal")
OFFICE = UnitFacts(3, HERE, "community")
FAR = UnitFacts(4, "140106005", "municipal")
ESTATE = UnitFacts(5, HERE + "001", "municipal")
UNITS = Units([OWN, DISTRICT, OFFICE, FAR, ESTATE])


def test_the_nearest_place_that_holds_the_case_comes_first() -> None:
    assert UNITS.near("municipal", HERE) == [1, 2, 5]
    assert UNITS.near("municipal", HERE + "001") == [5, 1, 2]
    assert UNITS.near("lighting", HERE) == []


def test_the_first_rule_that_leads_somewhere_decides() -> None:
    nowhere = RuleFacts("路灯", function="lighting", position=1)
    office = RuleFacts("社区", function="community", position=2)
    category = RuleFacts("类别", position=3)
    assert choose(CASE, [nowhere, office, category], UNITS) == Choice(3, office)
    assert choose(CASE, [nowhere], UNITS) == Choice()
    assert [each.unit for each in all_choices(CASE, [nowhere, office, category], UNITS)] == [3, 1, 2, 5]


def test_conditions() -> None:
    assert fits(RuleFacts("", categories=("01",)), CASE)
    assert not fits(RuleFacts("", categories=("02", "0106")), CASE)
    assert fits(RuleFacts("", place="140106004"), CASE)
    assert not fits(RuleFacts("", place="140106005"), CASE)
    assert not fits(RuleFacts("", only_urgent=True), CASE)
    assert not fits(RuleFacts("", only_out_of_hours=True), CASE)
    night = CaseFacts(1, HERE, "0105", "municipal", is_urgent=True, is_out_of_hours=True)
    assert fits(RuleFacts("", only_urgent=True, only_out_of_hours=True), night)


def test_one_unit_for_all_works_only_where_it_reaches() -> None:
    assert choose(CASE, [RuleFacts("", unit=2)], UNITS).unit == 2
    assert choose(CASE, [RuleFacts("", unit=4)], UNITS).unit is None
    assert choose(CASE, [RuleFacts("", unit=99)], UNITS).unit is None


PLACES = st.sampled_from(["140106", "140106004", "140106005", HERE, HERE + "001", "140106005001"])
FUNCTIONS = st.sampled_from(["municipal", "lighting", "community"])
UNIT = st.builds(UnitFacts, st.integers(1, 30), PLACES, FUNCTIONS)
RULE = st.builds(
    RuleFacts, st.just("规则"), st.lists(st.sampled_from(["01", "0105", "02"]), max_size=2).map(tuple),
    st.one_of(st.just(""), PLACES), st.booleans(), st.booleans(), st.one_of(st.just(""), FUNCTIONS),
    st.one_of(st.none(), st.integers(1, 30)),
)  # fmt: skip
ANY_CASE = st.builds(
    CaseFacts, st.integers(1, 9), st.sampled_from([HERE, HERE + "001", "140106005001"]),
    st.sampled_from(["0105", "0106", "0201"]), FUNCTIONS, st.booleans(), st.booleans(),
)  # fmt: skip


@given(ANY_CASE, st.lists(RULE, max_size=6), st.lists(UNIT, max_size=8, unique_by=lambda unit: unit.pk))
def test_what_is_chosen_is_the_first_of_all_that_could_be(case, rules, given_units) -> None:
    found = choose(case, rules, Units(given_units))
    every = all_choices(case, rules, Units(given_units))
    assert every[:1] == ([found] if found.unit is not None else [])
    assert len({each.unit for each in every}) == len(every)
    for each in every:
        assert each.rule is not None
        assert fits(each.rule, case)


@given(ANY_CASE, st.lists(RULE, max_size=6), RULE, st.lists(UNIT, max_size=8, unique_by=lambda unit: unit.pk))
def test_a_rule_behind_one_that_decides_changes_nothing(case, rules, more, given_units) -> None:
    units = Units(given_units)
    before = choose(case, rules, units)
    if before.unit is not None:
        assert choose(case, [*rules, more], units) == before
