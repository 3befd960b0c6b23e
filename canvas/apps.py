from django.apps import AppConfig


class CanvasConfig(AppConfig):
    """The Canvas: who brings what, what partners answered, on one page."""

    name = "canvas"
    verbose_name = "Canvas"

    def ready(self) -> None:
        from canvas import audit, opruimen, relaties

        relaties.register()
        audit.register()
        opruimen.register()
