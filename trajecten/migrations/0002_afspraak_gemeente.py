"""An agreement belongs to one gemeente; those there are belong to their trajectory's."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps: Any, _schema_editor: Any) -> None:
    """Give every agreement to the gemeente of its trajectory."""
    trajecten = apps.get_model("trajecten", "Traject").objects.filter(pk=OuterRef("traject"))
    apps.get_model("trajecten", "Afspraak").objects.update(gemeente=Subquery(trajecten.values("gemeente")))


class Migration(migrations.Migration):
    dependencies = [("partijen", "0001_initial"), ("trajecten", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="afspraak",
            name="gemeente",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partijen.partij",
                verbose_name="gemeente",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="afspraak",
            name="gemeente",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partijen.partij",
                verbose_name="gemeente",
            ),
        ),
    ]
