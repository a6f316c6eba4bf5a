"""A visit on which nobody was at home: neither made nor missed."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("help", "0020_pictures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="visit",
            name="help_visit_state_known",
        ),
        migrations.RemoveIndex(
            model_name="visit",
            name="help_visit_waiting",
        ),
        migrations.AlterField(
            model_name="visit",
            name="state",
            field=models.CharField(
                choices=[
                    ("planned", "Planned"),
                    ("done", "Done"),
                    ("missed", "No word of it"),
                    ("absent", "Nobody was at home"),
                    ("off", "Called off"),
                ],
                default="planned",
                max_length=8,
                verbose_name="state",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(
                condition=models.Q(("settled_at", None), ("state__in", ("missed", "absent"))),
                fields=["service"],
                name="help_visit_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "done", "missed", "absent", "off"])),
                name="help_visit_state_known",
            ),
        ),
    ]
