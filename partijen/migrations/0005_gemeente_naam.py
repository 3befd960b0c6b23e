from django.db import migrations, models
from django.db.models.functions import Lower

LENGTE = 150


def name_apart(apps, schema_editor):
    """Give a gemeente that bears the name of an earlier one its place behind it, or its number."""
    gemeenten = apps.get_model("partijen", "Partij").objects.filter(soort="gemeente").order_by("pk")
    taken = set()
    for gemeente in gemeenten:
        naam = next(name for name in _names(gemeente) if name.lower() not in taken)
        taken.add(naam.lower())
        if naam != gemeente.naam:
            gemeente.naam = naam
            gemeente.save(update_fields=["naam"])


def _names(gemeente):
    yield gemeente.naam
    behind = [gemeente.plaats, str(gemeente.pk), *(f"{gemeente.pk}-{n}" for n in range(2, 100))]
    for added in filter(None, behind):
        yield f"{gemeente.naam[: LENGTE - len(added) - 3]} ({added})"


class Migration(migrations.Migration):
    dependencies = [("partijen", "0004_eerste_uitnodiging")]

    operations = [
        migrations.RunPython(name_apart, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="partij",
            constraint=models.UniqueConstraint(
                Lower("naam"),
                condition=models.Q(("soort", "gemeente")),
                name="gemeente_naam_once",
                violation_error_message="Er is al een gemeente met deze naam.",
            ),
        ),
    ]
