"""A request that nobody decided, because the case went on otherwise, was not declined."""

from django.db import migrations, models

STATES = [
    ("pending", "Waiting for a decision"),
    ("approved", "Approved"),
    ("declined", "Declined"),
    ("fell_away", "Fell away without a decision"),
]


def take_back(apps, schema_editor):  # noqa: ARG001
    apps.get_model("cases", "Request").objects.filter(state="declined", decided_by=None).update(state="fell_away")


class Migration(migrations.Migration):
    dependencies = [("cases", "0039_ground_of_times")]

    operations = [
        migrations.AlterField(
            "request", "state", models.CharField(choices=STATES, default="pending", max_length=12)
        ),
        migrations.RunPython(take_back, migrations.RunPython.noop),
        migrations.AddConstraint(
            "request",
            models.CheckConstraint(
                condition=models.Q(state__in=[state for state, _label in STATES]),
                name="cases_request_state_known",
            ),
        ),
        migrations.AddConstraint(
            "request",
            models.CheckConstraint(
                condition=~models.Q(state__in=["pending", "fell_away"]) | models.Q(decided_by=None),
                name="cases_request_undecided_by_nobody",
            ),
        ),
    ]
