from django.db import models
from django.utils.translation import gettext_lazy as _


class BijdrageSoort(models.TextChoices):
    """What is brought in: the means of the white paper's third condition."""

    GELD = "geld", _("Geld")
    TIJD = "tijd", _("Tijd")
    PLAATS = "plaats", _("Plaats")
    BEGELEIDING = "begeleiding", _("Begeleiding")
    MATERIAAL = "materiaal", _("Materiaal")


class Bron(models.TextChoices):
    """Where the means come from."""

    ONBEKEND = "", _("Nog niet bekend")
    INBURGERING = "inburgering", _("Inburgeringsbudget")
    PARTICIPATIE = "participatie", _("Participatiebudget")
    WERKGEVER = "werkgever", _("Werkgever")
    SUBSIDIE = "subsidie", _("Subsidie")
    ANDERS = "anders", _("Andere bron")


class PdfStatus(models.TextChoices):
    WACHT = "wacht", _("Staat in de rij")
    BEZIG = "bezig", _("Wordt gemaakt")
    KLAAR = "klaar", _("Klaar")
    MISLUKT = "mislukt", _("Mislukt")
    VERVALLEN = "verval", _("Vervallen")
