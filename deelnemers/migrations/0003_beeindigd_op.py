"""Participations that had ended get the last day anything is known of: from there their file's term counts."""

from django.db import migrations
from django.db.models import Max
from django.utils import timezone


def fill(apps, schema_editor):
    Deelname = apps.get_model("deelnemers", "Deelname")
    today = timezone.localdate()
    ended = Deelname.objects.filter(status__in=["afgerond", "gestopt"], beeindigd_op=None).order_by("pk")
    for deelname in ended.annotate(checkin=Max("checkins__datum"), plaatsing=Max("plaatsingen__eind")).iterator():
        known = (deelname.aangemeld_op, deelname.actief_sinds, deelname.checkin, deelname.plaatsing)
        last = max(day for day in known if day)
        Deelname.objects.filter(pk=deelname.pk).update(beeindigd_op=min(last, today))


class Migration(migrations.Migration):
    dependencies = [("deelnemers", "0002_rechten")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
