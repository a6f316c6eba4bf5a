"""Whoever signs in with a number finds what was reported and joined with it, without reading the whole table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0040_requests_fall_away")]

    operations = [
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(fields=["phone"], name="cases_contact_phone"),
        ),
        migrations.AddIndex(
            model_name="joining",
            index=models.Index(fields=["phone"], name="cases_joining_phone"),
        ),
    ]
