"""Messages that leave the house while their messengers are killed: is each delivered once?

    DATABASE_URL=postgres://… python benchmarks/notify_killed.py [--messages 5000] [--kills 50]

Writes the notices into a test database that it makes and destroys, starts a provider that speaks Aliyun's protocol
and takes up to 10 ms to say that it took a message, and two messengers; each in turn is killed with SIGKILL at a
moment drawn by lot and started anew. The provider's own books are compared with ours at the end. With ``--blind`` the
provider is not asked what it knows (guard off): messages then arrive twice.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiayuan.settings")
os.environ["JIAYUAN_QUIET_HOURS"] = "none"
AT_ONCE = 100


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--messages", type=int, default=5000)
    options.add_argument("--kills", type=int, default=50)
    options.add_argument("--lease", type=int, default=5, help="seconds")
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--blind", action="store_true", help="do not ask the provider")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JIAYUAN_DATA"] = folder
        import django

        django.setup()
        from django.db import connection

        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            run(given)
        finally:
            connection.creation.destroy_test_db("", verbosity=0)


def run(given: argparse.Namespace) -> None:
    from tests.foundation.notify.killing import SlowAliyun, environment

    from jiayuan.foundation.notify.models import Delivery

    begun = time.monotonic()
    write(given.messages)
    print(f"{given.messages:,} notices told in {time.monotonic() - begun:.1f} s")
    with SlowAliyun() as server:
        command = [sys.executable, "-m", "tests.foundation.notify.killing"]
        command += [str(given.kills), str(given.lease), str(given.seed)]
        wanted = environment(server, database(), blind=given.blind)
        done = subprocess.run(command, env=wanted, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
        print(done.stdout.strip())
    references = set(Delivery.objects.values_list("reference", flat=True))
    times = Counter(server.deliveries[each] for each in references)
    asked = sum(headers["x-acs-action"] == "QuerySendDetails" for _path, headers, _body in server.requests)
    print(
        f"delivered, times a message: {dict(sorted(times.items()))}; unknown: {set(server.deliveries) - references}"
    )
    print(
        f"states: {dict(Counter(Delivery.objects.values_list('state', flat=True)))}; asked the provider {asked} times"
    )
    print(f"taken up again after a death: {Delivery.objects.filter(fence__gt=1).count()}")


def write(messages: int) -> None:
    from django.db import transaction

    from jiayuan.foundation.common.registers import NoticeKind, registers
    from jiayuan.foundation.ledger.domain.record import record
    from jiayuan.foundation.notify.domain.tell import Said, tell

    registers.notices.add("sample", NoticeKind("sample", "Sample", "", ("sms",)))
    for part in range(0, messages, AT_ONCE):
        phones = [f"+86138{number:08}" for number in range(part, min(part + AT_ONCE, messages))]
        with transaction.atomic():
            entry = record(f"sample/{part}", "sample.told")
            tell("sample", entry=entry, say=lambda: Said("井盖：已受理"), phones=phones)


def database() -> str:
    """The test database, for the messengers."""
    from django.db import connection

    known = connection.settings_dict
    who = f"{known['USER']}:{known['PASSWORD']}" if known["PASSWORD"] else known["USER"]
    return f"postgres://{who}@{known['HOST'] or '127.0.0.1'}:{known['PORT'] or 5432}/{known['NAME']}"


if __name__ == "__main__":
    main()
