from django.db import migrations
from django.db.models import F


def fill(apps, _editor):
    wishes = apps.get_model("help", "Wish").objects
    wishes.filter(split_at__isnull=False).update(whole_key=F("id"))
    wishes.filter(parent__isnull=False).update(whole_id=F("parent_id"))


class Migration(migrations.Migration):
    """On its own: PostgreSQL alters no table in whose rows something of this transaction still waits to be checked."""

    dependencies = [("help", "0022_wholes")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
