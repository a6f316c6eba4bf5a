"""Whatever is merged and split, no record is lost and none is counted twice."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.places.domain.change import Part, merge_communities, move_estate, split_community
from jiayuan.foundation.places.domain.queries import ranges_of
from jiayuan.foundation.places.enums import PlaceKind
from jiayuan.foundation.places.models import Place
from tests.factories import PersonFactory, PlaceFactory, RoleGrantFactory

ON = date(2026, 3, 1)
STREET = "140106004"
STEPS = st.lists(
    st.tuples(st.sampled_from(["merge", "split", "move"]), st.integers(0, 999), st.integers(1, 999)),
    max_size=6,
)


def living(kind: PlaceKind) -> list[Place]:
    return list(Place.objects.current().of_kind(kind).order_by("path"))


def step(number: int, action: str, a: int, b: int, by: Actor) -> None:
    communities = living(PlaceKind.COMMUNITY)
    first = communities[a % len(communities)]
    second = (
        communities[(a + 1 + b % (len(communities) - 1)) % len(communities)]
        if len(communities) > 1
        else first
    )
    estates = living(PlaceKind.ESTATE)
    if action == "split":
        inner = [estate.path for estate in estates if estate.parent_id == first.path][: b % 3]
        parts = [Part(f"分{number}甲", estates=inner), Part(f"分{number}乙", is_principal=bool(b % 2))]
        split_community(first.path, parts, on=ON, by=by)
    elif first != second and action == "merge":
        merge_communities([first.path, second.path], into_name=f"合{number}", on=ON, by=by)
    elif first != second:
        estate = estates[b % len(estates)]
        if estate.parent_id != first.path:
            move_estate(estate.path, first.path, on=ON, by=by)


@pytest.mark.django_db(transaction=False)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_former_path_belongs_to_exactly_one_living_place(
    db: Any, steps: list[tuple[str, int, int]]
) -> None:
    from django.db import transaction

    with transaction.atomic():
        officer = PersonFactory()
        for number in (1, 2, 3):
            for estate in (1, 2):
                PlaceFactory(path=f"{STREET}{number:03d}{estate:03d}001", name="1号楼")
                Place.objects.filter(pk=f"{STREET}{number:03d}{estate:03d}").update(
                    name=f"苑{number}{estate}"
                )
            Place.objects.filter(pk=f"{STREET}{number:03d}").update(name=f"社区{number}")
        RoleGrantFactory(person=officer, role=Role.DISTRICT_OFFICER, place=Place.objects.get(pk="140106"))
        actor = Actor(person=officer)
        for number, (action, a, b) in enumerate(steps):
            step(number, action, a, b, actor)
        for kind in (PlaceKind.COMMUNITY, PlaceKind.ESTATE, PlaceKind.BUILDING):
            ranges = [path for place in living(kind) for path in ranges_of(place)]
            assert sorted(ranges) == sorted(Place.objects.filter(kind=kind).values_list("path", flat=True))
        assert Place.objects.current().filter(kind=PlaceKind.BUILDING).count() == 6
        for place in Place.objects.current().exclude(parent=None).select_related("parent"):
            assert place.parent is not None
            assert place.parent.closed_on is None
            assert place.path.startswith(place.parent.path)
        transaction.set_rollback(True)


def test_the_ranges_cost_one_query_however_long_the_history(
    db: None, actor_with: Any, django_assert_num_queries: Any
) -> None:
    for number in (1, 2, 3, 4):
        PlaceFactory(path=f"{STREET}{number:03d}", name=f"社区{number}")
    officer = actor_with(Role.DISTRICT_OFFICER, "140106")
    merged = merge_communities([f"{STREET}001", f"{STREET}002"], into_name="合一", on=ON, by=officer)
    merged = merge_communities([merged.path, f"{STREET}003"], into_name="合二", on=ON, by=officer)
    merged = merge_communities([merged.path, f"{STREET}004"], into_name="合三", on=ON, by=officer)
    with django_assert_num_queries(1):
        assert len(ranges_of(merged)) == 7
