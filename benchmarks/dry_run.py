"""What trying changed dispatch rules on past cases costs, and what it shows.

    python benchmarks/dry_run.py [--cases 100000]

Fills a test database of its own (``DATABASE_URL``, else SQLite in a temporary folder) with the district's communities,
the catalogue, units of every function and cases spread over them by a fixed seed; then tries three drafts.
"""

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiayuan.settings")
CHUNK = 5_000


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=100_000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["JIAYUAN_DATA"] = folder
        import django

        django.setup()
        from django.db import connection

        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "bench.sqlite3")
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            fill(given.cases)
            print(f"{connection.vendor}, {given.cases:,} cases")
            try_all()
        finally:
            connection.creation.destroy_test_db("", verbosity=0)


def fill(many: int) -> None:
    from jiayuan.foundation.clock.now import now
    from jiayuan.foundation.organisations.enums import OrganisationKind, UnitFunction
    from jiayuan.foundation.organisations.models import Organisation
    from jiayuan.foundation.places.models import Place
    from jiayuan.services.cases.domain.load_catalogue import load_catalogue
    from jiayuan.services.cases.models import Case, CategoryVersion

    load_catalogue()
    lot = random.Random(20261124)
    streets = [
        Place(path=f"140106{number:03}", kind="street", name=f"街道{number}", latitude=37.8, longitude=112.5)
        for number in range(1, 8)
    ]
    communities = [
        Place(
            path=f"{street.path}{number:03}",
            kind="community",
            name=f"社区{number}",
            latitude=37.8,
            longitude=112.5,
        )
        for street in streets
        for number in range(1, 17)
    ]
    Place.objects.bulk_create(
        [
            Place(path="140106", kind="district", name="迎泽区", latitude=37.8, longitude=112.5),
            *streets,
            *communities,
        ]
    )
    holders = [*streets, *communities[::4]]
    Organisation.objects.bulk_create(
        Organisation(
            name=f"{function}-{holder.path}", kind=OrganisationKind.UNIT, function=function, place=holder
        )
        for function in UnitFunction.values
        for holder in holders
    )
    versions, moment = list(CategoryVersion.objects.current().filter(category__children=None)), now()
    for begin in range(0, many, CHUNK):
        Case.objects.bulk_create(
            Case(
                version=lot.choice(versions), place=lot.choice(communities), words="井盖松动", state="reported",
                source="phone", token_hash=f"{begin + index:064x}",
                reported_at=moment - timedelta(minutes=5 * (begin + index)),
            )
            for index in range(min(CHUNK, many - begin))
        )  # fmt: skip


def try_all() -> None:
    from jiayuan.foundation.clock.now import today
    from jiayuan.services.cases.domain.dispatch.dry_run import compare, past_cases
    from jiayuan.services.cases.domain.dispatch.facts import BUILT_IN
    from jiayuan.services.cases.domain.dispatch.matching import RuleFacts
    from jiayuan.services.cases.models import CategoryVersion

    codes = sorted(
        CategoryVersion.objects.current()
        .filter(category__children=None)
        .values_list("category_id", flat=True)
    )
    exception = RuleFacts(
        "one street, three kinds, to the community",
        tuple(codes[:3]),
        "140106001",
        function="community",
        position=1,
    )
    night = RuleFacts(
        "danger at night", only_urgent=True, only_out_of_hours=True, function="enforcement", position=1
    )
    many = [
        RuleFacts(
            f"rule {number}",
            (codes[number % len(codes)],),
            f"140106{number % 7 + 1:03}",
            function="community",
            position=number,
        )
        for number in range(1, 51)
    ]
    for name, draft in (("one exception", [exception]), ("danger at night", [night]), ("fifty rules", many)):
        begun = time.perf_counter()
        found = compare(BUILT_IN, [*draft, *BUILT_IN], past_cases(today() - timedelta(days=1800), today()))
        seconds = time.perf_counter() - begun
        largest = found["moves"][0]["many"] if found["moves"] else 0
        print(
            f"  {name:<16} {seconds:6.2f} s  {found['cases'] / seconds:9,.0f} cases/s  {found['changed']:>7,} of "
            f"{found['cases']:,} would go elsewhere; {len(found['moves'])} moves, the largest {largest:,}"
        )
    print(f"  memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
