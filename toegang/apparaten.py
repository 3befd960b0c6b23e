"""What a browser says it is, in words a person knows."""

from django.utils.translation import gettext as _

# The first that is found counts: Edge also calls itself Chrome, and Chrome also calls itself Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMEN = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "Chromebook"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def describe(user_agent: str) -> str:
    """Return a browser and what it runs on, as far as it tells."""
    browser = next((naam for teken, naam in BROWSERS if teken in user_agent), _("Onbekende browser"))
    systeem = next((naam for teken, naam in SYSTEMEN if teken in user_agent), "")
    return _("%(browser)s op %(systeem)s") % {"browser": browser, "systeem": systeem} if systeem else browser
