"""Money on the Canvas: amounts in euro the Dutch way, and what of them nobody brings yet."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import number_format

if TYPE_CHECKING:
    from canvas.models import Bijdrage


def say_euro(bedrag: Decimal | None) -> str:
    """Say an amount in euro as in '€ 12.500' or '€ 12.500,50'; nothing for None."""
    if bedrag is None:
        return ""
    decimalen = 0 if bedrag == bedrag.to_integral_value() else 2
    return f"€\u00a0{number_format(bedrag, decimalen, force_grouping=True)}"


def add_up(bijdragen: Iterable[Bijdrage]) -> tuple[Decimal, Decimal]:
    """Return the sum in euro of all amounts, and of those that no party brings yet."""
    bedragen = [(bijdrage.bedrag or Decimal(0), bijdrage.partij_id is None) for bijdrage in bijdragen]
    return sum((b for b, _open in bedragen), Decimal(0)), sum((b for b, is_open in bedragen if is_open), Decimal(0))
