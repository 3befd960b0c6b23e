from django.db import migrations

from toegang import versleuteling


def close(apps, schema_editor):
    versleuteling.close(apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"))


def reopen(apps, schema_editor):
    versleuteling.reopen(apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"))


class Migration(migrations.Migration):
    dependencies = [
        ("mfa", "0003_authenticator_type_uniq"),
        ("toegang", "0005_logregel_floor"),
    ]

    operations = [
        migrations.RunPython(close, reopen),
    ]
