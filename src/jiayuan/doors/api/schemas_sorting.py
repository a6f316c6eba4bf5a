"""Shapes at the edge: which bin."""

from ninja import Field, Schema


class BinOut(Schema):
    query: str
    category: str | None = Field(
        description="recyclable, hazardous, kitchen, residual, bulky, renovation or textile; null where nobody knows, "
        "or where no bin is safe."
    )
    label: str = Field(description="The category in the reader's language; empty without one.")
    name: str = Field(description="What the query was taken for.")
    confidence: float = Field(description="From 0 to 1.")
    reason: str
    first: str = Field(description="What to do before it is thrown away.")
    alternatives: list[str] = Field(description="Other categories, the likeliest first.")
    ask: str | None = Field(description="The question that decides; null where there is none.")
    source: str = Field(description="The rules it rests on.")
