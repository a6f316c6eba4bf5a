"""Money on pages: kept in fen, read in yuan."""

from django import template

register = template.Library()


@register.filter
def yuan(fen: int | str | None) -> str:
    """``{{ payment.amount|yuan }}`` → ¥1,234.50, less than nothing −¥1,234.50; nothing for nothing known.

    What a template does not find arrives as empty text: an account on which nothing was booked holds nothing.
    """
    if fen is None:
        return ""
    amount = int(fen or 0)
    return f"{'−' if amount < 0 else ''}¥{abs(amount) / 100:,.2f}"
