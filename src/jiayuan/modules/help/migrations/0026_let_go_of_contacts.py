from django.db import migrations


def forget(apps, _editor):
    contacts = apps.get_model("help", "RecipientContact").objects
    visits = apps.get_model("help", "Visit").objects.filter(state__in=("missed", "absent"), settled_at=None)
    ended = contacts.filter(recipient__service__ended_on__isnull=False)
    ended.exclude(recipient__in=visits.values("recipient")).delete()  # whom somebody still has to call


class Migration(migrations.Migration):
    """How somebody was reached by a service that had ended before its end let go of it."""

    dependencies = [("help", "0025_met_nobody")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
