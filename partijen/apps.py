from django.apps import AppConfig


class PartijenConfig(AppConfig):
    """Organisations, the people in them, and the words for what they do."""

    name = "partijen"
    verbose_name = "Partijen"

    def ready(self) -> None:
        from partijen import (
            audit,
            berichtgevers,
            gemeente_adapter,
            overdracht,
            relaties,
            rijregels,
            uitnodigingsmails,
            wachttijden,
        )

        relaties.register()
        berichtgevers.register()
        audit.register()
        wachttijden.register()
        overdracht.register_mail()
        uitnodigingsmails.register()
        rijregels.register()
        gemeente_adapter.register()
