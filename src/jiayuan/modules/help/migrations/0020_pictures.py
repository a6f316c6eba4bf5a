"""Photos that come along with a wish."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_sound"), ("help", "0019_few_tries")]

    operations = [
        migrations.CreateModel(
            name="WishPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "photo",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wish_picture", to="evidence.photo"
                    ),
                ),
                (
                    "wish",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pictures", to="help.wish"
                    ),
                ),
            ],
            options={"verbose_name": "photo sent along with a wish", "ordering": ("pk",)},
        ),
    ]
