"""Money on pages: kept in fen, read in yuan."""

from django import template

register = template.Library()


@register.filter
def yuan(fen: int | None) -> str:
    """``{{ payment.amount|yuan }}`` → ¥1,234.50; nothing for nothing known."""
    return f"¥{(fen or 0) / 100:,.2f}" if fen is not None else ""
