from django.apps import AppConfig


class TrajectenConfig(AppConfig):
    """The trajectory: its components on the calendar, who fills which role, what is agreed, what is due."""

    name = "trajecten"
    verbose_name = "Trajecten"

    def ready(self) -> None:
        from trajecten import audit, herinneringen, mails, overdracht, relaties, rijregels

        relaties.register()
        mails.register_mails()
        herinneringen.register()
        audit.register()
        overdracht.register()
        rijregels.register()
