from django.db import migrations

# Whoever names a moment to the trigger gets the lines from before it, yet never one that is younger than a year: the
# shortest term a gemeente may set (toegang.logregels.LAAGSTE_TERMIJN). Infinity is no moment.
ROWS = """
CREATE OR REPLACE FUNCTION toegang_logregel_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    until text := current_setting('leerwerk.logboek_tot', true);
BEGIN
    IF TG_OP = 'DELETE' AND coalesce(until, '') <> '' THEN
        IF isfinite(until::timestamptz) AND OLD.timestamp < until::timestamptz
            AND OLD.timestamp < now() - interval '1 year'
        THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'toegang_logregel is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
"""
# A test database is emptied by TRUNCATE between tests. Only one that is called so, and whose connection says so, is.
TABLE = """
CREATE FUNCTION toegang_logregel_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_database() LIKE 'test\\_%' AND current_setting('leerwerk.proef', true) = 'legen' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'toegang_logregel is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER toegang_logregel_keep BEFORE TRUNCATE ON toegang_logregel
    FOR EACH STATEMENT EXECUTE FUNCTION toegang_logregel_keep();
"""
BEFORE = """
DROP TRIGGER toegang_logregel_keep ON toegang_logregel;
DROP FUNCTION toegang_logregel_keep();
CREATE OR REPLACE FUNCTION toegang_logregel_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    until text := current_setting('leerwerk.logboek_tot', true);
BEGIN
    IF TG_OP = 'DELETE' AND coalesce(until, '') <> '' AND OLD.timestamp < until::timestamptz THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'toegang_logregel is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
"""


def guard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(ROWS, params=None)
        schema_editor.execute(TABLE, params=None)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BEFORE, params=None)


class Migration(migrations.Migration):

    dependencies = [
        ('toegang', '0004_logregel_append_only'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='logregel',
            options={'base_manager_name': 'objects', 'get_latest_by': 'timestamp', 'ordering': ['-timestamp', '-pk'], 'verbose_name': 'logregel', 'verbose_name_plural': 'logregels'},
        ),
        migrations.RunPython(guard, unguard),
    ]
