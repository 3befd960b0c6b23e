"""What stands beside a field that was refused, in plain words where Django's own are not.

Said once, by kind of field; a field with an explanation of its own gives that.
"""

from typing import Any

from django import forms
from django.core import validators
from django.db import models
from django.utils.translation import gettext_lazy as _

GEEN_GETAL = _("Vul een heel getal in, zoals 12.")
GEEN_WEBADRES = _("Vul een webadres in, zoals www.voorbeeld.nl.")
TE_LAAG = _("Vul een getal in van %(limit_value)s of hoger.")
TE_HOOG = _("Vul een getal in van %(limit_value)s of lager.")


def number_field(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """Return the form's field for one of a model; `formfield_callback` of a form with numbers.

    A number gets the limits of its model and no other. Django adds zero to them, whose message would hide the model's.
    """
    if not isinstance(field, models.PositiveSmallIntegerField) or field.choices:
        return field.formfield(**kwargs)
    made = field.formfield(**{**kwargs, "min_value": None})
    if made:
        made.widget.attrs |= _limits(field)
    return made


def register() -> None:
    """Give the kinds of fields their texts, for every form that is made from now on."""
    forms.IntegerField.default_error_messages = {"invalid": GEEN_GETAL}
    forms.URLField.default_error_messages = {"invalid": GEEN_WEBADRES}
    validators.MinValueValidator.message = TE_LAAG
    validators.MaxValueValidator.message = TE_HOOG


def _limits(field: models.Field) -> dict[str, int]:
    """Return the bounds of a number as attributes, so that a browser's arrows stay within them."""
    lowest = [v.limit_value for v in field.validators if isinstance(v, validators.MinValueValidator)]
    highest = [v.limit_value for v in field.validators if isinstance(v, validators.MaxValueValidator)]
    return {"min": max(lowest), "max": min(highest)}
