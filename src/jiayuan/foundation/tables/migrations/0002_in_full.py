"""Whether a list was taken out in full is said, no longer read off its reason."""

from django.db import migrations, models


def say_so(apps, _schema_editor):
    apps.get_model("tables", "Export").objects.exclude(reason="").update(in_full=True)


class Migration(migrations.Migration):
    dependencies = [("tables", "0001_initial")]

    operations = [
        migrations.AddField(
            "export", "in_full", models.BooleanField(default=False, verbose_name="in full")
        ),
        migrations.RunPython(say_so, migrations.RunPython.noop),
        migrations.AddConstraint(
            "export",
            models.CheckConstraint(
                condition=models.Q(("in_full", False), models.Q(("reason", ""), _negated=True), _connector="OR"),
                name="tables_in_full_for_a_reason",
            ),
        ),
    ]
