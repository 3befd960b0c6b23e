"""One line of the log: who did what, when, to what, and by which right. Written once, never changed."""

from typing import TYPE_CHECKING, Any, NamedTuple

from auditlog.models import AbstractLogEntry, LogEntryManager
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from toegang.models import User


class Handeling(models.TextChoices):
    """What was done. The first three are written by auditlog for every saved row."""

    GEMAAKT = "gemaakt", _("Toegevoegd")
    GEWIJZIGD = "gewijzigd", _("Gewijzigd")
    VERWIJDERD = "verwijderd", _("Verwijderd")
    INZIEN = "inzien", _("Bekeken")
    DOWNLOADEN = "downloaden", _("Gedownload")
    EXPORTEREN = "exporteren", _("Overzicht van alle gegevens gemaakt")
    BULK = "bulk", _("Vele tegelijk gewijzigd")
    ANONIMISEREN = "anonimiseren", _("Geanonimiseerd")
    AANMELDEN = "aanmelden", _("Ingelogd")
    AANMELDEN_MISLUKT = "aanmelden_mislukt", _("Inloggen mislukt")
    AFMELDEN = "afmelden", _("Uitgelogd")
    BEVEILIGING = "beveiliging", _("Wachtwoord of tweede stap gewijzigd")


class Plaats(NamedTuple):
    """Whose business a row is (id of the gemeente) and whom it is about (id of the Deelnemer)."""

    eigenaar: int | None = None
    betrokkene: int | None = None


_plaatsen: dict[type[models.Model], "Callable[[Any], Plaats]"] = {}


def register_plaats(model: type[models.Model], find: "Callable[[Any], Plaats]") -> None:
    """Register how to find the gemeente and the participant of a model's rows; low rooms know no high ones."""
    _plaatsen[model] = find


def plaats_of(instance: models.Model) -> Plaats:
    """Return the gemeente and the participant a row is about, as far as its app says so."""
    find = _plaatsen.get(type(instance))
    return find(instance) if find else Plaats()


HANDELING_OF_ACTION = {0: Handeling.GEMAAKT, 1: Handeling.GEWIJZIGD, 2: Handeling.VERWIJDERD, 3: Handeling.INZIEN}


class LogregelManager(LogEntryManager):
    """Fill in what auditlog does not know: never a name, always a place."""

    def log_create(self, instance: models.Model, force_log: bool = False, **kwargs: Any) -> "Logregel | None":
        """Write a line about a row; its own text may hold a name, so kind and number stand for it."""
        plaats = plaats_of(instance)
        kwargs.setdefault("object_repr", f"{instance._meta.verbose_name} {instance.pk}")
        kwargs.setdefault("eigenaar", plaats.eigenaar)
        kwargs.setdefault("betrokkene", plaats.betrokkene)
        kwargs.setdefault("handeling", HANDELING_OF_ACTION[kwargs.get("action", 3)])
        return super().log_create(instance, force_log=force_log, **kwargs)


class LogregelQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "LogregelQuerySet":
        """Lines of the gemeentes whose log the user keeps watch over: registered by the room that knows functions."""
        return self.filter(eigenaar__in=_watched_by(user))

    def about(self, betrokkene: int) -> "LogregelQuerySet":
        return self.filter(betrokkene=betrokkene)


_watchers: "list[Callable[[User], list[int]]]" = []


def register_watchers(find: "Callable[[User], list[int]]") -> None:
    """Register who watches over the log of which gemeentes (their ids)."""
    _watchers.append(find)


def _watched_by(user: "User") -> list[int]:
    return [gemeente for find in _watchers for gemeente in find(user)]


class Logregel(AbstractLogEntry):
    """auditlog's line, with the gemeente, the participant and the right by which it was allowed."""

    handeling = models.CharField(_("handeling"), max_length=20, choices=Handeling, db_index=True)
    # Plain numbers, without a foreign key: a line outlives what it is about, and low rooms know no high ones.
    eigenaar = models.BigIntegerField(_("gemeente"), null=True, db_index=True)
    betrokkene = models.BigIntegerField(_("deelnemer"), null=True, db_index=True)
    grond = models.JSONField(_("grond"), default=list)

    objects = LogregelManager.from_queryset(LogregelQuerySet)()

    class Meta(AbstractLogEntry.Meta):
        verbose_name = _("logregel")
        verbose_name_plural = _("logregels")
