"""Who sent each case that lies with a unit, and when: from the ledger."""

from django.db import migrations

WITH_A_UNIT = ("dispatched", "handling", "suspended", "handed_in")


def fill(apps, _schema):
    Case, Entry = apps.get_model("cases", "Case"), apps.get_model("ledger", "Entry")
    for case in Case.objects.filter(state__in=WITH_A_UNIT, dispatched_at=None).iterator(chunk_size=500):
        sent = Entry.objects.filter(stream_id=f"case/{case.pk}", action="cases.dispatch").order_by("-number").first()
        if sent is not None:
            Case.objects.filter(pk=case.pk).update(dispatched_by=sent.actor_id, dispatched_at=sent.at)


class Migration(migrations.Migration):

    dependencies = [("cases", "0009_disputes"), ("ledger", "0002_stored_text")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
