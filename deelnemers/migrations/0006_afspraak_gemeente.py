"""What a check-in ended with belongs to the participant's gemeente, and is no longer another's to keep."""

from typing import Any

from django.db import migrations
from django.db.models import F, OuterRef, Subquery


def fill(apps: Any, _schema_editor: Any) -> None:
    """Give agreements of check-ins to the gemeente of the participant, and take them from the trajectory's regie."""
    checkins = apps.get_model("deelnemers", "Checkin").objects.filter(afspraak=OuterRef("pk"))
    owner = Subquery(checkins.values("deelname__deelnemer__gemeente")[:1])
    afspraken = apps.get_model("trajecten", "Afspraak").objects
    made_there = afspraken.filter(pk__in=checkins.model.objects.exclude(afspraak=None).values("afspraak"))
    made_there.update(gemeente=owner)
    strayed = made_there.exclude(gemeente=F("traject__gemeente"))
    places = apps.get_model("partijen", "Lidmaatschap").objects.filter(partij=OuterRef("traject__gemeente"))
    regie = strayed.filter(persoon__in=places.values("gebruiker")).exclude(persoon=F("gemaakt_door"))
    # The keys first: an update joins no tables.
    ids = {*regie.values_list("pk", flat=True)}
    ids |= {*strayed.filter(partij=F("traject__gemeente")).values_list("pk", flat=True)}
    afspraken.filter(pk__in=ids).update(persoon=None, partij=F("gemeente"))


class Migration(migrations.Migration):
    dependencies = [("deelnemers", "0005_mentor_has_partij"), ("trajecten", "0002_afspraak_gemeente")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
