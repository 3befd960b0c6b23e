"""Days of a gemeente's own, a line each: as they are written on a page, and as they are kept."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import get_format
from django.utils.translation import gettext as _

MAX_DAGEN = 60


def as_dagen(value: list[str]) -> frozenset[date]:
    """Return kept days (ISO) as dates."""
    return frozenset(date.fromisoformat(dag) for dag in value)


def check_dagen(value: Any) -> None:
    """Refuse anything but a list of at most 60 days in ISO. Raises ValidationError."""
    try:
        aantal = len(as_dagen(value))
    except (TypeError, ValueError):
        raise ValidationError(_("Schrijf elke dag als 24-12-2026.")) from None
    if aantal > MAX_DAGEN:
        raise ValidationError(_("Noem ten hoogste %(n)s dagen.") % {"n": MAX_DAGEN})


class DagenField(forms.CharField):
    """A list of days, one on each line, in any order."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show kept days as one writes them; what was typed stays as it was typed."""
        if isinstance(value, list):
            return "\n".join(f"{dag:%d-%m-%Y}" for dag in sorted(as_dagen(value)))
        return value

    def to_python(self, value: Any) -> Any:
        """Return the days in ISO, each once, in order; names the line that is no day. Raises ValidationError."""
        found: set[date] = set()
        wrong: list[str] = []
        lezer = forms.DateField(input_formats=get_format("DATE_INPUT_FORMATS"))
        for nummer, regel in enumerate(str(super().to_python(value)).splitlines(), start=1):
            try:
                if dag := lezer.to_python(regel.strip()):
                    found.add(dag)
            except ValidationError:
                wrong.append(
                    _("Regel %(nummer)s is geen dag: %(regel)s. Schrijf een dag als 24-12-2026.")
                    % {"nummer": nummer, "regel": regel.strip()[:40]}
                )
        if wrong:
            raise ValidationError(wrong)
        return [dag.isoformat() for dag in sorted(found)]
