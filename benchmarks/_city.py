"""A district with so many cases, told from their report to their end: filled once, kept and measured often.

    python benchmarks/_city.py --cases 1000000      fills the database of DATABASE_URL, which must be empty

The district's real communities, its catalogue, a unit of every function in every street, a worker in every
community. However many cases there are, 3,000 of them are open: a desk that keeps its promises has as much before it
after eight years as after a month. Everything is drawn by a fixed seed; each case has its stages, parts and photos,
four in ten a contact, three in ten of the closed ones a rating, and its chain in the ledger. 10,000 closed cases are
told and copied, shifted in number and time (the hashes of the copies are those of the originals: nothing here verifies
them, benchmarks/ledger.py does), and the last 10,000 are told anew.
"""

import argparse
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiayuan.settings")
DISTRICT = "140106"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=10_000)
    given = options.parse_args()
    import django

    django.setup()
    begun = time.monotonic()
    found = build(given.cases)
    said = ", ".join(f"{many:,} {name}" for name, many in found.items())
    print(f"  filled in {time.monotonic() - begun:.0f} s: {said}", flush=True)


def build(many: int) -> dict[str, int]:
    from _chronicle import Chronicle
    from django.core.management import call_command

    from jiayuan.foundation.places.domain.load import load_district
    from jiayuan.services.cases.domain.load_catalogue import load_catalogue

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    load_district(DISTRICT)
    load_catalogue()
    _cast()
    return Chronicle(many).write()


def _cast() -> None:
    """Who works there."""
    from jiayuan.foundation.access.models import RoleGrant
    from jiayuan.foundation.organisations.enums import OrganisationKind, UnitFunction
    from jiayuan.foundation.organisations.models import Organisation
    from jiayuan.foundation.people.models import Person
    from jiayuan.foundation.places.models import Place

    streets = Place.objects.current().filter(kind__in=["street", "town"])
    communities = Place.objects.current().filter(kind__in=["community", "village"])
    Organisation.objects.bulk_create(
        Organisation(
            name=f"{street.name}{label}", kind=OrganisationKind.UNIT, function=function, place=street
        )
        for street in streets
        for function, label in UnitFunction.choices
    )
    roles = [(place, "community_worker") for place in communities]
    roles += [(place, "grid_worker") for place in communities]
    roles += [(place, "street_officer") for place in streets]
    roles.append((Place.objects.get(pk=DISTRICT), "district_officer"))
    people = [
        Person(name=f"王{number:03}", username=f"bench-{role}-{place.pk}", password="!")
        for number, (place, role) in enumerate(roles)
    ]
    units = list(Organisation.objects.all())
    people += [
        Person(name=f"李{each.pk:03}", username=f"bench-unit-{each.pk}", password="!") for each in units
    ]
    Person.objects.bulk_create(people)
    holders = {each.username: each for each in Person.objects.all()}
    since = datetime(2019, 1, 1, tzinfo=UTC).date()
    RoleGrant.objects.bulk_create(
        [
            *(
                RoleGrant(person=holders[f"bench-{role}-{place.pk}"], role=role, place=place, since=since)
                for place, role in roles
            ),
            *(
                RoleGrant(
                    person=holders[f"bench-unit-{each.pk}"],
                    role="unit_officer",
                    place_id=each.place_id,
                    organisation=each,
                    since=since,
                )
                for each in units
            ),
        ]
    )


if __name__ == "__main__":
    main()
