"""Lets Schemathesis's own command work on a running server for some minutes, as somebody who may do much.

    JIAYUAN_DATA=var .venv/bin/python scripts/fuzz_api.py http://127.0.0.1:8218 --minutes 6

The server must be a demonstration on the same data folder: what is sent is kept. A token is issued to its
district officer for a day. The last lines are Schemathesis's summary; the exit code is its own.
"""

import argparse
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import django


def token() -> str:
    """A token of the district officer with every scope."""
    from jiayuan.foundation.access.actor import Actor
    from jiayuan.foundation.access.enums import Role
    from jiayuan.foundation.access.models import RoleGrant
    from jiayuan.foundation.access.tokens.domain.issue import issue_token
    from jiayuan.foundation.access.tokens.scopes import scopes
    from jiayuan.foundation.clock.now import today

    grant = (
        RoleGrant.objects.in_force().filter(role=Role.DISTRICT_OFFICER).select_related("person", "place")[0]
    )
    issued = issue_token(
        person=grant.person,
        name=f"fuzz {time.time():.0f}",
        permissions=scopes.names(),
        place=grant.place,
        until=today() + timedelta(days=1),
        by=Actor(person=grant.person),
    )
    return issued.text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--minutes", type=float, default=6)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiayuan.settings")
    django.setup()
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "run", f"{given.address}/api/openapi.json",
        "--header", f"Authorization: Bearer {token()}", "--phases", "examples,coverage,fuzzing",
        "--exclude-checks", "positive_data_acceptance,use_after_free,ensure_resource_availability",
        "--max-examples", "2000", "--seed", "2026", "--continue-on-failure", "--rate-limit", "9/s",
        "--max-time", f"{given.minutes * 60:.0f}",
    ]  # fmt: skip
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
