from django.apps import AppConfig


class InzichtConfig(AppConfig):
    """The start page per role and the menu: reads everything, writes nothing."""

    name = "inzicht"
    verbose_name = "Inzicht"
