from django.apps import AppConfig


class InzichtConfig(AppConfig):
    """The start page per role and the menu: reads everything, writes nothing."""

    name = "inzicht"
    verbose_name = "Inzicht"

    def ready(self) -> None:
        from inzicht.demoaccounts import ACCOUNTS, WACHTWOORD
        from toegang import demoslot

        demoslot.register(accounts=(account.email for account in ACCOUNTS), password=WACHTWOORD)
