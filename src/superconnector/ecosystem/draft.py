"""The files of a folder as typed models that still know their lines: what the checks read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar
from zoneinfo import available_timezones

from pydantic import ValidationError

from superconnector.ecosystem.document import Document, Loc, read_document
from superconnector.ecosystem.problems import Problem, Severity, nearest
from superconnector.ecosystem.schema import (
    Call,
    CoverageFile,
    Definition,
    DefinitionsFile,
    EcosystemFile,
    FactFile,
    FactsFile,
    Organisation,
    OrganisationsFile,
    PopulationFile,
    Programme,
    Source,
    SourcesFile,
    Strict,
)
from superconnector.ecosystem.wording import in_plain_words, label

SINGLE: dict[str, type[Strict]] = {
    "ecosystem.yaml": EcosystemFile,
    "sources.yaml": SourcesFile,
    "coverage.yaml": CoverageFile,
    "population.yaml": PopulationFile,
}
FOLDERS: dict[str, type[Strict]] = {
    "facts": FactsFile,
    "definitions": DefinitionsFile,
    "organisations": OrganisationsFile,
    "programmes": Programme,
    "calls": Call,
}
EXAMPLES = "examples"
M = TypeVar("M", bound=Strict)


@dataclass(frozen=True, slots=True)
class Place:
    """A value of a file: where a problem with it is reported."""

    document: Document
    loc: Loc = ()

    def __truediv__(self, step: str | int) -> Place:
        return Place(self.document, (*self.loc, step))

    def problem(self, message: str, severity: Severity = Severity.ERROR) -> Problem:
        """`gives[grant].ceilings[2]: message` at the line of the value."""
        return self.at_line(self.document.spot(self.loc).line, message, severity)

    def at_line(self, line: int, message: str, severity: Severity = Severity.ERROR) -> Problem:
        """The same at a line that is known better than by the value's place."""
        name = label(self.document.existing(self.loc), self.document.value)
        return Problem(self.document.path, line, f"{name}: {message}" if name else message, severity)


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that could be read; `broken` are the paths of files that could not."""

    models: Mapping[str, Strict]
    documents: Mapping[str, Document]
    broken: frozenset[str] = field(default_factory=frozenset)

    @property
    def ecosystem(self) -> EcosystemFile | None:
        """ecosystem.yaml, if it is right."""
        model = self.models.get("ecosystem.yaml")
        return model if isinstance(model, EcosystemFile) else None

    def facts(self) -> Iterator[tuple[Place, FactFile]]:
        """All facts, files by name and in the order of each file."""
        for place, file in self._of(FactsFile):
            yield from ((place / "facts" / i, fact) for i, fact in enumerate(file.facts))

    def definitions(self) -> Iterator[tuple[Place, Definition]]:
        """All definitions."""
        for place, file in self._of(DefinitionsFile):
            yield from ((place / "definitions" / i, each) for i, each in enumerate(file.definitions))

    def programmes(self) -> Iterator[tuple[Place, Programme]]:
        """All programmes, by file name."""
        yield from self._of(Programme)

    def calls(self) -> Iterator[tuple[Place, Call]]:
        """All calls, by file name."""
        yield from self._of(Call)

    def organisations(self) -> Iterator[tuple[Place, Organisation]]:
        """All organisations, alone in a file or with others."""
        yield from self._of(Organisation)
        for place, file in self._of(OrganisationsFile):
            yield from ((place / "organisations" / i, each) for i, each in enumerate(file.organisations))

    def shared_sources(self) -> dict[str, Source]:
        """The sources of sources.yaml."""
        return {key: source for _, file in self._of(SourcesFile) for key, source in file.sources.items()}

    def examples(self) -> Iterator[Document]:
        """The example profiles, unread."""
        for path, document in self.documents.items():
            if path.startswith(EXAMPLES + "/"):
                yield document

    def broken_in(self, *folders: str) -> bool:
        """Whether a file of one of the folders could not be read."""
        return any(path.split("/", 1)[0] in folders for path in self.broken)

    def _of(self, kind: type[M]) -> Iterator[tuple[Place, M]]:
        for path, model in self.models.items():
            if isinstance(model, kind):
                yield Place(self.documents[path]), model


def read_draft(files: Mapping[str, str], unread: Collection[str] = ()) -> tuple[Draft, list[Problem]]:
    """All files read and typed, and all that is wrong with their form; `unread` count as broken."""
    models: dict[str, Strict] = {}
    documents: dict[str, Document] = {}
    problems: list[Problem] = []
    for path in sorted(files):
        kind = kind_of(path)
        if isinstance(kind, Problem):
            problems.append(kind)
            continue
        document = read_document(path, files[path])
        if isinstance(document, list):
            problems.extend(document)
            continue
        documents[path] = document
        if kind is not None:
            model = typed(_shape(kind, document.value), document)
            if isinstance(model, list):
                problems.extend(model)
            else:
                models[path] = model
    if "ecosystem.yaml" not in {*files, *unread}:
        problems.append(Problem("ecosystem.yaml", 0, "this file is missing; it names the ecosystem"))
    broken = frozenset(problem.path for problem in problems).union(unread)
    return Draft(models, documents, broken), problems


def kind_of(path: str) -> type[Strict] | Problem | None:
    """The model of a file by its path; None for an example profile."""
    parts = path.split("/")
    if not path.endswith(".yaml"):
        return Problem(path, 0, "name the file .yaml")
    if len(parts) == 1 and path in SINGLE:
        return SINGLE[path]
    if len(parts) == 2 and parts[0] == EXAMPLES:
        return None
    if len(parts) == 2 and parts[0] in FOLDERS:
        return FOLDERS[parts[0]]
    guess = nearest(parts[0], [*SINGLE, *FOLDERS, EXAMPLES])
    return Problem(
        path, 0, "no file of this name is read here" + (f"; did you mean {guess}?" if guess else "")
    )


def typed(kind: type[M], document: Document) -> M | list[Problem]:
    """The document as a model, or what is wrong with its form."""
    try:
        return kind.model_validate(document.value)
    except ValidationError as error:
        return in_plain_words(kind, document, error)


def _shape(kind: type[Strict], value: object) -> type[Strict]:
    """A file of organisations/ holds one of them or a list."""
    alone = kind is OrganisationsFile and isinstance(value, dict) and "organisations" not in value
    return Organisation if alone else kind


@lru_cache(maxsize=1)
def time_zones() -> frozenset[str]:
    """The names of all time zones that are known here: asked for once, as hundreds of files are looked at."""
    return frozenset(available_timezones())
