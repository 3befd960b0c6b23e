"""People who sign in, and the stamps that keep a double click from saving twice."""

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from toegang.logregels import Logregel

__all__ = ["Indiening", "Logregel", "User", "Weergave"]


class Weergave(models.TextChoices):
    """Light or dark: as the device says, or as someone chose for themselves."""

    SYSTEEM = "systeem", _("Zoals mijn apparaat")
    LICHT = "licht", _("Altijd licht")
    DONKER = "donker", _("Altijd donker")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person who signs in by e-mail; without a password they set one through the reset mail."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person with an account. What they may do follows from their memberships, never from this row."""

    email = models.EmailField(
        _("e-mailadres"), unique=True, error_messages={"unique": _("Dit e-mailadres bestaat al.")}
    )
    naam = models.CharField(_("naam"), max_length=150)
    is_active = models.BooleanField(_("actief"), default=True)
    # Empty: nothing chosen, which is Dutch.
    taal = models.CharField(_("taal"), max_length=5, choices=settings.LANGUAGES, blank=True)
    aangemaakt_op = models.DateTimeField(_("aangemaakt op"), default=timezone.now, editable=False)

    weergave = models.CharField(_("licht of donker"), max_length=10, choices=Weergave, default=Weergave.SYSTEEM)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["naam"]

    objects = UserManager()

    class Meta:
        verbose_name = _("gebruiker")
        verbose_name_plural = _("gebruikers")
        ordering = ["naam", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_ci_unique", violation_error_message=_("Dit e-mailadres bestaat al.")
            )
        ]

    def __str__(self) -> str:
        return self.naam or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Two spellings of one address are one person.
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)


class Indiening(models.Model):
    """The stamp on one submitted form: the same form sent twice is carried out once."""

    gebruiker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sleutel = models.UUIDField()
    antwoord = models.CharField(max_length=500, blank=True)
    ingediend_op = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("indiening")
        constraints = [models.UniqueConstraint(fields=["gebruiker", "sleutel"], name="indiening_once")]

    def __str__(self) -> str:
        return str(self.sleutel)
