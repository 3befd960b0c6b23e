from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Holds the commands and pages that know every app: the demo, the health checks, the error pages."""

    name = "config"
    verbose_name = "Configuratie"
