from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("toegang", "0007_user_weergave"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="taal",
            field=models.CharField(
                blank=True, choices=[("nl", "Nederlands"), ("en", "English")], max_length=5, verbose_name="taal"
            ),
        ),
    ]
