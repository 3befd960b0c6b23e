"""`{% indiening %}` beside `{% csrf_token %}`: the stamp that makes a form work once."""

import uuid

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from toegang.indieningen import CONCEPT, FIELD

register = template.Library()


@register.simple_tag
def indiening() -> SafeString:
    """Render the hidden field with a fresh stamp."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid.uuid4())


@register.simple_tag
def conceptdagen() -> int:
    """Return how many days a device may keep a form that could not be sent."""
    return CONCEPT.days
