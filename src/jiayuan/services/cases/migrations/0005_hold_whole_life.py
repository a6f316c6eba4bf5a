from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("cases", "0004_fill_whole_life")]

    operations = [
        migrations.AlterField(
            model_name='stagerun',
            name='counted_from',
            field=models.DateTimeField(),
        ),
        migrations.AddConstraint(
            model_name='pause',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'suspension'), ('until', None), _negated=True), models.Q(('planned_until__gte', models.F('since')), ('planned_until__isnull', False)), _connector='OR'), name='cases_suspension_has_an_end'),
        ),
        migrations.AddConstraint(
            model_name='stagerun',
            constraint=models.CheckConstraint(condition=models.Q(('counted_from__lte', models.F('since'))), name='cases_counted_before_it_runs'),
        ),
    ]
