from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from toegang.woorden import split_marked

register = template.Library()


@register.filter
def gemerkt(tekst: str, gezocht: str) -> SafeString:
    """Return a text with the words that were looked for marked in it."""
    pieces = split_marked(str(tekst), gezocht)
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", p) if hit else p,) for p, hit in pieces))
