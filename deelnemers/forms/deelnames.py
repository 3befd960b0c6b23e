from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from deelnemers.deelnames import possible_mentors
from deelnemers.enums import DeelnameStatus, Evaluatie, PlaatsingSoort
from deelnemers.keuze import MAX_CIJFERS
from deelnemers.models import Deelname, Deelnemer, Plaatsing, Voortgang
from deelnemers.querysets import DeelnemerQuerySet
from deelnemers.volgen import Verschil
from partijen.enums import PartijSoort
from partijen.models import Partij
from toegang.models import User
from toegang.veldfouten import number_field
from trajecten.forms.velden import DatumInput


class DeelnemersField(forms.ModelMultipleChoiceField):
    """Ticked people; a number that no database knows is refused like any other wrong choice."""

    def clean(self, value: Any) -> Any:
        if any(not str(pk).isdecimal() or len(str(pk)) > MAX_CIJFERS for pk in value or []):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().clean(value)


class KiesDeelnemersForm(forms.Form):
    """Pick people for a trajectory: what was ticked before stays in the list, whatever is searched for."""

    deelnemers = DeelnemersField(
        label=_("Deelnemers"),
        queryset=Deelnemer.objects.none(),
        error_messages={
            "required": _("Kies ten minste één deelnemer."),
            "invalid_choice": _("Een van de gekozen deelnemers kan er niet bij, of doet al mee. Kies opnieuw."),
        },
    )

    def __init__(self, *args: Any, kandidaten: DeelnemerQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deelnemers"].queryset = kandidaten  # type: ignore[attr-defined]


class MentorField(forms.ModelChoiceField):
    """Pick a person, shown with the parties they belong to."""

    def label_from_instance(self, obj: User) -> str:
        partijen = ", ".join(lid.partij.naam for lid in obj.lidmaatschappen.all() if lid.actief)
        return f"{obj.naam} ({partijen})"


class DeelnameForm(forms.Form):
    """State and mentor of one participation; only states that can follow the present one are offered."""

    begrippen_bij = {"mentor": ["mentor"]}

    status = forms.TypedChoiceField(label=_("Status"), coerce=DeelnameStatus)
    mentor = MentorField(
        label=_("Mentor"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nog geen mentor"),
        help_text=_("De partij van de mentor krijgt hiermee ook een rol in de begeleiding."),
    )

    def __init__(self, *args: Any, deelname: Deelname, **kwargs: Any) -> None:
        kwargs["initial"] = {"status": deelname.status, "mentor": deelname.mentor_id}
        super().__init__(*args, **kwargs)
        now = DeelnameStatus(deelname.status)
        self.fields["status"].choices = [(s.value, s.label) for s in DeelnameStatus if s == now or s in now.may_become]  # type: ignore[attr-defined]
        self.fields["mentor"].queryset = possible_mentors(deelname)  # type: ignore[attr-defined]


class VerschilField(forms.ModelMultipleChoiceField):
    """Tick phases, each with what becomes of its days."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Voortgang.objects.none(), widget=forms.CheckboxSelectMultiple(), **kwargs)
        self.wordt: dict[int, str] = {}

    def label_from_instance(self, obj: Voortgang) -> str:
        return f"{obj.fase}: {self.wordt[obj.pk]}"


class VolgForm(forms.Form):
    """Which phases follow the group again; all of them, until somebody takes one out."""

    fasen = VerschilField(
        label=_("Welke fasen volgen weer de groep?"), error_messages={"required": _("Kies ten minste één fase.")}
    )

    def __init__(self, *args: Any, verschillen: Sequence[Verschil], **kwargs: Any) -> None:
        kwargs["initial"] = {"fasen": [verschil.voortgang.pk for verschil in verschillen]}
        super().__init__(*args, **kwargs)
        field = cast("VerschilField", self.fields["fasen"])
        field.wordt = {verschil.voortgang.pk: verschil.wordt for verschil in verschillen}
        field.queryset = Voortgang.objects.filter(pk__in=field.wordt).select_related("fase")


class VoortgangForm(forms.ModelForm):
    class Meta:
        model = Voortgang
        fields = ["status", "start", "eind", "resultaat"]
        widgets = {"start": DatumInput, "eind": DatumInput}
        help_texts = {
            "start": _("Alleen als die anders is dan de start van de groep."),
            "eind": _("Alleen als het anders is dan het einde van de groep."),
        }


class PlaatsingForm(forms.ModelForm):
    begrippen_bij = {"soort": PlaatsingSoort.values}

    class Meta:
        model = Plaatsing
        fields = ["werkgever", "soort", "start", "eind", "uren_per_week"]
        formfield_callback = number_field
        widgets = {"start": DatumInput, "eind": DatumInput}
        help_texts = {"eind": _("Laat leeg als het einde nog niet vaststaat.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["werkgever"].queryset = Partij.objects.filter(soort=PartijSoort.WERKGEVER)  # type: ignore[attr-defined]
        self.fields["werkgever"].empty_label = _("Kies een werkgever")  # type: ignore[attr-defined]


class EvaluatieForm(forms.Form):
    """What the employer makes of a placement."""

    evaluatie = forms.ChoiceField(
        label=_("Hoe gaat u verder?"),
        choices=Evaluatie.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies een van de antwoorden.")},
        help_text=_("De gemeente en de mentor lezen uw antwoord en spreken met u af wat er nodig is."),
    )
