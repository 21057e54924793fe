"""Check, hand in, receipt, in the browser's words; files and rights on their page."""

from __future__ import annotations

import io
import json
import time
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone
from PIL import Image

from superconnector.apps.calls.models import Answer, Call, Entry, EntryFile, Submission
from superconnector.apps.calls.moments import in_zone
from tests.apps.calls.entering.test_files import pdf
from tests.apps.calls.making import a_file, closed_now
from tests.portal.calls.entering.conftest import Team


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, "PNG")
    return out.getvalue()


def test_the_receipt_can_be_verified_by_anybody(entry: Entry, leader: Team, mate: Team) -> None:
    page = leader.look("check/")
    to = leader.send("check/")
    receipt = Submission.objects.get()
    assert receipt.digest in page.text
    shown = leader.look(to.removeprefix(leader.at))
    assert in_zone(receipt.received_at, "Asia/Hong_Kong", place="Smallville") in shown.text
    body = mate.client.get(f"{to}content.json").content
    assert sha256(body).hexdigest() == receipt.digest
    assert len(mail.outbox) == 2
    assert f"http://testserver{to}" in mail.outbox[0].body


def test_a_second_click_leads_to_the_same_receipt_and_no_second_letter(leader: Team) -> None:
    assert leader.send("check/") == leader.send("check/")
    assert (Submission.objects.count(), len(mail.outbox)) == (1, 2)


def test_what_is_missing_is_listed_and_nothing_is_received(entry: Entry, leader: Team) -> None:
    Answer.objects.filter(question="users").delete()
    a_file(entry, "pictures", kind="png")
    page = leader.refused("check/", 422)
    assert "What is left to do" in page.text
    assert [each for each in page.links() if each.startswith("#row-")] == ["#row-users", "#row-pictures"]
    assert Submission.objects.count() == 0


def test_a_draft_that_changed_is_said_not_to_be_handed_in(entry: Entry, leader: Team) -> None:
    first = leader.send("check/")
    assert "Not handed in yet" not in leader.look().text
    leader.send("questions/users/", answer="9", version="1")
    assert "Not handed in yet" in leader.look().text
    assert "Not handed in yet" in leader.look(first.removeprefix(leader.at)).text
    second = leader.send("check/")
    assert second != first
    assert "A later one was received" in leader.look(first.removeprefix(leader.at)).text
    assert "Not handed in yet" not in leader.look().text


def test_a_change_of_a_team_mate_while_one_checks_is_told(leader: Team, mate: Team) -> None:
    seen = leader.look("check/")
    (digest,) = [each.get("value") for each in seen.all("input") if each.get("name") == "seen"]
    mate.send("questions/users/", answer="9", version="1")
    to = leader.send("check/", seen=digest)
    assert (
        "A team-mate saved a change while you were checking" in leader.look(to.removeprefix(leader.at)).text
    )


def test_late_is_refused_and_the_draft_stays(call: Call, entry: Entry, leader: Team) -> None:
    closed_now(call)
    page = leader.refused("check/", 409)
    assert ("Entries closed on" in page.text, "Your draft stays" in page.text) == (True, True)
    assert (Submission.objects.count(), Answer.objects.filter(entry=entry).count()) == (0, 5)


def test_a_clock_that_a_client_claims_is_not_believed(call: Call, leader: Team) -> None:
    closed_now(call)
    early = f"t={time.time() - 120:.3f}"
    answer = leader.client.post(
        f"{leader.at}check/", headers={"x-request-start": early, "date": "Thu, 01 Jan 2026"}
    )
    assert (answer.status_code, Submission.objects.count()) == (409, 0)


@pytest.mark.parametrize(
    ("ago", "proxies", "status"), [(30, 1, 302), (30, 0, 409), (-30, 1, 409), (3600, 1, 409)]
)
def test_our_own_proxy_says_when_a_request_arrived(
    call: Call, leader: Team, ago: int, proxies: int, status: int
) -> None:
    """Who waited for a free worker is not late; a claim of another time is not believed."""
    call.phases.filter(kind="entry").update(closes_at=timezone.now() - timedelta(seconds=10), grace_seconds=0)
    said = {"x-request-start": f"t={time.time() - ago:.3f}"}
    with override_settings(TRUSTED_PROXIES=proxies):
        assert leader.client.post(f"{leader.at}check/", headers=said).status_code == status
    assert Submission.objects.count() == (status == 302)


def test_withdraw_and_take_back(entry: Entry, leader: Team) -> None:
    leader.send("check/")
    leader.send("withdraw/", because="no time")
    assert "This entry is withdrawn" in leader.look().text
    leader.refused("check/", 409)
    leader.send("reinstate/")
    assert leader.send("check/").endswith("/receipts/2/")


# --- files -----------------------------------------------------------------------------------------------


def upload(name: str, body: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


def test_a_file_is_shown_at_once_and_can_be_downloaded(entry: Entry, leader: Team, files_root: Path) -> None:
    EntryFile.objects.all().delete()
    leader.send("questions/deck/files/", file=upload("../slides <b>.pdf", pdf(2)))
    row = EntryFile.objects.get()
    page = leader.look("questions/deck/")
    assert (row.stored_id in page.text, "2 pages" in page.text) == (True, True)
    answer = leader.client.get(f"{leader.at}files/{row.pk}/")
    assert (b"".join(answer), answer["X-Content-Type-Options"]) == (pdf(2), "nosniff")  # type: ignore[arg-type]
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_of_several_files_the_right_ones_stay(leader: Team, files_root: Path) -> None:
    files = [upload("a.png", picture()), upload("b.svg", b"<svg/>"), upload("c.jpg", b"MZ")]
    leader.send("questions/pictures/files/", file=files)
    page = leader.look("questions/pictures/")
    assert list(EntryFile.objects.filter(question="pictures").values_list("name", flat=True)) == ["a.png"]
    assert ("Kept: a.png" in page.text, "b.svg is not of a type" in page.text) == (True, True)


def test_rights_can_be_said_afterwards(entry: Entry, leader: Team, files_root: Path) -> None:
    leader.send("questions/pictures/files/", file=upload("a.png", picture()))
    row = EntryFile.objects.get(question="pictures")
    leader.refused("check/", 422)
    leader.send(f"files/{row.pk}/rights/", rights_holder="Lamp Club", licence="CC-BY-4.0", creator="Ivy")
    to = leader.send("check/")
    content = json.loads(leader.client.get(f"{to}content.json").content)
    assert [each["rights_holder"] for each in content["files"]["pictures"]] == ["Lamp Club"]
    leader.send(f"files/{row.pk}/remove/")
    assert "Not handed in yet" in leader.look().text
    named_by_a_receipt = leader.client.get(f"{leader.at}files/{row.pk}/")
    assert b"".join(named_by_a_receipt) == picture()  # type: ignore[arg-type]


def test_no_file_an_unknown_licence_and_a_question_without_files(
    entry: Entry, leader: Team, files_root: Path
) -> None:
    leader.send("questions/pictures/files/")
    assert "Choose a file first" in leader.look("questions/pictures/").text
    leader.send("questions/pictures/files/", file=upload("a.png", picture()), licence="my own")
    assert "Choose one of the licences" in leader.look("questions/pictures/").text
    leader.send("questions/idea/files/", file=upload("a.png", picture()))
    assert "takes no files" in leader.look("questions/idea/").text
    assert (
        leader.client.post(
            f"{leader.at}questions/palace/files/", {"file": upload("a.png", picture())}
        ).status_code
        == 404
    )
    assert EntryFile.objects.filter(question__in=["pictures", "idea"]).count() == 0
