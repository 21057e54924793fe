"""The gallery, an entry in it, its files, its 3D models, and what an archive gets."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.http import FileResponse
from django.test import Client

from superconnector.apps.calls.models import Call, Entry, EntryFile, Phase, Publication
from superconnector.base.files.models import StoredFile
from superconnector.portal.calls.after.drawing import cover
from tests.apps.calls import making
from tests.apps.calls.desk.panel import pin
from tests.portal.calls.after.conftest import decide, kept
from tests.portal.markup import Page

Honour = Callable[..., Entry]
Visit = Callable[..., Page]
BASE = "/calls/town-hack/showcase/"


def bytes_of(response: FileResponse) -> bytes:
    data = b"".join(response.streaming_content)
    response.close()
    return data


def links(page: Page, start: str) -> list[str]:
    found = [each.get("href") for each in page.elements if each.tag == "a"]
    return [each for each in found if each.startswith(start) and each != start]


def test_the_gallery_shows_what_is_honoured_those_with_a_prize_first(honour: Honour, visit: Visit) -> None:
    third = honour("A bench", "advance", "")
    second = honour("B lamp", prize="silver")
    first = honour("C clock")
    assert links(visit(BASE), BASE) == [f"{BASE}{each.number}/" for each in (first, second, third)]


def test_what_is_not_honoured_in_public_is_nowhere(
    honour: Honour, call: Call, publication: Publication, visit: Visit, client: Client
) -> None:
    pending, declined = making.a_submitted_entry(call, title="Pend"), making.a_submitted_entry(call)
    decide(pending, None, "award", "gold")
    decide(declined, publication, "decline")
    shown = honour()
    assert links(visit(BASE), BASE) == [f"{BASE}{shown.number}/"]
    for each in (pending, declined):
        assert client.get(f"{BASE}{each.number}/").status_code == 404


def test_before_it_opens_there_is_an_empty_page_with_the_day(
    honour: Honour, call: Call, visit: Visit
) -> None:
    entry = honour()
    call.phases.filter(kind=Phase.Kind.SHOWCASE).update(opens_at="2126-10-26T00:00Z", closes_at=None)
    page = visit(BASE)
    assert "has not opened yet" in page.source
    assert "2126" in page.source
    assert entry.title not in page.source
    visit(f"{BASE}{entry.number}/", 404)


def test_an_entry_shows_its_public_answers_and_names_nobody(
    honour: Honour, picture: StoredFile, visit: Visit
) -> None:
    entry = honour(pictures=picture)
    making.an_answer(entry, "film", "https://youtube.com/watch?v=1")
    making.submit(actor=making.leader_of(entry), now=making.ENTRY_OPEN, entry=entry)
    page = visit(f"{BASE}{entry.number}/")
    assert "The Lamp Guild" in page.source
    assert picture.digest in page.source
    assert links(page, "https://youtube.com/") == ["https://youtube.com/watch?v=1"]
    for hidden in ("Leader-Lamp", "leader-lamp@", "How many people", "deck.pdf"):
        assert hidden not in page.source


def test_what_was_changed_after_the_receipt_is_not_shown(honour: Honour, visit: Visit) -> None:
    entry = honour()
    making.an_answer(entry, "film", "https://youtube.com/watch?v=2")
    assert "youtube.com/watch" not in visit(f"{BASE}{entry.number}/").source


@pytest.mark.parametrize(
    "change", [{"licence": "all-rights-reserved"}, {"licence": ""}, {"rights_holder": ""}]
)
def test_a_file_that_the_public_may_not_see_is_not_there(
    honour: Honour, picture: StoredFile, client: Client, change: dict[str, str]
) -> None:
    entry = honour(pictures=picture)
    body = json.loads(entry.submissions.get().body)
    body["files"]["pictures"][0].update(change)
    entry.submissions.update(body=json.dumps(body))
    assert picture.digest not in client.get(f"{BASE}{entry.number}/").content.decode()
    assert client.get(f"{BASE}{entry.number}/files/{picture.digest}/").status_code == 404


def test_files_are_sent_as_what_they_are(honour: Honour, picture: StoredFile, client: Client) -> None:
    entry = honour(pictures=picture)
    address = f"{BASE}{entry.number}/files/{picture.digest}/"
    saved, shown, small = client.get(address), client.get(f"{address}?show"), client.get(f"{address}?small")
    assert saved["Content-Disposition"].startswith("attachment")
    assert shown["Content-Disposition"].startswith("inline")
    assert (shown["Content-Type"], small["Content-Type"]) == ("image/jpeg", "image/jpeg")
    for each in (saved, shown, small):
        assert each["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert each["X-Content-Type-Options"] == "nosniff"
        each.close()


def test_pictures_of_the_gallery_are_made_before_anybody_asks(
    honour: Honour, picture: StoredFile, square: StoredFile, settings: Any
) -> None:
    honour(pictures=picture)
    honour("Bench", model=square, prize="silver")
    honour("Clock", prize="silver")
    for _ in range(2):
        out = StringIO()
        call_command("make_previews", stdout=out)
        assert out.getvalue() == "2 pictures are ready.\n"
    small = {each.name for each in (settings.FILES_ROOT / "previews").glob("*.jpg")}
    assert small == {f"{picture.digest}.jpg", f"{square.digest}.jpg"}


def test_private_and_foreign_files_are_not_there(honour: Honour, picture: StoredFile, client: Client) -> None:
    mine, other = honour(pictures=picture), honour("Bench", prize="silver")
    deck = EntryFile.objects.get(entry=mine, question="deck").stored_id
    for number, digest in ((mine.number, deck), (other.number, picture.digest), (mine.number, "0" * 64)):
        assert client.get(f"{BASE}{number}/files/{digest}/").status_code == 404
    assert client.get(f"{BASE}{mine.number}/files/..%2F..%2Fsecret-key/").status_code == 404


def test_a_mesh_is_drawn_from_gltf(honour: Honour, square: StoredFile, client: Client) -> None:
    entry = honour(model=square)
    address = f"{BASE}{entry.number}/files/{square.digest}/"
    made = client.get(f"{address}model.glb")
    assert bytes_of(made)[:4] == b"glTF"
    assert made["Content-Type"] == "model/gltf-binary"


def test_a_broken_mesh_is_only_saved(honour: Honour, client: Client) -> None:
    data = b"ply\nformat ascii 1.0\nelement vertex 900000000\nproperty float x\nelement face 1\nend_header\n1"
    broken = kept(data, "broken.ply", ["ply"])
    address = f"{BASE}{honour(model=broken).number}/files/{broken.digest}/"
    for _again in range(2):
        assert client.get(f"{address}model.glb").status_code == 404
    assert bytes_of(client.get(address)) == data


def test_the_viewer_has_a_policy_of_its_own_and_no_other_page_has(
    honour: Honour, square: StoredFile, picture: StoredFile, client: Client
) -> None:
    entry = honour(model=square, pictures=picture)
    page = f"{BASE}{entry.number}/"
    viewer, around, gallery = (
        client.get(each) for each in (f"{page}files/{square.digest}/viewer/", page, BASE)
    )
    assert "'unsafe-inline'" in viewer["Content-Security-Policy"].split("style-src")[1].split(";")[0]
    assert "'unsafe-inline'" not in viewer["Content-Security-Policy"].split("script-src")[1].split(";")[0]
    assert "frame-ancestors 'self'" in viewer["Content-Security-Policy"]
    assert viewer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-src 'self'" in around["Content-Security-Policy"]
    assert "media-src 'self'" in around["Content-Security-Policy"]
    for each in (around, gallery):
        assert "unsafe-inline" not in each["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in each["Content-Security-Policy"]
        assert each["X-Frame-Options"] == "DENY"
    assert "frame-src" not in gallery["Content-Security-Policy"]
    assert client.get(f"{page}files/{picture.digest}/viewer/").status_code == 404


def test_an_archive_gets_premis(honour: Honour, picture: StoredFile, client: Client) -> None:
    entry = honour(pictures=picture)
    body = client.get(f"{BASE}{entry.number}/preservation.json").json()
    address = f"http://testserver{BASE}{entry.number}/"
    assert body["intellectualEntity"]["objectIdentifier"]["objectIdentifierValue"] == address
    (one,) = body["objects"]
    assert one == {
        "objectIdentifier": {"objectIdentifierType": "SHA-256", "objectIdentifierValue": picture.digest},
        "objectCategory": "file",
        "originalName": "pictures.png",
        "objectCharacteristics": {
            "fixity": {
                "messageDigestAlgorithm": "SHA-256",
                "messageDigest": picture.digest,
                "messageDigestOriginator": "Superconnector",
            },
            "size": picture.size,
            "format": {
                "formatName": "Portable Network Graphics",
                "formatVersion": "1.0",
                "formatRegistry": {"formatRegistryName": "PRONOM", "formatRegistryKey": "fmt/11"},
                "mediaType": "image/png",
                "suffix": "png",
            },
            "measured": {"width": 900, "height": 600},
        },
        "storage": {"contentLocation": f"{address}files/{picture.digest}/"},
        "creator": "Lin Lamp",
        "dateCreatedByApplication": None,
        "description": None,
        "rightsStatement": {
            "rightsBasis": "license",
            "rightsHolder": "The Lamp Guild",
            "licenseTerms": "CC-BY-4.0",
            "licenseIdentifier": {"licenseIdentifierType": "SPDX", "licenseIdentifierValue": "CC-BY-4.0"},
        },
        "events": [
            {
                "eventType": kind,
                "eventDateTime": "2026-09-15T04:00:00+00:00",
                "eventOutcome": "success",
                "linkingAgent": "Superconnector",
            }
            for kind in ("message digest calculation", "validation", "ingestion")
        ],
    }
    assert body["agents"] == [{"agentName": "Superconnector", "agentType": "software"}]


@pytest.mark.parametrize("count", [1, 3])
def test_the_gallery_asks_the_same_number_of_queries(
    honour: Honour, picture: StoredFile, client: Client, django_assert_num_queries: object, count: int
) -> None:
    for each in range(count):
        honour(f"Entry {each}", "advance", "", pictures=picture)
    client.get(BASE)
    with django_assert_num_queries(15):  # type: ignore[operator]
        assert client.get(BASE).status_code == 200


def test_all_entries_are_shown_while_a_phase_says_that_the_public_sees_them(
    call: Call, visit: Visit, client: Client
) -> None:
    entry = making.a_submitted_entry(call)
    draft = making.an_entry(call)
    days = {"opens": "2026-01-01", "closes": "2126-01-01"}
    pin(call, judging={"blind": False}, phases=[{"id": "j", "kind": "judging", "sees": ["public"], **days}])  # type: ignore[arg-type]
    assert links(visit(BASE), BASE) == [f"{BASE}{entry.number}/"]
    assert links(visit("/calls/town-hack/"), BASE) == []
    assert BASE in [each.get("href") for each in visit("/calls/town-hack/").elements]
    assert client.get(f"{BASE}{entry.number}/").status_code == 200
    assert client.get(f"{BASE}{draft.number}/").status_code == 404
    pin(call, judging={"blind": True})
    assert client.get(f"{BASE}{entry.number}/").status_code == 404


# --- on the page of the call, and without a picture ------------------------------------------------------


def test_the_page_of_the_call_shows_some_of_the_gallery_those_that_won_first(
    honour: Honour, call: Call, visit: Visit, picture: StoredFile
) -> None:
    onward = honour("A bench", "advance", "")
    won = [honour(f"Lamp {each}", prize="silver", pictures=picture) for each in range(4)]
    shown = links(visit("/calls/town-hack/"), BASE)
    assert shown == [f"{BASE}{each.number}/" for each in won]
    assert f"{BASE}{onward.number}/" in links(visit(BASE), BASE)
    call.phases.filter(kind=Phase.Kind.SHOWCASE).update(opens_at="2126-10-26T00:00Z", closes_at=None)
    assert links(visit("/calls/town-hack/"), BASE) == []


def test_an_entry_without_a_picture_has_a_pattern_of_its_own(
    honour: Honour, visit: Visit, picture: StoredFile, square: StoredFile
) -> None:
    honour("Bare")
    honour("Seen", pictures=picture)
    honour("Built", model=square)
    page = visit(BASE)
    assert page.source.count("cover-drawn") == 1
    pictures = [each.get("src") for each in page.elements if each.tag == "img"]
    assert sorted(each.rpartition("/")[0].rpartition("/")[2] for each in pictures) == sorted(
        [picture.digest, square.digest]
    )
    assert (cover("A1") == cover("A1"), cover("A1") == cover("A2")) == (True, False)
