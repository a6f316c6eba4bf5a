"""Help that a call-back found not done, or whose payment was reversed, counts no more; and who wished has a time in which
to say whether it is done."""

from datetime import timedelta
from typing import Any

from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone


def give_time(apps: Any, _editor: Any) -> None:
    """As long as five working days usually are."""
    done = apps.get_model("help", "Wish").objects.filter(state="done", confirm_by=None)
    done.update(confirm_by=timezone.now() + timedelta(days=7))


def take_back(apps: Any, _editor: Any) -> None:
    service = apps.get_model("help", "ServiceRecord")
    for found in apps.get_model("help", "CallBack").objects.filter(really_done=False):
        by_claim = Q(claim__wish=found.wish_id) | Q(claim__wish__parent=found.wish_id)
        by_payment = Q(payment__wish=found.wish_id) | Q(payment__wish__parent=found.wish_id)
        _strike(service.objects.filter(by_claim | by_payment), "callback", found.decided_by_id, found.decided_at)
    reversals = apps.get_model("help", "Transfer").objects.filter(payment__isnull=False, reverses__isnull=False)
    for each in reversals.filter(made_by__isnull=False):
        _strike(service.objects.filter(payment=each.payment_id), "reversal", each.made_by_id, each.at)


def _strike(rows: Any, because: str, by: int, at: Any) -> None:
    # By key: an update through a join is none that SQLite knows.
    keys = list(rows.filter(struck_at=None).values_list("pk", flat=True))
    rows.model.objects.filter(pk__in=keys).update(struck_by_id=by, struck_at=at, because=because)


class Migration(migrations.Migration):
    dependencies = [("help", "0017_parts")]

    operations = [
        migrations.AddField(
            model_name="callback",
            name="mended",
            field=models.BooleanField(default=False, verbose_name="done meanwhile"),
        ),
        migrations.AddField(
            model_name="servicerecord",
            name="because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("callback", "who wished says that it was not really done"),
                    ("reversal", "the payment for it was reversed"),
                ],
                max_length=8,
                verbose_name="because",
            ),
        ),
        migrations.RunPython(give_time, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="callback",
            constraint=models.CheckConstraint(
                condition=Q(mended=False) | Q(answered_at__isnull=False),
                name="help_callback_mended_is_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicerecord",
            constraint=models.CheckConstraint(
                condition=Q(because="")
                | (
                    Q(because__in=["callback", "reversal"], struck_at__isnull=False)
                    & ~Q(claim=None, payment=None)
                ),
                name="help_service_taken_back_is_the_platforms",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.CheckConstraint(
                condition=~Q(state="done") | Q(confirm_by__isnull=False), name="help_wish_done_waits_until"
            ),
        ),
        migrations.RunPython(take_back, migrations.RunPython.noop),
    ]
