import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

EMPTY = """
UPDATE toegang_logregel
SET serialized_data = NULL, cid = NULL, remote_addr = NULL, remote_port = NULL, actor_email = NULL, changes_text = ''
"""

# A row may go only when the retention task says so, in its own transaction, and only from before the moment it says.
# There is no trigger on TRUNCATE: that takes the rights of the table's owner, which the application's role lacks where
# row security is on, and an owner could drop a trigger as well.
GUARD = """
CREATE FUNCTION toegang_logregel_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    until text := current_setting('leerwerk.logboek_tot', true);
BEGIN
    IF TG_OP = 'DELETE' AND coalesce(until, '') <> '' AND OLD.timestamp < until::timestamptz THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'toegang_logregel is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER toegang_logregel_append_only BEFORE UPDATE OR DELETE ON toegang_logregel
    FOR EACH ROW EXECUTE FUNCTION toegang_logregel_append_only();
"""
# For "who saw this person": a list of people is one line that names them all.
LISTED = "CREATE INDEX toegang_logregel_listed ON toegang_logregel USING gin ((additional_data -> 'deelnemers'))"
UNGUARD = """
DROP INDEX toegang_logregel_listed;
DROP TRIGGER toegang_logregel_append_only ON toegang_logregel;
DROP FUNCTION toegang_logregel_append_only();
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(GUARD, params=None)
        schema_editor.execute(LISTED, params=None)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(UNGUARD, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('toegang', '0003_logregel'),
    ]

    operations = [
        migrations.RunSQL(EMPTY, migrations.RunSQL.noop),
        migrations.AlterModelOptions(
            name='logregel',
            options={'get_latest_by': 'timestamp', 'ordering': ['-timestamp', '-pk'], 'verbose_name': 'logregel', 'verbose_name_plural': 'logregels'},
        ),
        migrations.AlterField(
            model_name='logregel',
            name='actor',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='gebruiker'),
        ),
        migrations.AlterField(
            model_name='logregel',
            name='content_type',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype', verbose_name='onderwerp'),
        ),
        migrations.AddIndex(
            model_name='logregel',
            index=models.Index(fields=['eigenaar', '-timestamp'], name='logregel_of_gemeente'),
        ),
        migrations.AddConstraint(
            model_name='logregel',
            constraint=models.CheckConstraint(condition=models.Q(('actor_email__isnull', True), ('changes_text', ''), ('cid__isnull', True), ('remote_addr__isnull', True), ('remote_port__isnull', True), ('serialized_data__isnull', True)), name='logregel_without_values'),
        ),
        migrations.RunPython(guard, unguard),
    ]
