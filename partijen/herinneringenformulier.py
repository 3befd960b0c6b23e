"""Which reminders a gemeente wants: for each rule whether it holds and, within bounds, how many days off."""

from typing import Any

from django import forms
from django.utils.functional import lazystr
from django.utils.translation import gettext as _

from berichten.herinneringen import Dagen, Herinnering, all_rules
from berichten.regelkeuzes import Keuze, keuzes_of


class HerinneringenForm(forms.Form):
    """Two fields per rule, made from the rules themselves."""

    def __init__(self, *args: Any, gemeente_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        holds = keuzes_of(gemeente_id)
        for rule in all_rules():
            keuze = holds[rule.code]
            self.fields[f"aan_{rule.code}"] = forms.BooleanField(label=rule.naam, required=False, initial=keuze.aan)
            if rule.dagen:
                self.fields[f"dagen_{rule.code}"] = _days_field(rule, rule.dagen, keuze)

    @property
    def keuzes(self) -> dict[str, Keuze]:
        """Return what was chosen, by the code of each rule."""
        data = self.cleaned_data
        return {
            rule.code: Keuze(aan=data[f"aan_{rule.code}"], dagen=data.get(f"dagen_{rule.code}")) for rule in all_rules()
        }


def _days_field(rule: Herinnering, dagen: Dagen, keuze: Keuze) -> forms.IntegerField:
    bounds = {"van": dagen.laagste, "tot": dagen.hoogste}
    message = _("Vul een getal in van %(van)s tot en met %(tot)s.") % bounds
    return forms.IntegerField(
        # The name of the rule as well: a screen reader reads a field by itself.
        label=lazystr(f"{rule.naam}: {dagen.woorden}"),
        min_value=dagen.laagste,
        max_value=dagen.hoogste,
        initial=keuze.dagen,
        help_text=message,
        error_messages={"min_value": message, "max_value": message},
    )
