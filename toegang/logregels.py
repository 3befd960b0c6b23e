"""One line of the log: who did what, when, to what, and by which right. Written once, never changed.

The lines hold names of fields, not what stood in them, so that erasing a person leaves nothing of them here.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from auditlog.models import AbstractLogEntry, LogEntryManager
from auditlog.registry import auditlog
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from toegang.handelend import acting_rights, acting_user

if TYPE_CHECKING:
    from toegang.models import User

# What stands in a line where a value was: the field changed, and that is all.
VERBORGEN = "•"
# auditlog's own columns that could hold a name, an address or a value: the database keeps them empty.
LEEG = ("serialized_data", "cid", "remote_addr", "remote_port", "actor_email")
# Years that a line is kept at least, whoever asks: the shortest term that a gemeente may set. The database's trigger
# holds the same (migration 0005; a test compares them).
LAAGSTE_TERMIJN = 1


class LogboekFout(Exception):
    """Someone tried to change or remove a line: the log is only ever added to."""


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


HANDELING_OF_ACTION = {0: Handeling.GEMAAKT, 1: Handeling.GEWIJZIGD, 2: Handeling.VERWIJDERD, 3: Handeling.INZIEN}
ACTION_OF_HANDELING = {handeling: action for action, handeling in HANDELING_OF_ACTION.items()}


class Plaats(NamedTuple):
    """Whose business a row is (id of the gemeente) and whom it is about (id of the Deelnemer).

    Of what is no gemeente's business (`van_niemand`), not even the one who did it reads in their own log.
    """

    eigenaar: int | None = None
    betrokkene: int | None = None
    van_niemand: bool = False


# --- What the apps register in `AppConfig.ready`: low rooms know no high ones.

PlaatsFinder = Callable[[Any], Plaats]
GemeenteFinder = Callable[["User"], list[int]]

_plaatsen: dict[type[models.Model], PlaatsFinder] = {}
_betrokkenen: dict[type[models.Model], Callable[[Any], int | None]] = {}
_open_velden: dict[type[models.Model], frozenset[str]] = {}
_gemeentes: list[GemeenteFinder] = []
_opdrachtgevers: list[GemeenteFinder] = []
_watchers: list[GemeenteFinder] = []


def track(
    model: type[models.Model],
    *,
    plaats: PlaatsFinder,
    open_velden: Collection[str] = (),
    zonder: Collection[str] = (),
) -> None:
    """Have every saved change to a model written down: the names of its fields, and of `open_velden` the values too.

    A field that nobody names here is taken for personal. `zonder` are fields whose changes are no news at all.
    """
    auditlog.register(model, exclude_fields=list(zonder))
    _plaatsen[model] = plaats
    _open_velden[model] = frozenset(open_velden)


def register_betrokkene(model: type[models.Model], find: Callable[[Any], int | None]) -> None:
    """Register whom (id of the Deelnemer) a row of a lower app may be about, of which that app knows nothing."""
    _betrokkenen[model] = find


def tracked() -> set[type[models.Model]]:
    """Return the models of which every saved change is written down."""
    return set(_plaatsen)


def open_velden(model: type[models.Model]) -> frozenset[str]:
    """Return the fields of a model whose values may stand in the log."""
    return _open_velden.get(model, frozenset())


def register_gemeentes(find: GemeenteFinder) -> None:
    """Register how to find the gemeentes (their ids) someone works for."""
    _gemeentes.append(find)


def register_opdrachtgevers(find: GemeenteFinder) -> None:
    """Register how to find the gemeentes (their ids) that a partner's person does something for."""
    _opdrachtgevers.append(find)


def register_watchers(find: GemeenteFinder) -> None:
    """Register who watches over the log of which gemeentes (their ids)."""
    _watchers.append(find)


def gemeentes_for(user: "User") -> list[int]:
    """Return the ids of the gemeentes someone works for."""
    return [gemeente for find in _gemeentes for gemeente in find(user)]


def opdrachtgevers_of(user: "User") -> list[int]:
    """Return the ids of the gemeentes that a partner's person does something for."""
    return [gemeente for find in _opdrachtgevers for gemeente in find(user)]


def plaats_of(instance: models.Model) -> Plaats:
    """Return the gemeente and the participant a row is about, as far as its app says so."""
    find = next((_plaatsen[kind] for kind in type(instance).__mro__ if kind in _plaatsen), None)
    plaats = find(instance) if find else Plaats()
    about = _betrokkenen.get(type(instance))
    return plaats._replace(betrokkene=about(instance)) if about else plaats


def without_values(model: type[models.Model], changes: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return changes as the log may keep them: values of open fields, and of all others that they changed."""
    own = {field.name for field in model._meta.concrete_fields}
    shown = open_velden(model)
    return {
        name: list(values) if name in shown else [VERBORGEN, VERBORGEN]
        for name, values in sorted(changes.items())
        if name in own
    }


# --- The line itself.


class LogregelManager(LogEntryManager):
    """Fill in what auditlog does not know: never a name, always a place."""

    def log_create(self, instance: models.Model, force_log: bool = False, **kwargs: Any) -> "Logregel | None":
        """Write a line about a saved row. auditlog calls this for each change it sees."""
        changes = kwargs.get("changes")
        if changes is None and not force_log:
            return None
        return self.write(
            HANDELING_OF_ACTION[kwargs["action"]],
            over=instance,
            changes=without_values(type(instance), changes or {}),
        )

    def write(self, handeling: Handeling, *, over: models.Model | type[models.Model], **velden: Any) -> "Logregel":
        """Store a line about one row, or with a class about many."""
        line = self.line(handeling, over=over, **velden)
        line.save(force_insert=True, using=self.db)
        return line

    def line(self, handeling: Handeling, *, over: models.Model | type[models.Model], **velden: Any) -> "Logregel":
        """Return a line that is not stored yet; what is left out is found from the row and the request."""
        row = over if isinstance(over, models.Model) else None
        plaats = plaats_of(row) if row else Plaats()
        actor = velden.pop("actor", None) or acting_user()
        return self.model(
            handeling=handeling,
            action=ACTION_OF_HANDELING.get(handeling, Logregel.Action.ACCESS),
            content_type=ContentType.objects.db_manager(self.db).get_for_model(over),
            object_pk=str(row.pk) if row else "",
            object_id=row.pk if row and isinstance(row.pk, int) else None,
            # A row's own text may hold a name: its kind and number stand for it.
            object_repr=f"{over._meta.verbose_name_raw} {row.pk if row else ''}".strip(),
            actor=actor,
            eigenaar=velden.pop("eigenaar", None) or plaats.eigenaar or _of_actor(actor, plaats),
            betrokkene=velden.pop("betrokkene", None) or plaats.betrokkene,
            grond=velden.pop("grond", None) or list(acting_rights()),
            **velden,
        )


class LogregelQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> "LogregelQuerySet":
        """Lines of the gemeentes whose log the user keeps watch over."""
        return self.filter(eigenaar__in=[gemeente for find in _watchers for gemeente in find(user)])

    def about(self, *betrokkenen: int) -> "LogregelQuerySet":
        """Lines about these participants, alone or on a list with others."""
        listed = Q()
        for betrokkene in betrokkenen:
            listed |= Q(additional_data__deelnemers__has_key=str(betrokkene))
        return self.filter(Q(betrokkene__in=betrokkenen) | listed)

    def by_person(self, text: str) -> "LogregelQuerySet":
        """What someone did, and the attempts to sign in as them; by a part of their name or address."""
        people = get_user_model().objects.filter(Q(naam__icontains=text) | Q(email__icontains=text)).values("pk")
        as_them = Q(handeling=Handeling.AANMELDEN_MISLUKT, object_id__in=people)
        return self.filter(Q(actor__in=people) | as_them)

    def since(self, day: date) -> "LogregelQuerySet":
        return self.filter(timestamp__gte=start_of(day))

    def until(self, day: date) -> "LogregelQuerySet":
        return self.filter(timestamp__lt=start_of(day + timedelta(days=1)))

    def before(self, moment: datetime) -> "LogregelQuerySet":
        return self.filter(timestamp__lt=moment)

    def update(self, **kwargs: Any) -> int:
        raise LogboekFout("A line of the log never changes.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise LogboekFout("Only toegang.logboek.purge removes lines, when they are too old.")


class Logregel(AbstractLogEntry):
    """auditlog's line, with the gemeente, the participant and the right by which it was allowed."""

    # A line outlives what it is about and who did it: nothing here is emptied or removed along with another row.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("gebruiker"),
    )
    content_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, related_name="+", verbose_name=_("onderwerp")
    )
    handeling = models.CharField(_("handeling"), max_length=20, choices=Handeling, db_index=True)
    # Plain numbers, without a foreign key: low rooms know no high ones.
    eigenaar = models.BigIntegerField(_("gemeente"), null=True, db_index=True)
    betrokkene = models.BigIntegerField(_("deelnemer"), null=True, db_index=True)
    grond = models.JSONField(_("grond"), default=list)

    objects = LogregelManager.from_queryset(LogregelQuerySet)()

    class Meta(AbstractLogEntry.Meta):
        verbose_name = _("logregel")
        verbose_name_plural = _("logregels")
        # So that Model._base_manager refuses what the manager refuses.
        base_manager_name = "objects"
        ordering = ["-timestamp", "-pk"]
        indexes = [models.Index(fields=["eigenaar", "-timestamp"], name="logregel_of_gemeente")]
        constraints = [
            models.CheckConstraint(
                condition=Q(**{f"{veld}__isnull": True for veld in LEEG}, changes_text=""),
                name="logregel_without_values",
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise LogboekFout("A line of the log never changes.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise LogboekFout("Only toegang.logboek.purge removes lines, when they are too old.")


def start_of(day: date) -> datetime:
    """Return the first moment of a day where we live."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _of_actor(actor: "User | None", plaats: Plaats) -> int | None:
    # A shared party is nobody's in particular: then it is the business of whoever did it.
    return next(iter(gemeentes_for(actor)), None) if actor and not plaats.van_niemand else None
