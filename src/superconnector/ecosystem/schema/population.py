"""population.yaml: how a made-up population is drawn, what of it is published and what is assumed."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field, model_validator

from superconnector.ecosystem.schema.parts import Cites, FactId, Id, Number, Strict, Text

WAYS = ("shares", "chance", "chances", "bands", "mean", "value")
"""How a column can be drawn."""


class Grounds(Strict):
    """Where a number comes from: a source with the year it speaks of, or the reason why it is assumed.

    Both, if a part is published and the rest is not.
    """

    source: Cites | None = None
    year: int | None = Field(None, ge=1900, le=2199, description="The year that the statistic speaks of")
    published: Text | None = Field(None, description="What the source says, in words with its figures")
    assumed: Text | None = Field(None, description="What is assumed, and why")

    @model_validator(mode="after")
    def _grounded(self) -> Grounds:
        if self.source is None and self.assumed is None:
            raise ValueError("name a source, or say under assumed: why there is none")
        if (self.source is None) != (self.year is None) or (self.source is None) != (self.published is None):
            raise ValueError("a source needs year: and published: (what it says); without one leave both out")
        return self


class Band(Strict):
    """Whole numbers from … to, each as likely as the other; money in whole units, a date by its year."""

    from_: int = Field(alias="from")
    to: int
    weight: Number = Field(gt=0)

    @model_validator(mode="after")
    def _rising(self) -> Band:
        if self.to < self.from_:
            raise ValueError("to is less than from")
        return self


class Margin(Grounds):
    """How one column is drawn, by exactly one of WAYS."""

    fact: FactId | None = Field(None, description="The fact; absent for a column that says none")
    column: Id | None = Field(None, description="The name of a column that says no fact: district")
    shares: dict[str, Number] | None = Field(None, description="Answer → weight")
    chance: Number | None = Field(None, ge=0, le=100, description="Percent of yes")
    chances: dict[str, Number] | None = Field(
        None, description="Answer → percent that have it, each by itself"
    )
    bands: list[Band] | None = Field(None, min_length=1)
    mean: Number | None = Field(None, gt=1, description="Whole numbers from 1 (geometric) with this mean")
    value: str | bool | int | None = Field(None, description="The same for everybody")
    unknown: Number = Field(Decimal(0), ge=0, le=100, description="Percent of rows left unknown")

    @property
    def way(self) -> str:
        """Which of WAYS it is drawn by."""
        return next(way for way in WAYS if getattr(self, way) is not None)

    @model_validator(mode="after")
    def _one_way(self) -> Margin:
        if sum(getattr(self, way) is not None for way in WAYS) != 1:
            raise ValueError(f"give exactly one of {', '.join(WAYS)}")
        if (self.fact is None) == (self.column is None):
            raise ValueError("give fact: or column:, one of them")
        if self.shares is not None and not sum(self.shares.values()) > 0:
            raise ValueError("the shares add up to nothing")
        return self


class Stratum(Strict):
    """A kind of applicant: how many of them there are, and its own margins beside those of everybody."""

    id: Id
    label: Text
    count: Number = Field(gt=0)
    grounds: Grounds
    margins: list[Margin] = []


class PopulationFile(Strict):
    """population.yaml."""

    about: Text
    strata: list[Stratum] = Field(min_length=1)
    margins: list[Margin] = Field([], description="For every stratum that has none of its own for the column")
