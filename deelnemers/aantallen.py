"""Numbers of people of another gemeente: told from five on, and never so that a smaller one follows by subtracting.

Zero may be told: it is about nobody. One to four is nearly a person, so it is told as "less than five"; and with it
goes every total from which it could be worked out by who knows their own part.
"""

# With fewer than this, a number is nearly a person.
KLEIN = 5


def tell(aantal: int) -> int | None:
    """Return a number of others as it may be told; None where it is too small."""
    return None if 0 < aantal < KLEIN else aantal


def tell_total(*, eigen: int, anderen: int) -> int | None:
    """Return one's own and the others together; None where taking one's own from it would give what is too small."""
    return None if tell(anderen) is None else eigen + anderen
