from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from partijen.enums import Functie
from partijen.forms import LidForm
from partijen.fouten import PartijFout
from partijen.models import Partij
from partijen.uitnodigen import invite_first


class Command(BaseCommand):
    help = (
        "Invites the first person into a party that has nobody; check first, outside Leerwerk, that they speak for it. "
        "Done again, the earlier link stops working."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        number = "The number in the address of the party's page, or its KvK number."
        parser.add_argument("--partij", required=True, help=number)
        parser.add_argument("--email", required=True, help="Where the link goes; it works once, for two weeks.")
        parser.add_argument("--naam", required=True, help="The name of the person.")
        functies = "beheerder when left out; coordinator, klantmanager or lezer in a gemeente, medewerker elsewhere."
        parser.add_argument("--functie", default=Functie.BEHEERDER.value, help=functies)

    def handle(self, *args: Any, **options: Any) -> None:
        partij = Partij.objects.numbered(options["partij"]).first()
        if partij is None:
            raise CommandError("No party has this number.")
        form = LidForm(options, partij=partij)
        if not form.is_valid():
            raise CommandError("\n".join(f"{name}: {' '.join(map(str, said))}" for name, said in form.errors.items()))
        try:
            data = form.cleaned_data | {"functie": Functie(form.cleaned_data["functie"])}
            uitnodiging = invite_first(partij=partij, **data)
        except PartijFout as fout:
            raise CommandError("\n".join(fout.messages)) from None
        until = f"{timezone.localtime(uitnodiging.verloopt_op):%Y-%m-%d}"
        self.stdout.write(f"Done: invited into {partij}. The mail waits to be sent; its link works until {until}.")
