"""What an ``IntegrityError`` says, asked of the database itself."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from jiayuan.foundation.common.violations import is_taken
from tests.factories import TieFactory

pytestmark = pytest.mark.django_db


def refused(write: Callable[[], object]) -> IntegrityError:
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        write()
    return raised.value


def test_a_second_of_what_there_can_be_one_of_is_taken() -> None:
    tie = TieFactory()
    assert is_taken(refused(lambda: TieFactory(case=tie.case)))


def test_what_nobody_may_write_is_not() -> None:
    assert not is_taken(refused(lambda: TieFactory(kind="merged", lead=None)))


def test_one_that_no_database_raised_is_not() -> None:
    assert not is_taken(IntegrityError("made up"))
