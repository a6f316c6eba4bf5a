"""Number and staff name stay unique, by constraints with a condition: PostgreSQL takes those for no key of the row."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("people", "0002_phone_proven_at")]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="phone",
            field=models.CharField(blank=True, max_length=16, null=True, verbose_name="phone"),
        ),
        migrations.AlterField(
            model_name="person",
            name="username",
            field=models.CharField(blank=True, max_length=40, null=True, verbose_name="staff name"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                fields=["phone"], condition=Q(phone__isnull=False), name="people_one_person_a_phone"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                fields=["username"], condition=Q(username__isnull=False), name="people_one_person_a_staff_name"
            ),
        ),
    ]
