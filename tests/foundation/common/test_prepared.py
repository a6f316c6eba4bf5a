"""Prepared questions answer as the querysets they were made from, whatever stands in their slots."""

from typing import Any

import pytest
from django.db.models import Exists, OuterRef, QuerySet

from jiayuan.foundation.access.models import RoleGrant
from jiayuan.foundation.common import prepared
from jiayuan.foundation.common.prepared import (
    Prepared,
    Slot,
    Slots,
    asked_in_parts,
    prepared_for,
    put_along,
)
from jiayuan.foundation.people.models import Person
from jiayuan.foundation.places.models import Place
from tests.factories import PersonFactory, PlaceFactory, RoleGrantFactory

pytestmark = pytest.mark.django_db


def test_asked_again_it_finds_what_is_there_now(django_assert_num_queries: Any) -> None:
    by_name: Prepared[Person] = Prepared(
        lambda: Person.objects.filter(name=Slot("name", Person, "name")).order_by("pk")
    )
    assert by_name.rows(name="李建芳") == []
    first = PersonFactory(name="李建芳")
    second = PersonFactory(name="李建芳")
    PersonFactory(name="王")
    with django_assert_num_queries(1):
        assert by_name.rows(name="李建芳") == [first, second]
    assert by_name.first(name="李建芳") == first
    assert by_name.first(name="x' OR 1=1 --") is None


def test_models_come_whole_with_what_is_joined_annotated_and_left_out(django_assert_num_queries: Any) -> None:
    grant = RoleGrantFactory()

    def build() -> "QuerySet[RoleGrant]":
        rows = RoleGrant.objects.filter(person_id=Slot("person", RoleGrant, "person")).select_related("place")
        there = Exists(Place.objects.filter(pk=OuterRef("place_id")))
        return rows.defer("place__boundary").annotate(is_there=there)

    asked = Prepared(build)
    for _turn in range(2):
        with django_assert_num_queries(1):
            (found,) = asked.rows(person=grant.person_id)
            assert (found, found.place.name, found.since) == (grant, grant.place.name, grant.since)
            assert found.is_there is True  # type: ignore[attr-defined]
        assert found.get_deferred_fields() == set()
        assert found.place.get_deferred_fields() == {"boundary"}
        found.save()


def test_values_and_prefetches(django_assert_num_queries: Any) -> None:
    grant = RoleGrantFactory()
    keys = Prepared(
        lambda: RoleGrant.objects.filter(pk=Slot("key", RoleGrant, "pk")).values_list("role", "since")
    )
    assert keys.rows(key=grant.pk) == [(grant.role, grant.since)]
    people = Prepared(lambda: Person.objects.filter(pk=Slot("key", Person, "pk")).prefetch_related("grants"))
    with django_assert_num_queries(2):
        (found,) = people.rows(key=grant.person_id)
        assert list(found.grants.all()) == [grant]


def test_a_slot_that_nothing_was_given_for_is_an_error() -> None:
    with pytest.raises(KeyError):
        Prepared(lambda: Person.objects.filter(pk=Slot("key", Person, "pk"))).rows()


def test_what_cannot_find_anything_is_not_asked(django_assert_num_queries: Any) -> None:
    nothing = Prepared(lambda: Person.objects.filter(pk__in=[]))
    with django_assert_num_queries(0):
        assert nothing.rows() == []


def test_any_number_of_keys_few_queries(django_assert_num_queries: Any) -> None:
    people = PersonFactory.create_batch(6)

    def build(many: int) -> "QuerySet[Person]":
        return Person.objects.filter(pk__in=Slots("keys", Person, "pk", many))

    for many, queries in ((0, 0), (1, 1), (4, 1), (6, 1)):
        keys = [each.pk for each in people[:many]]
        with django_assert_num_queries(queries):
            assert {each.pk for each in asked_in_parts("people", build, "keys", keys)} == set(keys)
    far = [each.pk for each in people] + [-number for number in range(1, 200)]
    with django_assert_num_queries(2):
        assert len(asked_in_parts("people", build, "keys", far)) == 6


def test_keys_of_what_is_pointed_to() -> None:
    grant = RoleGrantFactory()
    RoleGrantFactory()
    rows = asked_in_parts(
        "grants",
        lambda many: RoleGrant.objects.filter(person_id__in=Slots("people", RoleGrant, "person", many)),
        "people",
        [grant.person_id],
    )
    assert rows == [grant]


def test_questions_of_readers_are_kept_and_stay_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "_kept", {})
    monkeypatch.setattr(prepared, "MOST", 2)
    PlaceFactory()

    def nobody() -> "QuerySet[Place]":
        raise AssertionError("put together again")

    first = prepared_for("a", Place.objects.all)
    assert prepared_for("a", nobody) is first
    prepared_for("b", Place.objects.all)
    prepared_for("c", Place.objects.all)
    assert set(prepared._kept) == {"c"}
    assert prepared_for("a", Place.objects.all).rows() == list(Place.objects.all())


def test_rows_put_along_are_those_of_the_relation(django_assert_num_queries: Any) -> None:
    grant = RoleGrantFactory()
    RoleGrantFactory()
    person = Person.objects.get(pk=grant.person_id)
    put_along(person, "grants", list(RoleGrant.objects.filter(person=person)))
    with django_assert_num_queries(0):
        (found,) = person.grants.all()
        assert found.person is person
    with django_assert_num_queries(1):
        assert list(person.grants.filter(role=grant.role)) == [grant]
