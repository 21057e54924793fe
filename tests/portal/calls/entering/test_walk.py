"""The whole way of an entrant in one test: open call, door, start, answers, hand in, receipt."""

from __future__ import annotations

from django.core import mail
from django.test import Client

from superconnector.apps.calls.models import Entry, Submission
from superconnector.apps.calls.moments import in_zone
from superconnector.ecosystem import Ecosystem
from tests.apps.calls.making import a_call, a_file, a_person, open_now
from tests.portal.markup import Page, problems

ANSWERS = {
    "title": ["A lamp"],
    "idea": ["It lights the square."],
    "stage": ["idea"],
    "users": ["1,200"],
    "rules": ["1"],
}


def look(client: Client, path: str, status: int = 200) -> Page:
    response = client.get(path, follow=True)
    source = response.content.decode()
    assert (response.status_code, problems(source)) == (status, [])
    return Page(source)


def test_from_the_list_of_calls_to_the_receipt(small_site: Ecosystem, client: Client) -> None:
    call = open_now(a_call())
    person = a_person("Ivy", time_zone="Europe/London")
    assert "Open now" in look(client, "/calls/").text
    assert look(client, "/calls/town-hack/").h1 == "Town Hackathon 2026"
    client.post("/calls/town-hack/enter/", {"group": "open"})
    assert look(client, "/calls/town-hack/enter/open/").h1 == "How old are you?"
    client.post("/calls/town-hack/enter/open/", {"fact": "person.age", "answer": "30"})
    assert look(client, "/calls/town-hack/enter/open/").h1 == "You may enter this group"
    refused = client.post("/calls/town-hack/enter/open/start/")
    assert refused["Location"] == "/account/login/?next=/calls/town-hack/enter/open/"
    client.force_login(person)
    client.get("/calls/")
    client.post("/calls/town-hack/enter/open/", {"fact": "person.age", "answer": "30"})
    entry_page = client.post("/calls/town-hack/enter/open/start/")["Location"]
    entry = Entry.objects.get()
    assert entry_page == f"/calls/{call.pk}/entries/{entry.number}/"
    assert "0 of" not in look(client, entry_page).h1
    for question, answer in ANSWERS.items():
        look(client, f"{entry_page}questions/{question}/")
        sent = client.post(f"{entry_page}questions/{question}/", {"answer": answer, "version": "0"})
        assert sent.status_code == 302, question
    look(client, f"{entry_page}questions/deck/")
    a_file(entry)
    look(client, f"{entry_page}questions/deck/")
    member = entry.members.get()
    client.post(f"{entry_page}team/{member.pk}/", {"name": "Ivy", "role": "leader", "minor": "no"})
    look(client, f"{entry_page}team/")
    client.post(
        f"{entry_page}about/", {"version": "2", "title": "A lamp", "track": "green", "language": "en"}
    )
    look(client, f"{entry_page}about/")
    look(client, f"{entry_page}check/")
    receipt_page = client.post(f"{entry_page}check/")["Location"]
    receipt = Submission.objects.get()
    page = look(client, receipt_page)
    assert receipt.digest in page.text
    assert in_zone(receipt.received_at, "Asia/Hong_Kong", place="Smallville") in page.text
    assert in_zone(receipt.received_at, "Europe/London") in page.text
    (letter,) = mail.outbox
    assert receipt.digest in letter.body
    look(client, entry_page)
    look(client, f"{entry_page}withdraw/")
