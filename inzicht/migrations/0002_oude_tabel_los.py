"""Let auditlog's own, now empty table point at nothing: it kept people and kinds of rows from being emptied."""

from django.db import migrations

OLD = "auditlog_logentry"


def let_go(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        constraints = schema_editor.connection.introspection.get_constraints(cursor, OLD)
    for name, constraint in constraints.items():
        if constraint["foreign_key"]:
            schema_editor.execute(f'ALTER TABLE {OLD} DROP CONSTRAINT "{name}"')


class Migration(migrations.Migration):
    dependencies = [("inzicht", "0001_oude_logregels")]

    operations = [migrations.RunPython(let_go, migrations.RunPython.noop)]
