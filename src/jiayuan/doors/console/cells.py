"""Cells of a sheet that nobody's spreadsheet runs as a formula."""

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(text: str) -> str:
    """``=1+1`` -> ``'=1+1``. What begins like a formula, also behind spaces, gets an apostrophe in front."""
    return f"'{text}" if text.lstrip(" \u3000\u00a0").startswith(DANGEROUS) else text
