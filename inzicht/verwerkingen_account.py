"""The register of processing, continued: what is about someone with an account, and what the machinery keeps."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from inzicht.verwerkingen import (
    ACCOUNT,
    BERICHT,
    BEVEILIGING,
    LOGBOEK,
    NIEMAND,
    SAMENWERKING,
    SESSIE,
    STEMPEL,
    UITNODIGING,
    UITSTEL,
    VERANTWOORDING,
    WEIGERING,
    ZELF,
    Verwerking,
)

OVER_ACCOUNTS: Mapping[str, Verwerking] = MappingProxyType(
    {
        "toegang.User": Verwerking(
            doelen=(
                (_("Weten wie er werkt"), ("naam", "email", "is_active", "aangemaakt_op")),
                (_("Veilig laten inloggen"), ("password", "last_login")),
                (_("Een licht of donker scherm tonen, zoals iemand wil"), ("weergave",)),
                (_("Schermen en mail in de taal van iemands keuze"), ("taal",)),
            ),
            grond=SAMENWERKING,
            ziet=(_("Naam: wie met iemand samenwerkt. E-mail: de gemeente. Wachtwoord: niemand (versleuteld)"),),
            bewaren=ACCOUNT,
            namen=MappingProxyType(
                {
                    "password": _("Wachtwoord"),
                    "last_login": _("Laatst ingelogd"),
                }
            ),
        ),
        "partijen.Lidmaatschap": Verwerking(
            doelen=((_("Bepalen wat iemand mag"), ("gebruiker", "partij", "functie", "actief")),),
            grond=SAMENWERKING,
            ziet=("partijen:detail",),
            bewaren=ACCOUNT,
        ),
        "partijen.Uitnodiging": Verwerking(
            doelen=(
                (
                    _("Iemand toegang geven, en weten wie dat deed"),
                    (
                        *("partij", "gebruiker", "naam", "functie", "door", "gemeente", "akkoord_door"),
                        *("aangemaakt_op", "verloopt_op", "gebruikt_op", "ingetrokken_op"),
                    ),
                ),
            ),
            grond=SAMENWERKING,
            ziet=("partijen:lid_nieuw",),
            bewaren=UITNODIGING,
            techniek=("id", "versie", "akkoord_nodig"),
        ),
        "toegang.Logregel": Verwerking(
            doelen=(
                (
                    _("Kunnen nagaan wie wat heeft gelezen of gewijzigd, en waarom dat mocht"),
                    (
                        *("timestamp", "actor", "handeling", "grond", "eigenaar", "betrokkene"),
                        *("object_pk", "object_id", "object_repr", "changes", "additional_data"),
                    ),
                ),
            ),
            grond=VERANTWOORDING,
            ziet=("inzicht:logboek", "deelnemers:logboek"),
            bewaren=LOGBOEK,
            techniek=(
                *("id", "action", "content_type", "changes_text"),
                # The database keeps these empty.
                *("serialized_data", "cid", "remote_addr", "remote_port", "actor_email"),
            ),
            namen=MappingProxyType(
                {
                    "timestamp": _("Wanneer"),
                    "actor": _("Wie het deed"),
                    "object_pk": _("Nummer van wat het betrof (als tekst)"),
                    "object_id": _("Nummer van wat het betrof"),
                    "object_repr": _("Soort en nummer van wat het betrof"),
                    "changes": _("Namen van de gewijzigde velden"),
                    "additional_data": _("Bijzonderheden (soorten en nummers)"),
                }
            ),
        ),
        "berichten.Bericht": Verwerking(
            doelen=(
                (
                    _("Iemand op tijd iets laten weten"),
                    (
                        "ontvanger",
                        "soort",
                        "onderwerp",
                        "gegevens",
                        "eigenaar",
                        "aangemaakt_op",
                        "verzonden_op",
                        "afgehandeld_op",
                    ),
                ),
            ),
            grond=SAMENWERKING,
            ziet=("berichten:lijst",),
            bewaren=BERICHT,
            techniek=("id", "sleutel", "status", "pogingen", "volgende_poging", "geclaimd_op", "mail_id", "fout"),
        ),
        "berichten.Weigering": Verwerking(
            doelen=((_("Geen mail sturen naar een adres dat niet bestaat"), ("ontvanger", "code", "sinds")),),
            grond=SAMENWERKING,
            ziet=(NIEMAND,),
            bewaren=WEIGERING,
            techniek=("id",),
            titel=_("Adressen die geen mail aannemen"),
        ),
        "berichten.Voorkeur": Verwerking(
            doelen=((_("Iemand herinneren wanneer dat uitkomt"), ("gebruiker", "ritme", "stil_van", "stil_tot")),),
            grond=SAMENWERKING,
            ziet=(ZELF,),
            bewaren=ACCOUNT,
            techniek=("id",),
        ),
        "berichten.Agendalink": Verwerking(
            doelen=((_("Iemands dagen in de eigen agenda zetten"), ("gebruiker", "sleutel", "gemaakt_op")),),
            grond=SAMENWERKING,
            ziet=(ZELF,),
            bewaren=ACCOUNT,
            techniek=("id",),
        ),
        "berichten.Uitstel": Verwerking(
            doelen=((_("Iemand pas later weer aan iets herinneren"), ("ontvanger", "over", "tot")),),
            grond=SAMENWERKING,
            ziet=(NIEMAND,),
            bewaren=UITSTEL,
            techniek=("id",),
        ),
        "toegang.Indiening": Verwerking(
            doelen=((_("Hetzelfde formulier niet twee keer uitvoeren"), ("gebruiker", "antwoord", "ingediend_op")),),
            grond=BEVEILIGING,
            ziet=(NIEMAND,),
            bewaren=STEMPEL,
            techniek=("id", "sleutel"),
            titel=_("Verstuurde formulieren"),
        ),
        "sessions.Session": Verwerking(
            doelen=((_("Ingelogd blijven"), ("session_data", "expire_date")),),
            grond=BEVEILIGING,
            ziet=(NIEMAND,),
            bewaren=SESSIE,
            techniek=("session_key",),
            titel=_("Sessies"),
            namen=MappingProxyType(
                {
                    "session_data": _("Inhoud van de sessie"),
                    "expire_date": _("Geldig tot"),
                }
            ),
        ),
        "usersessions.UserSession": Verwerking(
            doelen=(
                (
                    _("Zien waar u bent ingelogd, en daar uitloggen"),
                    ("user", "ip", "user_agent", "created_at", "last_seen_at"),
                ),
            ),
            grond=BEVEILIGING,
            ziet=(ZELF,),
            bewaren=SESSIE,
            techniek=("id", "session_key", "data"),
            titel=_("Apparaten waarop iemand is ingelogd"),
            namen=MappingProxyType(
                {
                    "user": _("Gebruiker"),
                    "ip": _("Netwerkadres (IP)"),
                    "user_agent": _("Soort browser en apparaat"),
                    "created_at": _("Ingelogd op"),
                    "last_seen_at": _("Laatst gezien op"),
                }
            ),
        ),
        "mfa.Authenticator": Verwerking(
            doelen=((_("De tweede stap bij het inloggen"), ("user", "type", "data", "created_at", "last_used_at")),),
            grond=BEVEILIGING,
            ziet=(ZELF,),
            bewaren=ACCOUNT,
            titel=_("Tweede stappen bij het inloggen"),
            namen=MappingProxyType(
                {
                    "user": _("Gebruiker"),
                    "type": _("Soort tweede stap"),
                    "data": _("Geheim van de app of openbare sleutel"),
                    "created_at": _("Ingesteld op"),
                    "last_used_at": _("Laatst gebruikt op"),
                }
            ),
        ),
        "socialaccount.SocialAccount": Verwerking(
            doelen=(
                (
                    _("Inloggen met het account van de eigen gemeente"),
                    ("user", "provider", "uid", "last_login", "date_joined", "extra_data"),
                ),
            ),
            grond=BEVEILIGING,
            ziet=(NIEMAND,),
            bewaren=ACCOUNT,
            titel=_("Koppelingen met het account van de gemeente"),
            namen=MappingProxyType(
                {
                    "user": _("Gebruiker"),
                    "provider": _("Inlogdienst van de gemeente"),
                    "uid": _("Nummer bij de inlogdienst"),
                    "last_login": _("Laatst ingelogd"),
                    "date_joined": _("Gekoppeld op"),
                    "extra_data": _("Wat de inlogdienst meestuurde (blijft leeg)"),
                }
            ),
        ),
    }
)
