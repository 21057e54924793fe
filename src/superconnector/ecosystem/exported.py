"""The folder format as JSON Schema, so that editors complete and check while one writes."""

from __future__ import annotations

import re
from typing import Any

from superconnector.ecosystem.schema import (
    Call,
    CoverageFile,
    DefinitionsFile,
    EcosystemFile,
    FactsFile,
    Organisation,
    OrganisationsFile,
    PopulationFile,
    Programme,
    SourcesFile,
    Strict,
)

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MODELS: dict[str, type[Strict]] = {
    "call": Call,
    "coverage": CoverageFile,
    "definitions": DefinitionsFile,
    "ecosystem": EcosystemFile,
    "facts": FactsFile,
    "organisation": Organisation,
    "organisations": OrganisationsFile,
    "population": PopulationFile,
    "programme": Programme,
    "sources": SourcesFile,
}
"""Kind of file → its model. `organisation` and `organisations` are the two shapes of organisations/*.yaml."""


def json_schema() -> dict[str, dict[str, Any]]:
    """JSON Schema (2020-12) of each kind of file, by kind."""
    return {kind: _schema(model) for kind, model in MODELS.items()}


def kind_of_file(path: str, text: str) -> str | None:
    """The kind of a file by its path and text, None for an example profile: a key of MODELS."""
    folder, _, rest = path.partition("/")
    if not rest:
        return path.removesuffix(".yaml")
    if folder in ("programmes", "calls"):
        return folder.removesuffix("s")
    if folder == "organisations":
        return "organisations" if re.search(r"^organisations:", text, re.MULTILINE) else "organisation"
    return folder if folder in MODELS else None


def _schema(model: type[Strict]) -> dict[str, Any]:
    return {"$schema": DIALECT, **model.model_json_schema(by_alias=True, mode="validation")}
