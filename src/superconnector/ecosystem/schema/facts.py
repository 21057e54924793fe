"""facts/*.yaml and definitions/*.yaml: what may be asked, and the terms that have a name."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from superconnector.ecosystem.schema.parts import (
    Day,
    Expression,
    FactId,
    Localised,
    Name,
    OptionId,
    Period,
    Strict,
)


class FactOption(Strict):
    """One answer of a choice. `parent` puts it below another in a hierarchy of codes."""

    id: OptionId
    label: Localised
    parent: OptionId | None = None


class FactFile(Strict):
    """One thing that may be asked."""

    id: FactId
    type: Literal["boolean", "integer", "money", "date", "choice", "choices", "text"]
    label: Localised = Field(description="A short noun phrase for summaries: 'Employees in Hong Kong'")
    question: Localised = Field(description="The question as one asks a person")
    help: Localised | None = Field(None, description="One or two sentences: what counts, where to look it up")
    why: Localised = Field(description="Why we ask: what depends on it")
    options: list[FactOption] | Literal["programmes"] | None = Field(
        None,
        description="For choice and choices. `programmes`: all programmes that one can apply for",
    )
    minimum: int | Day | None = None
    maximum: int | Day | None = None
    unit: Localised | None = None
    ask_when: Expression | None = Field(None, description="Ask only while this is not false")
    future: bool = Field(True, description="For dates: whether a day after the application day makes sense")


class FactsFile(Strict):
    """facts/*.yaml."""

    facts: list[FactFile]


class DefinitionVersion(Period):
    """What a term means on the days given."""

    expression: Expression


class Definition(Strict):
    """A named term (small or medium enterprise) that any expression may use by its id."""

    id: Name
    names: Localised
    text: Localised
    versions: list[DefinitionVersion] = Field(min_length=1, max_length=100)


class DefinitionsFile(Strict):
    """definitions/*.yaml."""

    definitions: list[Definition]
