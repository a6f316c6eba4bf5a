"""The tables of waste, as 2 migrations had made them, in one.

A database that ran all of them counts as having run this one; a new one is spared their work.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('waste', '0001_ground'), ('waste', '0002_missed')]

    initial = True

    dependencies = [
        ('cases', '0042_merged_comes_back'),
        ('people', '0002_phone_proven_at'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CollectionDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('since', models.DateField(verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('estate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='collection_days', to='places.place')),
                ('stream', models.CharField(choices=[('kitchen', 'Kitchen waste'), ('recyclable', 'Recyclables'), ('hazardous', 'Hazardous waste'), ('residual', 'Residual waste'), ('bulky', 'Bulky waste'), ('renovation', 'Renovation waste'), ('textile', 'Old clothes'), ('battery', 'Batteries')], max_length=12, verbose_name='stream')),
                ('weekdays', models.PositiveSmallIntegerField(verbose_name='days of the week')),
                ('at', models.TimeField(verbose_name='at about')),
            ],
            options={
                'verbose_name': 'collection day',
                'ordering': ('estate_id', 'stream', 'at'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='waste_collectionday_ends_after'), models.CheckConstraint(condition=models.Q(('stream__in', ['kitchen', 'recyclable', 'hazardous', 'residual', 'bulky', 'renovation', 'textile', 'battery'])), name='waste_day_stream_known'), models.CheckConstraint(condition=models.Q(('weekdays__gte', 1), ('weekdays__lte', 127)), name='waste_day_weekdays'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('estate', 'stream', 'at'), name='waste_day_at_once')],
            },
        ),
        migrations.CreateModel(
            name='DropPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('estate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drop_points', to='places.place')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('where', models.CharField(blank=True, max_length=80, verbose_name='where exactly')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('opened_on', models.DateField(verbose_name='opened on')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('revision', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'drop point',
                'ordering': ('estate_id', 'pk'),
                'indexes': [models.Index(fields=['latitude', 'longitude'], name='waste_point_position')],
                'constraints': [models.CheckConstraint(condition=models.Q(('closed_on', None), ('closed_on__gte', models.F('opened_on')), _connector='OR'), name='waste_point_closed_after'), models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__gte', -90), ('latitude__lte', 90), ('longitude__gte', -180), ('longitude__lte', 180)), _connector='OR'), name='waste_point_on_earth'), models.UniqueConstraint(condition=models.Q(('closed_on', None)), fields=('estate', 'name'), name='waste_one_point_a_name')],
            },
        ),
        migrations.CreateModel(
            name='MissedCollection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('estate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='missed_collections', to='places.place')),
                ('stream', models.CharField(choices=[('kitchen', 'Kitchen waste'), ('recyclable', 'Recyclables'), ('hazardous', 'Hazardous waste'), ('residual', 'Residual waste'), ('bulky', 'Bulky waste'), ('renovation', 'Renovation waste'), ('textile', 'Old clothes'), ('battery', 'Batteries')], max_length=12, verbose_name='stream')),
                ('day', models.DateField(verbose_name='day')),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='missed_collection', to='cases.case')),
            ],
            options={
                'verbose_name': 'missed collection',
                'ordering': ('-day', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('stream__in', ['kitchen', 'recyclable', 'hazardous', 'residual', 'bulky', 'renovation', 'textile', 'battery'])), name='waste_missed_stream_known'), models.UniqueConstraint(fields=('estate', 'stream', 'day'), name='waste_missed_told_once')],
            },
        ),
        migrations.CreateModel(
            name='Pilot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('since', models.DateField(verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('estate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waste_pilots', to='places.place')),
            ],
            options={
                'verbose_name': 'pilot estate',
                'ordering': ('since', 'pk'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='waste_pilot_ends_after'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('estate',), name='waste_one_pilot_an_estate')],
            },
        ),
        migrations.CreateModel(
            name='Zone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('since', models.DateField(verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('places', models.ManyToManyField(related_name='waste_zones', to='places.place', verbose_name='places')),
            ],
            options={
                'verbose_name': 'demonstration zone',
                'ordering': ('since', 'pk'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='waste_zone_ends_after'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('name',), name='waste_one_zone_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Bin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('since', models.DateField(verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bins', to='waste.droppoint')),
                ('stream', models.CharField(choices=[('kitchen', 'Kitchen waste'), ('recyclable', 'Recyclables'), ('hazardous', 'Hazardous waste'), ('residual', 'Residual waste'), ('bulky', 'Bulky waste'), ('renovation', 'Renovation waste'), ('textile', 'Old clothes'), ('battery', 'Batteries')], max_length=12, verbose_name='stream')),
                ('litres', models.PositiveSmallIntegerField(verbose_name='litres')),
                ('count', models.PositiveSmallIntegerField(verbose_name='how many')),
            ],
            options={
                'verbose_name': 'bin',
                'ordering': ('point_id', 'pk'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='waste_bin_ends_after'), models.CheckConstraint(condition=models.Q(('stream__in', ('kitchen', 'recyclable', 'hazardous', 'residual'))), name='waste_bin_stream_known'), models.CheckConstraint(condition=models.Q(('count__gte', 1), ('count__lte', 200), ('litres__gte', 10), ('litres__lte', 5000)), name='waste_bin_in_bounds'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('point', 'stream', 'litres'), name='waste_bin_counted_once')],
            },
        ),
        migrations.CreateModel(
            name='Guide',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('since', models.DateField(verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guides', to='waste.droppoint')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='waste_guides', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='name')),
                ('weekdays', models.PositiveSmallIntegerField(verbose_name='days of the week')),
                ('starts_at', models.TimeField(verbose_name='from')),
                ('ends_at', models.TimeField(verbose_name='to')),
            ],
            options={
                'verbose_name': 'guide at a drop point',
                'ordering': ('point_id', 'starts_at', 'pk'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='waste_guide_ends_after'), models.CheckConstraint(condition=models.Q(('weekdays__gte', 1), ('weekdays__lte', 127)), name='waste_guide_weekdays'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='waste_guide_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), ('person__isnull', False), _connector='OR'), name='waste_guide_is_somebody'), models.UniqueConstraint(condition=models.Q(('person__isnull', False), ('until', None)), fields=('point', 'person', 'starts_at'), name='waste_guide_once')],
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='updated at')),
                ('since', models.DateField(verbose_name='since')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hours', to='waste.droppoint')),
                ('weekdays', models.PositiveSmallIntegerField(verbose_name='days of the week')),
                ('opens_at', models.TimeField(verbose_name='opens at')),
                ('closes_at', models.TimeField(verbose_name='closes at')),
            ],
            options={
                'verbose_name': 'opening hours',
                'ordering': ('opens_at', 'pk'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('until__gte', models.F('since')), _connector='OR'), name='waste_openinghours_ends_after'), models.CheckConstraint(condition=models.Q(('weekdays__gte', 1), ('weekdays__lte', 127)), name='waste_hours_weekdays'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='waste_hours_in_order'), models.UniqueConstraint(condition=models.Q(('until', None)), fields=('point', 'opens_at'), name='waste_hours_begin_once')],
            },
        ),
    ]
