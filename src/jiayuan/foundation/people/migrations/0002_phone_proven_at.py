"""Whose number was proven so far: theirs who have no staff name and have been here. They could come in by a code alone.
Who also has a password proves it with the next code."""

from typing import Any

from django.db import migrations, models
from django.db.models import F, Q


def note_proven(apps: Any, _editor: Any) -> None:
    people = apps.get_model("people", "Person").objects.filter(phone__isnull=False, username=None)
    people.filter(last_login__isnull=False).update(phone_proven_at=F("last_login"))


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="phone_proven_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="number proven at"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=Q(phone_proven_at=None) | Q(phone__isnull=False), name="people_proven_is_a_number"
            ),
        ),
        migrations.RunPython(note_proven, migrations.RunPython.noop),
    ]
