"""The facts of a folder with those that follow from its programmes, and the vocabulary of its expressions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from superconnector.core.rules.facts import Vocabulary
from superconnector.ecosystem.convert import core_fact, dated, received_fact
from superconnector.ecosystem.draft import Draft
from superconnector.ecosystem.schema import (
    NOT_APPLIED_FOR,
    Definition,
    EcosystemFile,
    FactFile,
    FactOption,
    Localised,
    Programme,
)


def all_facts(draft: Draft, file: EcosystemFile | None) -> dict[str, FactFile]:
    """The facts in the order of the files, then `received.*` in the order of the programmes' ids.

    Money facts carry the currency sign as their unit.
    """
    applied_for = sorted(
        (p for _, p in draft.programmes() if p.kind not in NOT_APPLIED_FOR),
        key=lambda programme: programme.id,
    )
    facts = {fact.id: _filled(fact, applied_for) for _, fact in draft.facts()}
    if file is not None:
        facts |= {fact.id: fact for programme in applied_for for fact in _received(programme, file)}
        sign = Localised.model_validate({"en": file.currency_sign})
        facts = {
            key: fact.model_copy(update={"unit": sign}) if fact.type == "money" else fact
            for key, fact in facts.items()
        }
    return facts


def _filled(fact: FactFile, programmes: Iterable[Programme]) -> FactFile:
    if fact.options != "programmes":
        return fact
    options = [FactOption(id=programme.id, label=programme.names) for programme in programmes]
    return fact.model_copy(update={"options": options})


def _received(programme: Programme, file: EcosystemFile) -> Iterable[FactFile]:
    fact_id = received_fact(programme)
    if fact_id:
        yield FactFile.model_validate(
            {
                "id": fact_id,
                "type": "money",
                "label": _named(file.received_label, programme),
                "question": _named(file.received, programme),
                "why": _named(file.received_why, programme),
            }
        )


def _named(template: Localised, programme: Programme) -> Localised:
    """The template with the programme's name in each language that the template has."""
    languages = {"en": template.en, "zh-hant": template.zh_hant, "zh-hans": template.zh_hans}
    return Localised.model_validate(
        {
            language: text.replace("{programme}", programme.names.text(language))
            for language, text in languages.items()
            if text is not None
        }
    )


def vocabulary_of(
    facts: Mapping[str, FactFile], definitions: Mapping[str, Definition], currency: str
) -> Vocabulary:
    """What the names of an expression stand for."""
    return Vocabulary(
        facts={key: core_fact(fact) for key, fact in facts.items()},
        definitions={key: dated(definition.versions) for key, definition in definitions.items()},
        currency=currency,
    )
