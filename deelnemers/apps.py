from django.apps import AppConfig


class DeelnemersConfig(AppConfig):
    """Participants: who takes part, how it goes, where they work."""

    name = "deelnemers"
    verbose_name = "Deelnemers"

    def ready(self) -> None:
        from deelnemers import audit, bewaren, herinneringen, loslaten, overdracht, relaties, rijregels, signalen

        relaties.register()
        herinneringen.register()
        audit.register()
        signalen.register()
        bewaren.register()
        overdracht.register()
        loslaten.register()
        rijregels.register()
