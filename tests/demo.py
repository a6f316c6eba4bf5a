"""The small demonstration district, for tests that want a town with people in it.

Import ``small_town`` and ``small_demo`` into the module that uses them; it is built once a module.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from jiayuan.doors.cli.demo import ACCOUNTS, build
from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.people.models import Person


@pytest.fixture(scope="module")
def small_town(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """Built inside a transaction that is undone after the module. Gives the folder of its photos."""
    media = tmp_path_factory.mktemp("demo-media")
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        with override_settings(DEMO=True, MEDIA_ROOT=media):
            build(small=True)
        yield media
        transaction.set_rollback(True)


@pytest.fixture
def small_demo(small_town: Path, db: None, settings: Any) -> dict[str, Actor]:
    """The demonstration accounts as actors, by key."""
    settings.DEMO, settings.MEDIA_ROOT = True, small_town
    people = {each.username: each for each in Person.objects.filter(username__startswith="demo-")}
    return {each.key: Actor(person=people[each.username]) for each in ACCOUNTS}
