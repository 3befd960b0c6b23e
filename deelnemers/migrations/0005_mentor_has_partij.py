from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("deelnemers", "0004_mentor_partij")]

    operations = [
        migrations.AddConstraint(
            "deelname",
            models.CheckConstraint(
                condition=Q(mentor__isnull=True) | Q(mentor_partij__isnull=False),
                name="deelname_mentor_has_partij",
                violation_error_message="Een mentor werkt namens een partij.",
            ),
        ),
    ]
