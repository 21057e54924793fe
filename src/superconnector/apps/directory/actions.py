"""Every write of the directory."""

from collections.abc import Iterable

from superconnector.apps.directory.models import Organisation
from superconnector.base.search import normalised
from superconnector.ecosystem.schema import Organisation as OrganisationFile


def replace_organisations(*, organisations: Iterable[OrganisationFile]) -> None:
    """Make the index anew from the files of an edition. Needs a transaction."""
    Organisation.objects.all().delete()
    Organisation.objects.bulk_create([_row(each) for each in organisations], batch_size=100)


def _row(file: OrganisationFile) -> Organisation:
    names = (file.names.en, file.names.text("zh-hant"), file.names.text("zh-hans"))
    return Organisation(
        id=file.id,
        name_en=names[0],
        name_zh_hant=names[1] if file.names.zh_hant else "",
        name_zh_hans=names[2] if file.names.zh_hant or file.names.zh_hans else "",
        kind=file.kind,
        part_of=file.part_of or "",
        search=normalised(" ".join([file.id, *names, *file.aliases])),
    )
