"""Opening hours become days and hours. What was typed as free text stays, as the word beside them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("help", "0014_match_runs")]

    operations = [
        migrations.RenameField("station", "hours", "hours_note"),
        migrations.AlterField(
            "station",
            "hours_note",
            models.CharField("a word on the opening hours", max_length=80, blank=True),
        ),
        migrations.AddField("station", "opening", models.JSONField("opening hours", default=list, blank=True)),
        migrations.AddField(
            "station", "opens_on_holidays", models.BooleanField("open on public holidays", default=False)
        ),
    ]
