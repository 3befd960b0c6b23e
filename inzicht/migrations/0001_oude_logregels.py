"""Bring the lines of 0.1.0 over into the log of today, without the values they held.

Here, in the highest room, because whose business a line is stands in tables of every room.
"""

from django.db import migrations

PORTION = 1000
HIDDEN = ["•", "•"]
HANDELING = {0: "gemaakt", 1: "gewijzigd", 2: "verwijderd", 3: "inzien"}
# By kind of row: the way to its gemeente and to its participant.
PLACES = {
    ("deelnemers", "deelnemer"): ("gemeente_id", "pk"),
    ("deelnemers", "deelname"): ("deelnemer__gemeente_id", "deelnemer_id"),
    ("deelnemers", "plaatsing"): ("deelname__deelnemer__gemeente_id", "deelname__deelnemer_id"),
    ("deelnemers", "checkin"): ("deelname__deelnemer__gemeente_id", "deelname__deelnemer_id"),
    ("deelnemers", "signaal"): ("checkin__deelname__deelnemer__gemeente_id", "checkin__deelname__deelnemer_id"),
    ("trajecten", "traject"): ("gemeente_id", None),
    ("trajecten", "fase"): ("traject__gemeente_id", None),
    ("trajecten", "rolinvulling"): ("fase__traject__gemeente_id", None),
    ("trajecten", "afspraak"): ("traject__gemeente_id", None),
    ("canvas", "bijdrage"): ("traject__gemeente_id", None),
    ("canvas", "canvastekst"): ("traject__gemeente_id", None),
}


def bring_over(apps, schema_editor):
    old = apps.get_model("auditlog", "LogEntry").objects.using(schema_editor.connection.alias)
    new = apps.get_model("toegang", "Logregel").objects.using(schema_editor.connection.alias)
    last = 0
    while rows := list(old.filter(pk__gt=last).select_related("content_type").order_by("pk")[:PORTION]):
        last = rows[-1].pk
        places = find_places(apps, rows)
        new.bulk_create(line(apps, row, *places.get((row.content_type_id, row.object_id), (None, None))) for row in rows)
    # The empty table stays: it is auditlog's own, and its migrations expect it.
    old.all().delete()


def find_places(apps, rows):
    """Return (gemeente, participant) by kind and number, as far as the rows still exist."""
    per_kind = {}
    for row in rows:
        per_kind.setdefault(row.content_type, set()).add(row.object_id)
    found = {}
    for kind, ids in per_kind.items():
        if not (place := PLACES.get((kind.app_label, kind.model))):
            continue
        gemeente, betrokkene = place
        values = apps.get_model(kind.app_label, kind.model).objects.filter(pk__in=ids)
        for pk, eigenaar, over in values.values_list("pk", gemeente, betrokkene or gemeente):
            found[kind.pk, pk] = (eigenaar, over if betrokkene else None)
    return found


def line(apps, row, eigenaar, betrokkene):
    data = row.additional_data or {}
    kind = row.content_type
    try:
        model = apps.get_model(kind.app_label, kind.model)
        name, fields = model._meta.verbose_name, {field.name for field in model._meta.concrete_fields}
    except LookupError:
        name, fields = kind.model, set()
    return apps.get_model("toegang", "Logregel")(
        content_type_id=row.content_type_id,
        object_pk=row.object_pk,
        object_id=row.object_id,
        object_repr=f"{name} {row.object_pk}",
        action=row.action,
        handeling=HANDELING[row.action],
        changes={field: HIDDEN for field in sorted(row.changes or {}) if field in fields} or None,
        actor_id=row.actor_id,
        timestamp=row.timestamp,
        eigenaar=eigenaar,
        betrokkene=betrokkene,
        grond=sorted(data.get("grond", [])),
        additional_data={"pagina": data["pagina"]} if "pagina" in data else None,
    )


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auditlog', '0017_add_actor_email'),
        ('canvas', '0001_initial'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('deelnemers', '0001_initial'),
        ('partijen', '0001_initial'),
        ('toegang', '0004_logregel_append_only'),
        ('trajecten', '0001_initial'),
    ]

    operations = [migrations.RunPython(bring_over, migrations.RunPython.noop)]
