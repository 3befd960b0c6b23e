import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from partijen.models import Partij


class PartijTable(tables.Table):
    naam = tables.Column(linkify=("partijen:detail", {"pk": tables.A("pk")}))

    class Meta:
        model = Partij
        fields = ["naam", "soort", "plaats", "telefoon"]
        order_by = "naam"
        empty_text = _("Geen partijen gevonden.")
