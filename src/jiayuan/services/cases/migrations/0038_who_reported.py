"""Who brought in what another told is not its reporter: not whoever imported it, and no system of an institution."""

from django.db import migrations

CHUNK = 500


def take_back(apps, schema_editor):  # noqa: ARG001
    cases = apps.get_model("cases", "Case").objects
    systems = apps.get_model("access", "SystemAccount").objects.values("person_id")
    cases.filter(reporter__in=systems).update(reporter=None)
    entries = apps.get_model("ledger", "Entry").objects.filter(action="cases.report")
    rows = cases.filter(nonce__startswith="import/", reporter__isnull=False, consent=None).order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last).values_list("pk", "reporter_id")[:CHUNK]):
        last = chunk[-1][0]
        streams = [f"case/{pk}" for pk, _reporter in chunk]
        brought_by = dict(entries.filter(stream_id__in=streams).values_list("stream_id", "actor_id"))
        importers = [pk for pk, reporter in chunk if brought_by.get(f"case/{pk}") == reporter]
        cases.filter(pk__in=importers).update(reporter=None)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0037_newest_of_places"),
        ("access", "0002_api_tokens"),
        ("ledger", "0002_stored_text"),
    ]

    operations = [migrations.RunPython(take_back, migrations.RunPython.noop)]
