"""Shapes of the suggestion of a category."""

from ninja import Field, Schema

from .schemas import _STRICT


class WordsIn(Schema):
    model_config = _STRICT

    words: str = Field(max_length=2000, description="What is wrong, as somebody would say it.")


class ProposalOut(Schema):
    code: str = Field(description="A code of /api/categories.")
    name: str
    confidence: float = Field(
        description="How often such a suggestion was right when it was measured, 0 to 1."
    )
    because: list[str] = Field(description="Words that spoke for it.")


class ProposalsOut(Schema):
    is_sure: bool = Field(description="False: ask for more words or let people choose; do not propose.")
    suggestions: list[ProposalOut]
