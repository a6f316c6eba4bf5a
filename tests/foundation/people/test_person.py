"""People are asked for by key with every page; and only all people by the kept question."""

from typing import Any

import pytest

from jiayuan.foundation.people.models import Person
from jiayuan.foundation.people.models.person import PersonManager
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


class OfOneName(PersonManager):
    """As Django derives managers for those that belong to something."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(name="李建芳")


def test_a_derived_manager_finds_none_but_its_own() -> None:
    manager: Any = OfOneName()
    manager.model = Person
    own, other = PersonFactory(name="李建芳"), PersonFactory(name="王")
    assert manager.get(pk=own.pk) == own
    with pytest.raises(Person.DoesNotExist):
        manager.get(pk=other.pk)
    assert Person.objects.get(pk=other.pk) == other
