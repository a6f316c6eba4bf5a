from django.db import migrations, models
from django.db.models import F


def as_counted_then(apps, _schema):
    """Weeks that were worked out before: what was fetched, by days, and what was missed."""
    apps.get_model("waste", "WeekWeight").objects.update(due=F("collections") + F("missed"))


class Migration(migrations.Migration):

    dependencies = [
        ('waste', '0019_weekly_plan'),
    ]

    operations = [
        migrations.AddField(
            model_name='leftcall',
            name='calls',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='calls that were left'),
        ),
        migrations.AddField(
            model_name='weekweight',
            name='due',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='collections that were due'),
        ),
        migrations.RunPython(as_counted_then, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='weekweight',
            constraint=models.CheckConstraint(condition=models.Q(('due__gte', models.F('missed'))), name='waste_week_missed_was_due'),
        ),
    ]
