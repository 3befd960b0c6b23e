from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ToegangConfig(AppConfig):
    """Who you are and what you may see."""

    name = "toegang"
    verbose_name = "Toegang"

    def ready(self) -> None:
        from toegang import aanmelden, aanmeldlog, rijbeveiliging, veldfouten, woorden

        aanmelden.register()
        aanmeldlog.register()
        rijbeveiliging.register()
        woorden.register()
        veldfouten.register()
        post_migrate.connect(rijbeveiliging.install, sender=self)
