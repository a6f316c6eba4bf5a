"""200 people sign up for the same 12 seats at the same moment; 40 at a time are in the database at once.

    python benchmarks/signups_200.py [--people 200] [--seats 12] [--threads 40]

Uses the database of ``DATABASE_URL``, which must be empty; without it SQLite in a temporary folder. Everybody goes
through the domain function that the pages and the API call, each in a thread with a connection of its own. Ends with an
error unless exactly the seats are taken, each once, the others wait in the order of their turns without a gap, and
nobody was turned away.
"""

import argparse
import os
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any


def build(people: int, seats: int) -> tuple[int, list[Any]]:
    """A published session with one role, and the people; the key of the role."""
    from django.utils import timezone

    from jiayuan.foundation.people.models import Person
    from jiayuan.foundation.places.enums import PlaceKind
    from jiayuan.foundation.places.models import Place
    from jiayuan.services.gatherings.enums import State
    from jiayuan.services.gatherings.models import Session, SessionRole

    place = Place.objects.create(path="140106", kind=PlaceKind.DISTRICT, name="迎泽区")
    begins = timezone.now() + timedelta(days=1)
    session = Session.objects.create(
        place=place, kind="meeting", title="公益一小时", starts_at=begins, ends_at=begins + timedelta(hours=1),
        state=State.PUBLISHED,
    )  # fmt: skip
    role = SessionRole.objects.create(session=session, name="参加者", seats=seats)
    made = [Person(name=f"居民{number}", phone=f"+861390000{number:04d}") for number in range(people)]
    return role.pk, list(Person.objects.bulk_create(made))


def rush(role_id: int, people: list[Any], threads: int) -> tuple[list[float], list[str]]:
    """Seconds of each, and what went wrong."""
    from django.db import connection

    from jiayuan.foundation.access.actor import Actor
    from jiayuan.services.gatherings.domain.sign_up import SignUpDraft, sign_up

    gate = Barrier(threads)

    def one(numbered: tuple[int, Any]) -> tuple[float, str]:
        number, person = numbered
        if number < threads:
            gate.wait()
        begun = time.perf_counter()
        try:
            sign_up(SignUpDraft(role_id), by=Actor(person=person), nonce=str(number))
        except Exception as error:  # noqa: BLE001
            return time.perf_counter() - begun, repr(error)
        finally:
            connection.close()
        return time.perf_counter() - begun, ""

    with ThreadPoolExecutor(threads) as pool:
        ended = list(pool.map(one, enumerate(people)))
    return [seconds for seconds, _error in ended], [error for _seconds, error in ended if error]


def judge(role_id: int, people: int, seats: int) -> None:
    """:raises AssertionError: a seat is missing or taken twice, or the queue has a gap."""
    from jiayuan.foundation.ledger.domain.verify import verify
    from jiayuan.services.gatherings.models import SignUp

    rows = SignUp.objects.filter(role=role_id)
    taken = list(rows.seated().order_by("seat").values_list("seat", flat=True))
    waiting = list(rows.waiting().values_list("ticket", flat=True))
    assert taken == list(range(1, seats + 1)), taken
    assert waiting == list(range(seats + 1, people + 1)), waiting
    assert rows.values("person").distinct().count() == people
    report = verify()
    assert not report.faults, report
    print(
        f"  seats taken {len(taken)}, waiting in order {len(waiting)} (turns {waiting[0]} to {waiting[-1]})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--seats", type=int, default=12)
    parser.add_argument("--threads", type=int, default=40)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("JIAYUAN_DATA", folder)
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(folder) / 'signups.sqlite3'}")
        os.environ["DJANGO_SETTINGS_MODULE"] = "jiayuan.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        role_id, people = build(asked.people, asked.seats)
        begun = time.perf_counter()
        seconds, failures = rush(role_id, people, asked.threads)
        whole = time.perf_counter() - begun
        print(
            f"{connection.vendor}: {asked.people} sign-ups for {asked.seats} seats, {asked.threads} at once"
        )
        print(f"  {whole:.2f} s in all, {asked.people / whole:.0f} a second; median {statistics.median(seconds):.3f} s,"
              f" slowest {max(seconds):.3f} s; failures {len(failures)}")  # fmt: skip
        assert not failures, failures[:3]
        judge(role_id, asked.people, asked.seats)
        connection.close()


if __name__ == "__main__":
    main()
