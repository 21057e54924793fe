"""What an archive asks of a file, in the names of PREMIS 3 (Library of Congress, 2015), as JSON.

Object: identifier, fixity, size, format with its entry in PRONOM, the day on which it was made. Rights:
basis, holder, licence. Events: the digest and the check when the bytes came, and the ingest, which is the
moment at which the entry was received. Agent: this software.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from superconnector.apps.calls.queries.shown import PublicFile, Shown
from superconnector.base.files.formats import format_of
from superconnector.base.files.models import StoredFile
from superconnector.portal.files import TYPES

AGENT = "Superconnector"
SPDX = ("CC0-", "CC-BY-")
"""How licences begin that have a name in the SPDX list."""


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
        "agents": [{"agentName": AGENT, "agentType": "software"}],
    }


def _object(page: Shown, each: PublicFile, request: HttpRequest) -> dict[str, Any]:
    entry, stored = page.entry, each.stored
    address = reverse("showcase-file", args=[entry.call_id, entry.number, stored.digest])
    return {
        "objectIdentifier": _identifier("SHA-256", stored.digest),
        "objectCategory": "file",
        "originalName": each.name,
        "objectCharacteristics": _characteristics(stored),
        "storage": {"contentLocation": request.build_absolute_uri(address)},
        "creator": each.creator or None,
        "dateCreatedByApplication": each.made_on or None,
        "description": each.description or None,
        "rightsStatement": _rights(each),
        "events": [
            _event("message digest calculation", stored.kept_at),
            _event("validation", stored.kept_at),
            _event("ingestion", each.received_at),
        ],
    }


def _characteristics(stored: StoredFile) -> dict[str, Any]:
    fixity = {
        "messageDigestAlgorithm": "SHA-256",
        "messageDigest": stored.digest,
        "messageDigestOriginator": AGENT,
    }
    return {"fixity": fixity, "size": stored.size, "format": _format(stored), "measured": stored.facts}


def _format(stored: StoredFile) -> dict[str, Any]:
    """By its type of the web and, where it is known, by its entry in PRONOM."""
    found = format_of(stored)
    registry = {"formatRegistryName": "PRONOM", "formatRegistryKey": found.puid} if found.puid else None
    return {
        "formatName": found.name,
        "formatVersion": found.version or None,
        "formatRegistry": registry,
        "mediaType": TYPES.get(stored.kind, "application/octet-stream"),
        "suffix": stored.kind,
    }


def _rights(each: PublicFile) -> dict[str, Any]:
    named = each.licence.startswith(SPDX)
    return {
        "rightsBasis": "license",
        "rightsHolder": each.rights_holder or None,
        "licenseTerms": each.licence or None,
        "licenseIdentifier": {"licenseIdentifierType": "SPDX", "licenseIdentifierValue": each.licence}
        if named
        else None,
    }


def _event(kind: str, at: datetime) -> dict[str, Any]:
    return {
        "eventType": kind,
        "eventDateTime": at.isoformat(timespec="seconds"),
        "eventOutcome": "success",
        "linkingAgent": AGENT,
    }


def _identifier(kind: str, value: str) -> dict[str, str]:
    return {"objectIdentifierType": kind, "objectIdentifierValue": value}
