from django.apps import AppConfig


class BerichtenConfig(AppConfig):
    """The outbox: one row per mail, sent once."""

    name = "berichten"
    verbose_name = "Berichten"

    def ready(self) -> None:
        from berichten import accountmails

        accountmails.register()
