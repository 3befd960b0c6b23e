"""The pages beside a gemeente's settings, as far as this person may use them."""

from typing import Any

from django import template

from partijen import gemeentepaginas
from partijen.gemeentepaginas import Gemeentepagina
from toegang.guard import may

register = template.Library()


@register.simple_tag(takes_context=True, name="gemeentepaginas")
def pages_of_gemeente(context: dict[str, Any]) -> list[Gemeentepagina]:
    """Return the pages that the matrix opens to this person for the gemeente of this address."""
    return [pagina for pagina in gemeentepaginas.registered() if may(context["request"], pagina.adres)]
