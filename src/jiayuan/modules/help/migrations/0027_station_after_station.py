import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("help", "0026_let_go_of_contacts"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="station",
            name="community",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="help_stations",
                to="places.place",
            ),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on", None)),
                fields=("community",),
                name="help_one_station_a_community",
            ),
        ),
    ]
