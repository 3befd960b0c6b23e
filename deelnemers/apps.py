from django.apps import AppConfig


class DeelnemersConfig(AppConfig):
    """Participants: who takes part, how it goes, where they work."""

    name = "deelnemers"
    verbose_name = "Deelnemers"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from deelnemers import (
            audit,
            bewaren,
            herinneringen,
            loslaten,
            overdracht,
            relaties,
            rijregels,
            signalen,
            uitnodigingen,
        )
        from deelnemers.eigenpagina import wensen
        from partijen import gemeentepaginas

        relaties.register()
        herinneringen.register()
        audit.register()
        signalen.register()
        wensen.register()
        uitnodigingen.register()
        bewaren.register()
        overdracht.register()
        loslaten.register()
        rijregels.register()
        gemeentepaginas.register(_("Teksten van de eigen pagina van deelnemers"), "deelnemers:paginateksten")
