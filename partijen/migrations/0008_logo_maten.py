import struct

from django.db import migrations, models

# A PNG begins with eight signs and the name of its first part; then come its width and its height.
VANAF = 16


def measure(apps, schema_editor):
    """Write down the size of every logo that is there, as the picture itself says."""
    for huisstijl in apps.get_model("partijen", "Huisstijl").objects.filter(heeft_logo=True):
        huisstijl.logo_breedte, huisstijl.logo_hoogte = struct.unpack_from(">II", bytes(huisstijl.logo), VANAF)
        huisstijl.save(update_fields=["logo_breedte", "logo_hoogte"])


class Migration(migrations.Migration):
    dependencies = [("partijen", "0007_huisstijl")]

    operations = [
        migrations.AddField(
            model_name="huisstijl",
            name="logo_breedte",
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="breedte van het logo"),
        ),
        migrations.AddField(
            model_name="huisstijl",
            name="logo_hoogte",
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="hoogte van het logo"),
        ),
        migrations.RunPython(measure, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="huisstijl",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("heeft_logo", False), models.Q(("logo_breedte__gt", 0), ("logo_hoogte__gt", 0)), _connector="OR"
                ),
                name="huisstijl_knows_its_logos_size",
                violation_error_message="Er is geen logo.",
            ),
        ),
    ]
