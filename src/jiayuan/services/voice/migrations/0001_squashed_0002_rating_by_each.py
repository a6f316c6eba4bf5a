"""The tables of voice, as 2 migrations had made them, in one.

A database that ran all of them counts as having run this one; a new one is spared their work.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('voice', '0001_initial'), ('voice', '0002_rating_by_each')]

    initial = True

    dependencies = [
        ('people', '0002_phone_proven_at'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=80, verbose_name='subject')),
                ('service', models.CharField(max_length=24, verbose_name='service')),
                ('rater', models.CharField(blank=True, max_length=40)),
                ('round', models.PositiveSmallIntegerField(default=1, verbose_name='round')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
                ('score', models.PositiveSmallIntegerField(verbose_name='score')),
                ('words', models.CharField(blank=True, max_length=500, verbose_name='words')),
                ('rated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rated_at', models.DateTimeField(verbose_name='rated at')),
            ],
            options={
                'verbose_name': 'rating',
                'indexes': [models.Index(fields=['service', 'place', 'rated_at'], name='voice_rating_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(('score__gte', 1), ('score__lte', 5)), name='voice_score_one_to_five'), models.UniqueConstraint(fields=('subject', 'round', 'rater'), name='voice_one_rating_a_rater_and_round')],
            },
        ),
    ]
