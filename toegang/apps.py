from django.apps import AppConfig


class ToegangConfig(AppConfig):
    """Who you are and what you may see."""

    name = "toegang"
    verbose_name = "Toegang"

    def ready(self) -> None:
        from toegang import aanmelden, aanmeldlog

        aanmelden.register()
        aanmeldlog.register()
