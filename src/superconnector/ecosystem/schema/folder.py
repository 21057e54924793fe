"""ecosystem.yaml, sources.yaml and coverage.yaml: what holds for the whole folder."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from superconnector.ecosystem.schema.parts import FactId, Id, Localised, Source, Strict


def _localised(en: str, zh_hant: str) -> Localised:
    return Localised.model_validate({"en": en, "zh-hant": zh_hant})


class SourcesFile(Strict):
    """sources.yaml: what several files cite."""

    sources: dict[Id, Source]


class ExampleProfile(Strict):
    """A profile that visitors may look at: a file of examples/ and what its applicant is called."""

    file: str = Field(pattern=r"^[a-z0-9-]+-profile\.yaml$")
    title: Localised


class EcosystemFile(Strict):
    """ecosystem.yaml."""

    id: Id
    names: Localised
    tagline: Localised
    languages: list[Literal["en", "zh-hant", "zh-hans"]] = Field(min_length=1)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    currency_sign: str = Field(min_length=1, max_length=8)
    time_zone: str = Field(description="A name of the tz database: Asia/Hong_Kong")
    about: Localised
    disclaimer: Localised
    stale_after_days: int = Field(
        730, description="An open status confirmed longer ago than this is unconfirmed"
    )
    ask_first: list[FactId] = Field([], description="Questions that open the interview, in order")
    examples: list[ExampleProfile] = Field([], description="Profiles of examples/ shown on the home page")
    received: Localised = Field(
        description="Question for money already granted; {programme} stands for the name"
    )
    received_label: Localised = Field(
        _localised("Already granted by {programme}", "「{programme}」已批資助"),
        description="The same as a noun phrase, for summaries",
    )
    received_why: Localised = Field(
        _localised(
            "The programme limits what one applicant receives in all; what is left depends on the answer.",
            "此計劃對同一申請者的資助總額設有上限，尚餘多少視乎你的答案。",
        ),
        description="Why we ask it",
    )


class CoverageFile(Strict):
    """coverage.yaml: the numbers below which the folder may not fall (`superconnector coverage`)."""

    floor: dict[str, int]
