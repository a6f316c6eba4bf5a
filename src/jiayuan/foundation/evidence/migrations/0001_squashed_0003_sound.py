"""The tables of evidence, as 3 migrations had made them, in one.

A database that ran all of them counts as having run this one; a new one is spared their work.
"""

import django.db.models.deletion
import django.db.models.functions.text
import jiayuan.foundation.clock.now
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('evidence', '0001_initial'), ('evidence', '0002_photo_bands'), ('evidence', '0003_sound')]

    initial = True

    dependencies = [
        ('people', '0002_phone_proven_at'),
    ]

    operations = [
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=24, verbose_name='purpose')),
                ('file', models.FileField(upload_to='photos/%Y/%m/')),
                ('thumbnail', models.FileField(upload_to='photos/%Y/%m/')),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('bytes', models.PositiveIntegerField()),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('perceptual_hash', models.CharField(max_length=16)),
                ('band_1', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Substr('perceptual_hash', 1, 4), output_field=models.CharField(max_length=4))),
                ('band_2', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Substr('perceptual_hash', 5, 4), output_field=models.CharField(max_length=4))),
                ('band_3', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Substr('perceptual_hash', 9, 4), output_field=models.CharField(max_length=4))),
                ('band_4', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Substr('perceptual_hash', 13, 4), output_field=models.CharField(max_length=4))),
                ('taken_at', models.DateTimeField(null=True, verbose_name='taken at')),
                ('taken_latitude', models.FloatField(null=True)),
                ('taken_longitude', models.FloatField(null=True)),
                ('uploaded_at', models.DateTimeField(default=jiayuan.foundation.clock.now.now, verbose_name='uploaded at')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('upload_token', models.CharField(blank=True, db_index=True, max_length=64)),
                ('nonce', models.CharField(max_length=64, null=True, unique=True)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'photo',
                'verbose_name_plural': 'photos',
                'indexes': [models.Index(fields=['uploaded_at'], name='evidence_photo_uploaded_at'), models.Index(fields=['band_1'], name='evidence_photo_band_1'), models.Index(fields=['band_2'], name='evidence_photo_band_2'), models.Index(fields=['band_3'], name='evidence_photo_band_3'), models.Index(fields=['band_4'], name='evidence_photo_band_4')],
            },
        ),
        migrations.CreateModel(
            name='Sound',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(max_length=24, verbose_name='purpose')),
                ('file', models.FileField(upload_to='sounds/%Y/%m/')),
                ('mime', models.CharField(max_length=16, verbose_name='format')),
                ('milliseconds', models.PositiveIntegerField(verbose_name='length')),
                ('bytes', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('uploaded_at', models.DateTimeField(default=jiayuan.foundation.clock.now.now, verbose_name='uploaded at')),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('upload_token', models.CharField(blank=True, db_index=True, max_length=64)),
                ('is_demo', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'voice note',
                'verbose_name_plural': 'voice notes',
                'indexes': [models.Index(fields=['uploaded_at'], name='evidence_sound_uploaded_at')],
            },
        ),
    ]
