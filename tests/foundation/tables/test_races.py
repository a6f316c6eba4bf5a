"""Two runners at once: with the lease only one imports; without it everything would be in twice."""

import threading
from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.db import OperationalError, connection, transaction

from jiayuan.foundation.access.actor import Actor
from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.common.errors import Conflict
from jiayuan.foundation.common.registers import registers
from jiayuan.foundation.ledger.models import Entry
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.tables.domain import bring_in, lease, work
from jiayuan.foundation.tables.domain.decide import cancel, confirm, upload
from jiayuan.foundation.tables.domain.turns import take_turns
from jiayuan.foundation.tables.enums import JobState, Mode
from jiayuan.foundation.tables.models import Job
from tests.factories import PersonFactory, PlaceFactory, RoleGrantFactory
from tests.racing import Meeting

from .conftest import HEADINGS, HERE, row, xlsx

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def confirmed() -> Job:
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL")
    PlaceFactory(path=HERE, name="桃园三社区")
    person = PersonFactory()
    RoleGrantFactory(person=person, role=Role.DISTRICT_OFFICER, place=PlaceFactory(path="140106"))
    content = ContentFile(xlsx([HEADINGS, *[row(name=f"店{index}") for index in range(30)]]))
    job = upload(registers.sheets["organisations"], content, name="x.xlsx", by=Actor(person=person))
    work.work_on(job.pk)
    confirm(job.pk, "good", by=Actor(person=person))
    return job


def _both(act: Callable[[], object]) -> list[object]:
    results: list[object] = []
    barrier = threading.Barrier(2)

    def run() -> None:
        barrier.wait()
        try:
            results.append(act())
        except Exception as error:  # noqa: BLE001 (what came of it is what is asked)
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return results


def test_nobody_waits_to_stop_what_is_written_all_in_one(confirmed):
    """The runner holds the job until its end; whoever wants to cancel is told so at once."""
    Job.objects.filter(pk=confirmed.pk).update(state=JobState.RUNNING, mode=Mode.ALL, runner="r")
    began, is_over, refused = threading.Event(), threading.Event(), []

    def write_all() -> None:
        with transaction.atomic():
            bring_in._locked(lease.Held(confirmed, "r"))
            began.set()
            is_over.wait(60)
        connection.close()

    def stop() -> None:
        began.wait()
        try:
            cancel(confirmed.pk, by=Actor(person=confirmed.who))
        except Conflict as error:
            refused.append(error.code)
        connection.close()

    threads = [threading.Thread(target=each) for each in (write_all, stop)]
    for each in threads:
        each.start()
    threads[1].join(30)
    assert refused == ["in-one-go"], "told while the other still writes"
    is_over.set()
    threads[0].join()
    cancel(confirmed.pk, by=Actor(person=confirmed.who))
    confirmed.refresh_from_db()
    assert confirmed.state == JobState.CANCELLED, "where the runner died it can be stopped"


def test_with_the_lease_one_runner_imports(confirmed):
    results = _both(lambda: work.work_on(confirmed.pk))
    assert sorted(map(bool, results)) == [False, True]
    confirmed.refresh_from_db()
    assert (confirmed.state, confirmed.written, Organisation.objects.count()) == (JobState.DONE, 30, 30)
    assert Entry.objects.filter(action="organisation.opened").count() == 30


def test_without_the_lease_the_second_comes_in_too(confirmed, monkeypatch):
    """Both get in, and only the ledger's once-only number stands between the list and the second writing."""
    same = lease.take(confirmed.pk)
    assert same is not None
    monkeypatch.setattr(work, "take", lambda pk: lease.Held(Job.objects.get(pk=pk), same.runner))
    barrier, write, came_in = threading.Barrier(2, timeout=20), bring_in.in_chunks, []

    def together(rows, size):
        for chunk in write(list(rows), size):
            barrier.wait()
            came_in.append(threading.get_ident())
            yield chunk

    monkeypatch.setattr(bring_in, "in_chunks", together)
    _both(lambda: work.work_on(confirmed.pk))
    assert len(set(came_in)) == 2
    assert Entry.objects.filter(stream_id=confirmed.stream, action="tables.imported").count() == 1
    assert Organisation.objects.count() == 30


def _crossing(confirmed: Job, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Two imports change the same two shops, one from the top, the other from the bottom of its file; each is held up
    behind its first row until the other has written one too, or waits."""
    actor = Actor(person=confirmed.who)
    work.work_on(confirmed.pk)
    jobs = []
    for number, names in enumerate((["店1", "店2"], ["店2", "店1"])):
        content = ContentFile(xlsx([HEADINGS, *[row(name=each, address=f"新址{number}") for each in names]]))
        job = upload(registers.sheets["organisations"], content, name="x.xlsx", by=actor)
        work.work_on(job.pk)
        confirm(job.pk, "good", by=actor)
        jobs.append(job.pk)
    meeting, write, mine = Meeting(), bring_in._write, iter(jobs)

    def held_up(parsed, loader, reader) -> None:
        write(parsed, loader, reader)
        meeting.arrive()

    monkeypatch.setattr(bring_in, "_write", held_up)
    return _both(lambda: work.work_on(next(mine)))


def test_two_imports_that_cross_write_in_the_same_order(confirmed, monkeypatch):
    assert _crossing(confirmed, monkeypatch) == [True, True]
    found = set(Organisation.objects.filter(name__in=["店1", "店2"]).values_list("address", flat=True))
    assert len(found) == 1, "one import after the other, each as a whole"


def test_in_the_order_of_their_files_they_would_stop_one_another(confirmed, monkeypatch):
    monkeypatch.setattr(bring_in, "in_order", lambda rows, _sheet: rows)
    results = _crossing(confirmed, monkeypatch)
    assert [each for each in results if isinstance(each, OperationalError)], results


def test_an_import_in_one_go_and_another_of_the_list_take_turns(confirmed):
    """Whoever goes alone waits until the chunk of another is kept, and not for the chunk of another list."""
    began, is_over, came = threading.Event(), threading.Event(), []

    def chunk() -> None:
        with transaction.atomic():
            take_turns("organisations", alone=False)
            began.set()
            is_over.wait(20)
        connection.close()

    def go_alone() -> None:
        began.wait(20)
        for name in ("places", "organisations"):
            with transaction.atomic():
                take_turns(name, alone=True)
                came.append((name, is_over.is_set()))
        connection.close()

    threads = [threading.Thread(target=each) for each in (chunk, go_alone)]
    for each in threads:
        each.start()
    threads[1].join(1)
    is_over.set()
    for each in threads:
        each.join()
    assert came == [("places", False), ("organisations", True)]
