"""Loading an edition of the ecosystem: parse, preview, apply."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from superconnector.apps.directory.actions import replace_organisations
from superconnector.apps.programmes.models import Programme, Tag
from superconnector.apps.programmes.preview import Preview, compare
from superconnector.base.actions import make_current, record
from superconnector.base.models import Edition
from superconnector.base.queries import current_edition, files_of, locked_edition
from superconnector.base.search import normalised
from superconnector.ecosystem import Ecosystem, load
from superconnector.ecosystem.schema import NOT_APPLIED_FOR
from superconnector.ecosystem.schema import Programme as ProgrammeFile

ATTEMPTS = 3
"""Two first loads at once can collide on the one current edition; the loser starts again."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did. `changed` is False where these very files were already current."""

    edition: Edition
    preview: Preview
    changed: bool


def preview_load(*, files: Mapping[str, str]) -> Preview:
    """What loading them would change; nothing is written. Raises EcosystemError if they are not right."""
    load(files)
    return compare(_current_files(), files)


def load_ecosystem(*, files: Mapping[str, str], actor: str, now: datetime) -> Loaded:
    """Make the files the current edition: all of it in one transaction with its journal entry, or nothing.

    Loading the current files again changes nothing. Raises EcosystemError if the files are not right.
    """
    ecosystem = load(files)
    for _ in range(ATTEMPTS - 1):
        try:
            return _apply(ecosystem, files, actor, now)
        except IntegrityError:
            continue
    return _apply(ecosystem, files, actor, now)


@transaction.atomic(durable=True)
def _apply(ecosystem: Ecosystem, files: Mapping[str, str], actor: str, now: datetime) -> Loaded:
    before = locked_edition()
    preview = compare(files_of(before) if before else {}, files)
    if before is not None and before.digest == ecosystem.digest:
        return Loaded(before, preview, changed=False)
    edition = make_current(ecosystem=ecosystem.id, digest=ecosystem.digest, files=files, actor=actor, now=now)
    replace_organisations(organisations=ecosystem.organisations.values())
    _replace_programmes(ecosystem.programmes.values())
    record(
        actor=actor,
        verb="ecosystem.loaded",
        subject=f"edition:{ecosystem.digest}",
        now=now,
        detail=preview.as_json(),
    )
    return Loaded(edition, preview, changed=True)


def _current_files() -> dict[str, str]:
    edition = current_edition()
    return files_of(edition) if edition else {}


def _replace_programmes(files: Iterable[ProgrammeFile]) -> None:
    programmes = list(files)
    Programme.objects.all().delete()
    Programme.objects.bulk_create([_row(file) for file in programmes], batch_size=100)
    Tag.objects.bulk_create([tag for file in programmes for tag in _tags(file)], batch_size=500)


def _row(file: ProgrammeFile) -> Programme:
    names = (file.names.en, file.names.text("zh-hant"), file.names.text("zh-hans"))
    about = [statement.text for statement in file.about]
    return Programme(
        id=file.id,
        name_en=names[0],
        name_zh_hant=names[1] if file.names.zh_hant else "",
        name_zh_hans=names[2] if file.names.zh_hant or file.names.zh_hans else "",
        kind=file.kind,
        operator=(file.operator.id if file.operator else None) or "",
        part_of=file.part_of or "",
        applied_for=file.kind not in NOT_APPLIED_FOR,
        checked=file.checked,
        search=normalised(" ".join([file.id, *names, *file.aliases, *about])),
    )


def _tags(file: ProgrammeFile) -> list[Tag]:
    groups = {
        Tag.Group.APPLICANT: file.tags.applicants,
        Tag.Group.FIELD: file.tags.fields,
        Tag.Group.STAGE: file.tags.stages,
        Tag.Group.AIM: file.tags.aims,
    }
    return [
        Tag(programme_id=file.id, group=group, value=value)
        for group, values in groups.items()
        for value in dict.fromkeys(values)
    ]
