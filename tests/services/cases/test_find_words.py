"""The index for words inside texts: used where there is one, and nobody is stopped where there may be none."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from jiayuan.services.cases.domain.queries.listing import CaseFilter, listed
from jiayuan.services.cases.models import Case
from tests.services.cases.story import Story

migration = import_module("jiayuan.services.cases.migrations.0001_squashed_0033_closed_in_a_place")
EDITOR = SimpleNamespace(connection=connection)


def indexes() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'cases_find_%'")
        return {name for (name,) in cursor.fetchall()}


def execute(*commands: str) -> None:
    with connection.cursor() as cursor:
        for command in commands:
            cursor.execute(command)


@pytest.mark.postgres
@pytest.mark.django_db
def test_words_of_three_characters_are_found_by_the_index() -> None:
    assert indexes() == {"cases_find_words", "cases_find_address", "cases_find_public_words"}
    execute("SET LOCAL enable_seqscan = off")
    plan = Case.objects.filter(words__icontains="井盖松动").explain()
    assert "cases_find_words" in plan


@pytest.mark.postgres
@pytest.mark.django_db
def test_who_may_not_create_it_goes_on_without(caplog: pytest.LogCaptureFixture) -> None:
    migration.drop_index(None, EDITOR)
    execute("CREATE ROLE cases_guest", "SET LOCAL ROLE cases_guest")
    migration.make_index(None, EDITOR)
    execute("RESET ROLE", "DROP ROLE cases_guest")
    assert indexes() == set()
    assert "without an index" in caplog.text
    migration.make_index(None, EDITOR)
    assert len(indexes()) == 3


@pytest.mark.django_db
def test_words_are_found_with_or_without_it() -> None:
    story = Story()
    found = listed(story.worker, CaseFilter(q="井盖松动"))
    assert list(found) == [story.case]
    assert not listed(story.worker, CaseFilter(q="路灯不亮")).exists()
