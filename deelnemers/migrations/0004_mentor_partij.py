"""A mentor guides in the name of a party: whoever leaves it is mentor no more."""

import django.db.models.deletion
from django.db import migrations, models

GUIDING = ("begeleiding", "maatschappelijk")
WORKING = ("coordinator", "klantmanager")


def fill(apps, schema_editor):
    """Give each mentorship the party of the mentor's role there, else of a place they have; else it ends."""
    Deelname = apps.get_model("deelnemers", "Deelname")
    Rolinvulling = apps.get_model("trajecten", "Rolinvulling")
    Lidmaatschap = apps.get_model("partijen", "Lidmaatschap")
    guided = Deelname.objects.exclude(mentor=None).select_related("deelnemer").order_by("pk")
    for deelname in guided.iterator():
        places = Lidmaatschap.objects.filter(gebruiker=deelname.mentor_id).order_by("-actief", "pk")
        own = places.filter(partij=deelname.deelnemer.gemeente_id, functie__in=WORKING)
        # Whoever works for the gemeente guides for it, and not for another place beside it.
        possible = [*own, *places.filter(partij__soort__in=GUIDING)]
        role = Rolinvulling.objects.filter(
            fase__traject=deelname.traject_id,
            rol="mentor",
            persoon=deelname.mentor_id,
            partij__in=[place.partij_id for place in possible],
        ).first()
        partij_id = role.partij_id if role else next((place.partij_id for place in possible), None)
        values = {"mentor_partij": partij_id} if partij_id else {"mentor": None}
        Deelname.objects.filter(pk=deelname.pk).update(**values)


class Migration(migrations.Migration):
    dependencies = [
        ("deelnemers", "0003_beeindigd_op"),
        ("partijen", "0004_eerste_uitnodiging"),
        ("trajecten", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            "deelname",
            "mentor_partij",
            models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="partijen.partij",
                verbose_name="partij van de mentor",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
