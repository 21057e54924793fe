"""What an archive asks of a file, in the names of PREMIS 3 (Library of Congress, 2015), as JSON.

Object: identifier, fixity, size, format, creating application's date. Rights: basis, holder, statement.
Event: the ingest, which is the moment at which the entry was received.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from superconnector.apps.calls.queries.shown import PublicFile, Shown
from superconnector.portal.files import TYPES


def preserved(page: Shown, request: HttpRequest) -> dict[str, Any]:
    """One intellectual entity with its files."""
    entry = page.entry
    address = reverse("showcase-entry", args=[entry.call_id, entry.number])
    return {
        "premisVersion": "3.0",
        "intellectualEntity": {
            "objectIdentifier": _identifier("URI", request.build_absolute_uri(address)),
            "title": page.title,
            "collection": entry.call_id,
        },
        "objects": [_object(page, each, request) for each in page.files],
    }


def _object(page: Shown, each: PublicFile, request: HttpRequest) -> dict[str, Any]:
    entry, stored = page.entry, each.stored
    address = reverse("showcase-file", args=[entry.call_id, entry.number, stored.digest])
    return {
        "objectIdentifier": _identifier("SHA-256", stored.digest),
        "objectCategory": "file",
        "originalName": each.name,
        "objectCharacteristics": {
            "fixity": {"messageDigestAlgorithm": "SHA-256", "messageDigest": stored.digest},
            "size": stored.size,
            "format": {
                "formatName": TYPES.get(stored.kind, "application/octet-stream"),
                "suffix": stored.kind,
            },
            "measured": stored.facts,
        },
        "storage": {"contentLocation": request.build_absolute_uri(address)},
        "creator": each.creator or None,
        "dateCreatedByApplication": each.made_on or None,
        "description": each.description or None,
        "rightsStatement": {
            "rightsBasis": "license",
            "rightsHolder": each.rights_holder or None,
            "licenseTerms": each.licence or None,
        },
        "event": {"eventType": "ingestion", "eventDateTime": each.received_at.isoformat(timespec="seconds")},
    }


def _identifier(kind: str, value: str) -> dict[str, str]:
    return {"objectIdentifierType": kind, "objectIdentifierValue": value}
