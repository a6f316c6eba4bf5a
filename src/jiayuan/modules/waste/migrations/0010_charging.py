from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("waste", "0009_hours_taken_back")]

    operations = [
        migrations.AddField(
            model_name="site",
            name="has_chargers",
            field=models.BooleanField(default=False, verbose_name="trucks can be charged there"),
        ),
        migrations.AddField(
            model_name="round",
            name="charges",
            field=models.JSONField(default=list),
        ),
    ]
