"""A whole ecosystem, read and checked: what every app, face and benchmark works with."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from superconnector.core.rules.book import RuleBook
from superconnector.core.rules.facts import Vocabulary
from superconnector.core.rules.terms import Terms
from superconnector.ecosystem.convert import core_terms
from superconnector.ecosystem.draft import Draft
from superconnector.ecosystem.inspection import inspect
from superconnector.ecosystem.problems import EcosystemError, Severity
from superconnector.ecosystem.schema import (
    NOT_APPLIED_FOR,
    Call,
    Definition,
    EcosystemFile,
    FactFile,
    Organisation,
    Programme,
    Source,
)
from superconnector.ecosystem.vocabulary import all_facts, vocabulary_of


@dataclass(frozen=True, eq=False)
class Ecosystem:
    """Everything a folder says. Compared by identity; two readings of the same files share a `digest`.

    `facts` are in the order of the files, with the options of `options: programmes` filled in and one fact
    `received.<programme>` for every programme with a ceiling on all that one applicant receives.
    `terms` has only the programmes that one can apply for, in the order of their ids.
    """

    file: EcosystemFile
    facts: Mapping[str, FactFile]
    definitions: Mapping[str, Definition]
    programmes: Mapping[str, Programme]
    calls: Mapping[str, Call]
    organisations: Mapping[str, Organisation]
    sources: Mapping[str, Source]
    aliases: Mapping[str, str]
    vocabulary: Vocabulary
    terms: Mapping[str, Terms]
    digest: str

    @property
    def id(self) -> str:
        """The id of the ecosystem: `hong-kong`."""
        return self.file.id

    def source_of(self, file: Programme | Call, cite: str) -> Source:
        """The source that `source-id` or `source-id#place` names: the file's own before a shared one.

        A call has those of its programme too. Raises KeyError if nobody has it; the check proves that none
        is missing.
        """
        source = cite.partition("#")[0]
        if source in file.sources:
            return file.sources[source]
        above = self.programmes.get(file.programme or "") if isinstance(file, Call) else None
        return above.sources[source] if above and source in above.sources else self.sources[source]

    def rule_book(self, on: date) -> RuleBook:
        """The compiled terms as they stand on a day. The last days asked for are kept."""
        return _rule_book(self, on)


@lru_cache(maxsize=32)
def _rule_book(ecosystem: Ecosystem, on: date) -> RuleBook:
    terms = tuple(ecosystem.terms.values())
    return RuleBook.compile(terms, ecosystem.vocabulary, on, ecosystem.file.stale_after_days)


def load(files: Mapping[str, str]) -> Ecosystem:
    """The ecosystem of the files (path → text). Raises EcosystemError with every problem of every file.

    The last ones are kept: the same files give the same object, as a preview, a load and the first page of
    one process would otherwise each read a whole folder.
    """
    return _loaded(_Folder(digest(files), files))


@dataclass(frozen=True, slots=True)
class _Folder:
    """Files that are told apart by their digest alone."""

    digest: str
    files: Mapping[str, str] = field(compare=False)


@lru_cache(maxsize=4)
def _loaded(folder: _Folder) -> Ecosystem:
    draft, problems = inspect(folder.files)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if errors or draft.ecosystem is None:
        raise EcosystemError(errors)
    return build(draft, draft.ecosystem, folder.digest)


def build(draft: Draft, file: EcosystemFile, key: str) -> Ecosystem:
    """The ecosystem of a draft in which nothing is wrong; `key` is the digest of its files."""
    programmes = {p.id: p for _, p in sorted(draft.programmes(), key=lambda pair: pair[1].id)}
    facts = all_facts(draft, file)
    definitions = {definition.id: definition for _, definition in draft.definitions()}
    return Ecosystem(
        file=file,
        facts=facts,
        definitions=definitions,
        programmes=programmes,
        calls={c.id: c for _, c in sorted(draft.calls(), key=lambda pair: pair[1].id)},
        organisations={each.id: each for _, each in draft.organisations()},
        sources=draft.shared_sources(),
        aliases={alias: p.id for p in programmes.values() for alias in p.aliases},
        vocabulary=vocabulary_of(facts, definitions, file.currency),
        terms={p.id: core_terms(p) for p in programmes.values() if p.kind not in NOT_APPLIED_FOR},
        digest=key,
    )


def digest(files: Mapping[str, str]) -> str:
    """SHA-256 over paths and texts, by path, each preceded by its length. Shape: 64 hexadecimal digits."""
    sha = hashlib.sha256()
    for path in sorted(files):
        for part in (path.encode(), files[path].encode()):
            sha.update(len(part).to_bytes(8, "big"))
            sha.update(part)
    return sha.hexdigest()
