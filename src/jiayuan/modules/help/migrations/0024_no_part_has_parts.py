from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('help', '0023_fill_wholes'),
    ]

    operations = [
        migrations.AddConstraint(
            model_name='allotment',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='help_allotment_of_something'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('split_at', None), ('whole_key', None)), models.Q(('split_at__isnull', False), ('whole_key', models.F('id')), ('whole_key__isnull', False)), _connector='OR'), name='help_wish_whole_was_split'),
        ),
        migrations.AddConstraint(
            model_name='wish',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('parent', None), ('whole', None)), models.Q(('parent__isnull', False), ('whole', models.F('parent')), ('whole__isnull', False)), _connector='OR'), name='help_wish_part_of_what_was_split'),
        ),
    ]
