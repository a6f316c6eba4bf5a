"""What every test may ask for."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.people.models import Person
from tests import emptying, migrated
from tests.factories import PersonFactory, PlaceFactory, RoleGrantFactory

ROOT = Path(__file__).resolve().parents[1]
FIRST_TEST_DATABASE_OF_REDIS = 8
REACHES_A_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}
"""Fixtures; to a test with none of them, and without the mark ``django_db``, every query is refused."""
COMMUNITY = "140106004010"
OTHER_COMMUNITY = "140106004011"


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("nomigrations", default=False):
        migrated.install()
    _take_postgresql_lightly()
    _count_apart_in_redis()


def _take_postgresql_lightly() -> None:
    """No test pulls the plug: commits need not wait for the disk. Their order and their locks stay the same."""
    database = django_settings.DATABASES["default"]
    if database["ENGINE"].endswith("postgresql"):
        database.setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
        emptying.install()


def _count_apart_in_redis() -> None:
    """Each worker counts in a Redis database of its own: clearing the cache empties the whole of it."""
    location = django_settings.CACHES["default"].get("LOCATION", "")
    if location.startswith("redis:"):
        worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        number = FIRST_TEST_DATABASE_OF_REDIS + worker % 8
        django_settings.CACHES["default"]["LOCATION"] = f"redis://{urlsplit(location).netloc}/{number}"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what can ask a database anything, so that all else need not run once for each kind of database."""
    for item in items:
        if item.get_closest_marker("django_db") or REACHES_A_DATABASE & set(
            getattr(item, "fixturenames", ())
        ):
            item.add_marker("database")


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """Uploads of a test go to a folder of its own; static files are served as they lie."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.ALLOWED_HOSTS = ["*"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _fresh_limits(request: pytest.FixtureRequest) -> None:
    """Rate limits count in the cache, which lies in the database: no test inherits another's count."""
    wanted = {"db", "transactional_db", "live_server"}
    if request.node.get_closest_marker("django_db") or wanted & set(request.fixturenames):
        request.getfixturevalue("db")
        cache.clear()


@pytest.fixture
def person_with(db: None) -> Callable[..., Person]:
    """``person_with(Role.COMMUNITY_WORKER, "140106004010")``: a person who holds that role there."""

    def make(
        role: Role | None = None, path: str = COMMUNITY, *, organisation: Any = None, **fields: Any
    ) -> Person:
        person = PersonFactory(**fields)
        if role is not None:
            RoleGrantFactory(
                person=person, role=role, place=PlaceFactory(path=path), organisation=organisation
            )
        return person

    return make


@pytest.fixture
def actor_with(person_with: Callable[..., Person]) -> Callable[..., Actor]:
    """Like ``person_with``, as an :class:`Actor` for domain functions."""
    return lambda *args, **kwargs: Actor(person=person_with(*args, **kwargs))


@pytest.fixture
def sign_in() -> Callable[[Person], Client]:
    """A client signed in as a person whose second factor is done."""

    def make(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session["second_factor_done"] = time.time()
        session.save()
        return client

    return make


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database of this version, made once: for tests that need one beside their own, to be copied."""
    folder = tmp_path_factory.mktemp("migrated")
    path = folder / "jiayuan.sqlite3"
    if migrated.file().exists():
        shutil.copyfile(migrated.file(), path)
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{path}",
        "JIAYUAN_DATA": str(folder),
        "PYTHONPATH": str(ROOT / "src"),
        "REDIS_URL": "",
    }
    subprocess.run(
        [sys.executable, "-m", "jiayuan.doors.cli.main", "migrate"],
        env=environment, check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return path


@pytest.fixture
def copy_of_migrated(migrated_file: Path) -> Callable[[Path], Path]:
    """``copy_of_migrated(path)``: a migrated, empty database of one's own at ``path``."""

    def make(path: Path) -> Path:
        for extra in ("", "-wal"):
            source = migrated_file.with_name(migrated_file.name + extra)
            if source.exists():
                shutil.copyfile(source, path.with_name(path.name + extra))
        return path

    return make
