"""A helper came by and met nobody."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('help', '0024_no_part_has_parts'),
    ]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='absent_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='nobody was met at'),
        ),
        migrations.AddField(
            model_name='claim',
            name='again_on',
            field=models.DateField(blank=True, null=True, verbose_name='another try on'),
        ),
    ]
