from django.core.management import call_command
from django.db import migrations


def create_table(apps, schema_editor):
    """The table of the shared cache; the command leaves an existing one as it is."""
    call_command("createcachetable", "toegang_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("toegang", "0001_initial")]

    operations = [migrations.RunPython(create_table, migrations.RunPython.noop, elidable=False)]
