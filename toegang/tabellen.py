"""Lists in pages, of a size that we choose."""

from typing import Any

import django_tables2


class RequestConfig(django_tables2.RequestConfig):
    """django-tables2's, without `per_page` from the address: -1 broke a page, and a million would show all at once."""

    def configure(self, table: Any) -> Any:
        """Set the order and the page of a table as the address says."""
        kept = self.request.GET.copy()
        kept.pop(table.prefixed_per_page_field, None)
        self.request.GET = kept
        return super().configure(table)
