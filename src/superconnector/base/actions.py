"""Every write of the base: the journal, the editions and the reports on populations."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from superconnector.base.models import Content, Edition, EditionFile, JournalEntry, PopulationReport
from superconnector.base.population.results import Results, as_json


def record(
    *, actor: str, verb: str, subject: str, now: datetime, detail: Mapping[str, object] | None = None
) -> None:
    """Write one entry of the journal. Called in the transaction of the act: both stand or neither."""
    JournalEntry.objects.create(at=now, actor=actor, verb=verb, subject=subject, detail=dict(detail or {}))


def make_current(
    *, ecosystem: str, digest: str, files: Mapping[str, str], actor: str, now: datetime
) -> Edition:
    """The edition of these files as the current one; a text is not written twice. Needs a transaction."""
    Edition.objects.filter(current=True).update(current=False)
    edition, is_new = Edition.objects.get_or_create(
        digest=digest, defaults={"ecosystem": ecosystem, "loaded_at": now, "loaded_by": actor}
    )
    if is_new:
        _keep(edition, files)
    edition.current = True
    edition.save(update_fields=["current"])
    return edition


def _keep(edition: Edition, files: Mapping[str, str]) -> None:
    digests = {path: sha256(text.encode()).hexdigest() for path, text in files.items()}
    contents = {digests[path]: Content(digest=digests[path], text=text) for path, text in files.items()}
    Content.objects.bulk_create(contents.values(), ignore_conflicts=True, batch_size=100)
    EditionFile.objects.bulk_create(
        [EditionFile(edition=edition, path=path, content_id=digest) for path, digest in digests.items()],
        batch_size=100,
    )


@transaction.atomic
def keep_population_report(
    *, title: str, results: Results, actor: str, now: datetime
) -> tuple[PopulationReport, bool]:
    """The stored report with these results, and whether it is new. The same results are not kept twice."""
    body = as_json(results)
    digest = sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    report, is_new = PopulationReport.objects.get_or_create(
        digest=digest,
        defaults={
            "title": title,
            "on": date.fromisoformat(results.about["on"]),
            "created_at": now,
            "body": body,
        },
    )
    if is_new:
        detail = {"title": title, "rows": results.about["rows"]}
        record(actor=actor, verb="population-report.kept", subject=f"report:{digest}", now=now, detail=detail)
    return report, is_new


@transaction.atomic
def remove_population_report(*, report: PopulationReport, actor: str, now: datetime) -> None:
    """Take a stored report away; the journal keeps that it was there. Removed already: nothing happens."""
    removed, _ = PopulationReport.objects.filter(pk=report.pk).delete()
    if removed:
        subject = f"report:{report.digest}"
        detail = {"title": report.title}
        record(actor=actor, verb="population-report.removed", subject=subject, now=now, detail=detail)
