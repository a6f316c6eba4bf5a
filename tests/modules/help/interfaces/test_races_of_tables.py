"""Race pairs on PostgreSQL: one import is confirmed twice at once; two colleagues import one file at once."""

from threading import Barrier
from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.clock.now import at
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.tables.domain import decide
from jiayuan.foundation.tables.domain.decide import confirm, upload
from jiayuan.foundation.tables.domain.work import work_on
from jiayuan.foundation.tables.enums import Mode
from jiayuan.foundation.tables.models import Job
from jiayuan.modules.help.domain import past_services
from jiayuan.modules.help.enums import Tier
from jiayuan.modules.help.models import Post, PostMember, ServiceRecord
from tests.factories import PostFactory
from tests.modules.help.interfaces.test_tables import KEYS, MEMBERS, POSTS, SERVICES, row, table
from tests.modules.help.scene import COMMUNITY, ESTATE, MONDAY, Scene, holder
from tests.services.cases.domain.test_races import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene():
    with at(MONDAY):
        it = Scene()
        PostFactory(station=it.station, name="花园队", tier=Tier.TEAM, place_id=ESTATE)
    return it


def read(sheet, actor):
    """A file that was judged and waits for a decision."""
    with at(MONDAY):
        content = ContentFile(table(sheet, row(sheet)))
        job = upload(registers.sheets[sheet], content, name="x.xlsx", by=actor, queue=False)
        assert work_on(job.pk)
    return job


def confirmed_twice(scene, *, locked):
    """Both find the import undecided; how often it was decided."""
    job, barrier = read(SERVICES, scene.worker), Barrier(2)
    check, lock = decide._check_decision, decide._lock

    def meet(*args):
        if not locked:
            barrier.wait(timeout=20)
        return check(*args)

    def read_only(pk, by, *, waits=True):
        return lock(pk, by, waits=waits) if locked else Job.objects.get(pk=pk)

    def act():
        confirm(job.pk, Mode.GOOD, by=Actor(person=scene.worker.person), queue=False)

    with mock.patch.object(decide, "_check_decision", meet), mock.patch.object(decide, "_lock", read_only):
        outcome = together(act, act)
    return outcome, Entry.objects.filter(stream_id=job.stream, action="tables.confirmed").count(), job


def test_guard_on_one_import_is_confirmed_once(scene):
    outcome, decided, job = confirmed_twice(scene, locked=True)
    assert (outcome, decided) == ({"done": 1, "Conflict": 1}, 1)
    with at(MONDAY):
        assert work_on(job.pk)
    assert ServiceRecord.objects.count() == 1


def test_guard_off_it_is_decided_twice(scene):
    outcome, decided, _job = confirmed_twice(scene, locked=False)
    assert (outcome, decided) == ({"done": 2}, 2)


def imported_twice(scene, sheet):
    """Two colleagues have the same file; each of the two looked before either wrote."""
    colleague = holder(Role.COMMUNITY_WORKER, COMMUNITY)
    jobs = [read(sheet, each) for each in (scene.worker, colleague)]
    for job in jobs:
        confirm(job.pk, Mode.GOOD, by=Actor(person=job.who), queue=False)
    barrier, loader = Barrier(2), registers.sheets[sheet].loader
    prepare = loader.prepare

    def meet(self, rows):
        prepare(self, rows)
        barrier.wait(timeout=20)

    def work(job):
        with at(MONDAY):
            assert work_on(job.pk)

    with mock.patch.object(loader, "prepare", meet):
        outcome = together(*(lambda job=job: work(job) for job in jobs))
    assert outcome == {"done": 2}
    for job in jobs:
        job.refresh_from_db()
    return sorted((job.written, job.bad) for job in jobs)


@pytest.mark.parametrize("sheet", KEYS)
def test_guard_on_two_imports_of_one_file_make_everything_once(scene, sheet):
    assert imported_twice(scene, sheet) == [(1, 0), (1, 0)], "whoever comes second finds it there: no fault"
    counts = {
        POSTS: Post.objects.filter(name="新互助队"),
        MEMBERS: PostMember.objects.filter(post__name="花园队"),
        SERVICES: ServiceRecord.objects.all(),
    }
    assert counts[sheet].count() == 1


def test_guard_off_help_is_counted_twice(scene):
    """Nothing in the database forbids two alike lines: a team may well do the same twice."""
    with mock.patch.object(past_services, "is_written_down", return_value=False):
        imported_twice(scene, SERVICES)
    assert ServiceRecord.objects.count() == 2


def test_without_the_name_of_a_post_there_would_be_two(scene):
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX help_one_post_a_name")
    try:
        imported_twice(scene, POSTS)
        assert Post.objects.filter(name="新互助队").count() == 2
    finally:
        Post.objects.filter(name="新互助队").delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE UNIQUE INDEX help_one_post_a_name ON help_post (station_id, name) WHERE ended_on IS NULL"
            )
