from django import forms

from toegang.models import User


class WeergaveForm(forms.ModelForm):
    """Light or dark, for one's own account."""

    class Meta:
        model = User
        fields = ["weergave"]
        widgets = {"weergave": forms.RadioSelect}
