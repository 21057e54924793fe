"""The exported JSON Schema: what the folder holds passes it, what the check refuses mostly does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from superconnector.ecosystem import json_schema
from superconnector.ecosystem.document import Document, read_document
from superconnector.ecosystem.exported import MODELS, kind_of_file
from tests.ecosystem.folders import changed, small_folder

VALIDATORS = {
    kind: Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for kind, schema in json_schema().items()
}


def as_editors_see_it(value: object) -> Any:
    """Days are texts to an editor, and grouped thousands too; the latter are left as numbers here."""
    if isinstance(value, dict):
        return {key: as_editors_see_it(below) for key, below in value.items()}
    if isinstance(value, list):
        return [as_editors_see_it(below) for below in value]
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def errors(path: str, text: str) -> list[str]:
    kind = kind_of_file(path, text)
    if kind is None:
        return []
    document = read_document(path, text)
    assert isinstance(document, Document)
    found = VALIDATORS[kind].iter_errors(as_editors_see_it(document.value))
    return [f"{path}: {error.json_path}" for error in found]


@pytest.mark.parametrize("kind", sorted(MODELS))
def test_each_schema_is_a_schema(kind: str) -> None:
    Draft202012Validator.check_schema(json_schema()[kind])


def test_the_small_folder_passes() -> None:
    assert [error for path, text in small_folder().items() for error in errors(path, text)] == []


def test_the_real_folder_passes(real_files: dict[str, str]) -> None:
    assert [error for path, text in real_files.items() for error in errors(path, text)] == []


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("kind: matching-grant", "kind: gift", "$.kind"),
        ("checked: 2024-01-02", "checked: soon", "$.checked"),
        ("checked: 2024-01-02", "cheked: 2024-01-02", "$"),
        ("amount: 200000,", "amount: -1,", "$.gives[0].ceilings[0].amount"),
        ("names_source: own-page", "names_source: Own Page", "$.names_source"),
        ("aliases: [TG]", "aliases: TG", "$.aliases"),
    ],
)
def test_editors_see_mistakes(old: str, new: str, where: str) -> None:
    path = "programmes/grant.yaml"
    assert f"{path}: {where}" in errors(path, changed(path, old, new)[path])


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("ecosystem.yaml", "", "ecosystem"),
        ("sources.yaml", "", "sources"),
        ("coverage.yaml", "", "coverage"),
        ("facts/a.yaml", "", "facts"),
        ("definitions/a.yaml", "", "definitions"),
        ("programmes/a.yaml", "", "programme"),
        ("organisations/a.yaml", "id: a\n", "organisation"),
        ("organisations/a.yaml", "# family\norganisations:\n", "organisations"),
        ("examples/a-profile.yaml", "", None),
    ],
)
def test_the_kind_of_a_file(path: str, text: str, kind: str | None) -> None:
    assert kind_of_file(path, text) == kind


def test_grouped_thousands_and_bare_truth_pass_as_editors_read_them() -> None:
    assert list(VALIDATORS["programme"].iter_errors({})) != []
    money = json_schema()["programme"]["$defs"]["CeilingTerm"]["properties"]["amount"]
    assert list(Draft202012Validator(money).iter_errors("1_000_000")) == []
    assert list(Draft202012Validator(money).iter_errors("1_00")) != []


def test_descriptions_come_along() -> None:
    programme = json_schema()["programme"]
    assert programme["properties"]["checked"]["description"] == (
        "The day on which the file was last checked against its sources"
    )
    assert programme["$schema"] == "https://json-schema.org/draft/2020-12/schema"
