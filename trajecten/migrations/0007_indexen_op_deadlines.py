from django.conf import settings
from django.db import migrations, models


def count_starts_finely(apps, schema_editor):
    """Let PostgreSQL know how few phases start in a narrow window, where very many start later.

    By its usual hundred steps it takes the few for thousands, and begins them with a second process: that takes
    several times as long as the whole query.
    """
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE trajecten_fase ALTER COLUMN "start" SET STATISTICS 1000')


def count_starts_as_usual(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE trajecten_fase ALTER COLUMN "start" SET STATISTICS -1')


class Migration(migrations.Migration):

    dependencies = [
        ('partijen', '0010_gesloten_dagen'),
        ('trajecten', '0006_traject_status'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='afspraak',
            index=models.Index(condition=models.Q(('status', 'open')), fields=['deadline'], name='afspraak_open_deadline'),
        ),
        migrations.AddIndex(
            model_name='fase',
            index=models.Index(condition=models.Q(('status', 'gepland')), fields=['start'], name='fase_gepland_start'),
        ),
        migrations.AddIndex(
            model_name='fase',
            index=models.Index(condition=models.Q(('status', 'afgerond'), _negated=True), fields=['eind'], name='fase_open_eind'),
        ),
        migrations.AddIndex(
            model_name='rolinvulling',
            index=models.Index(condition=models.Q(('status', 'gevraagd')), fields=['gevraagd_op'], name='rol_gevraagd_op'),
        ),
        migrations.RunPython(count_starts_finely, count_starts_as_usual),
    ]
