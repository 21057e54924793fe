"""One question a page: saved by the button or as one types, shown again when wrong."""

from __future__ import annotations

import pytest

from superconnector.apps.calls.facts.answers import MOST_KEPT
from superconnector.apps.calls.models import Answer, Call, Entry, Phase
from tests.apps.calls.making import closed_now
from tests.portal.calls.entering.conftest import Team

EVERY = (
    "title",
    "idea",
    "makers",
    "stage",
    "needs",
    "users",
    "deck",
    "pictures",
    "model",
    "site",
    "film",
    "rules",
)
QUICK = {"headers": {"accept": "application/json"}}


def value(entry: Entry, question: str) -> object:
    return Answer.objects.get(entry=entry, question=question).value


def quick(team: Team, question: str, **fields: object) -> tuple[int, dict[str, object]]:
    answer = team.client.post(f"{team.at}questions/{question}/", fields, **QUICK)
    return answer.status_code, answer.json()


@pytest.mark.parametrize("question", EVERY)
def test_every_kind_of_question_has_its_page(leader: Team, question: str) -> None:
    assert leader.look(f"questions/{question}/").h1


def test_the_button_saves_and_goes_to_the_next(entry: Entry, leader: Team) -> None:
    assert leader.send("questions/idea/", answer="New words", version="1").endswith("/questions/makers/")
    assert leader.send("questions/rules/", answer="1", version="1") == leader.at
    assert value(entry, "idea") == "New words"


def test_while_typing_the_draft_is_saved_and_counted(entry: Entry, leader: Team) -> None:
    status, told = quick(leader, "idea", answer="Two 字", version="1")
    assert (status, told["state"], told["version"], told["over"]) == (200, "saved", 2, False)
    assert told["counts"] == ["1 of at most 100 words", "1 of at most 200 Chinese characters"]
    status, told = quick(leader, "idea", answer="word " * 101, version="2")
    assert (status, told["state"], told["over"]) == (200, "saved", True)


def test_a_wrong_answer_is_saved_and_shown_with_what_to_do(entry: Entry, leader: Team) -> None:
    page = leader.refused("questions/users/", 422, answer="many", version="1")
    assert page.one("answer").get("value") == "many"
    assert "Enter a number in figures" in page.text
    assert value(entry, "users") == "many"


def test_two_at_once_see_both_texts_and_choose(entry: Entry, leader: Team, mate: Team) -> None:
    leader.send("questions/idea/", answer="Ivy's words", version="1")
    page = mate.refused("questions/idea/", 409, answer="Tom's words", version="1")
    assert ("Ivy's words" in page.text, "Tom's words" in page.text) == (True, True)
    assert value(entry, "idea") == "Ivy's words"
    (version,) = [each.get("value") for each in page.all("input") if each.get("name") == "version"]
    mate.send("questions/idea/", answer="Ivy's and Tom's words", version=version)
    assert value(entry, "idea") == "Ivy's and Tom's words"


def test_a_conflict_while_typing_overwrites_nothing(entry: Entry, leader: Team, mate: Team) -> None:
    leader.send("questions/idea/", answer="Ivy's words", version="1")
    status, told = quick(mate, "idea", answer="Tom's words", version="1")
    assert (status, told["state"]) == (409, "conflict")
    assert value(entry, "idea") == "Ivy's words"


@pytest.mark.parametrize(
    ("question", "theirs", "mine"),
    [("stage", "idea", "product"), ("users", "5", "7"), ("makers", "A", "B"), ("rules", "", "")],
)
def test_a_conflict_of_every_kind_is_a_whole_page(
    leader: Team, mate: Team, question: str, theirs: str, mine: str
) -> None:
    leader.client.post(f"{leader.at}questions/{question}/", {"answer": theirs, "version": "1"})
    leader.client.post(f"{leader.at}questions/{question}/", {"answer": theirs, "version": "0"})
    version = "77"
    if question == "rules":
        mate.send(f"questions/{question}/", version=version)  # the same again is no conflict
    else:
        mate.refused(f"questions/{question}/", 409, answer=mine, version=version)


@pytest.mark.parametrize("version", ["-1", "", "x", "1e3", "９", "99999999999999999999", "0", "2"])
def test_a_version_that_was_not_seen_overwrites_nothing(entry: Entry, leader: Team, version: str) -> None:
    leader.refused("questions/users/", 409, answer="9", version=version)
    assert value(entry, "users") == "300"


@pytest.mark.parametrize("question", ["palace", "Title", "idea%20", "1"])
def test_a_question_that_nobody_asks(leader: Team, question: str) -> None:
    assert leader.client.get(f"{leader.at}questions/{question}/").status_code == 404
    assert leader.client.post(f"{leader.at}questions/{question}/", {"answer": "x"}).status_code == 404


def test_a_question_of_another_group(entry: Entry, leader: Team) -> None:
    Entry.objects.update(group="youth")
    assert (
        leader.client.post(f"{leader.at}questions/film/", {"answer": "https://vimeo.com/1"}).status_code
        == 404
    )


def test_an_option_that_was_not_offered(entry: Entry, leader: Team) -> None:
    page = leader.refused("questions/stage/", 422, answer="palace", version="1")
    assert "Choose one of the answers" in page.text
    assert value(entry, "stage") == ["prototype"]


def test_a_text_too_long_to_keep_is_shown_again(entry: Entry, leader: Team) -> None:
    text = "字" * (MOST_KEPT + 1)
    page = leader.refused("questions/idea/", 422, answer=text, version="1")
    assert page.one("answer").text.strip() == text
    assert value(entry, "idea") != text
    status, told = quick(leader, "idea", answer=text, version="1")
    assert (status, told["state"]) == (422, "refused")


def test_a_script_is_text(entry: Entry, leader: Team) -> None:
    script = "</textarea><script>alert(1)</script><b onclick=x>"
    leader.send("questions/makers/", answer=script, version="0")
    leader.send("questions/title/", answer=script[:60], version="1")
    for page in ("questions/makers/", "check/", "", "team/"):
        shown = leader.look(page)
        assert "alert(1)" not in "".join(each.text for each in shown.all("script"))
    assert leader.look("questions/makers/").one("answer").text.strip() == script


def test_bytes_that_are_no_text_harm_nothing(entry: Entry, leader: Team) -> None:
    body = b"version=1&answer=%ff%fe%00ok"
    answer = leader.client.post(
        f"{leader.at}questions/idea/", body, content_type="application/x-www-form-urlencoded"
    )
    assert (answer.status_code, value(entry, "idea")) == (302, "\ufffd\ufffdok")


def test_a_form_of_ten_thousand_fields_is_refused(entry: Entry, leader: Team) -> None:
    body = "&".join(f"f{n}=1" for n in range(10_000))
    answer = leader.client.post(
        f"{leader.at}questions/idea/", body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400
    assert leader.client.post(f"{leader.at}questions/idea/", {"answer": "x" * 300_000}).status_code == 400


def test_after_the_close_one_reads_and_changes_nothing(call: Call, entry: Entry, leader: Team) -> None:
    closed_now(call)
    page = leader.refused("questions/users/", 422, answer="9", version="1")
    assert "Entries closed on" in page.text
    assert value(entry, "users") == "300"
    assert leader.look("questions/idea/").one("answer").attributes.get("readonly", "no") is None
    for page_ in ("", "about/", "team/", "check/", "questions/deck/", "questions/stage/"):
        leader.look(page_)


def test_the_grace_is_not_announced_and_taken(call: Call, entry: Entry, leader: Team) -> None:
    closed_now(call, grace_seconds=600)
    assert "Closed" in leader.client.get("/calls/town-hack/").content.decode()
    leader.send("questions/users/", answer="9", version="1")
    assert leader.send("check/").endswith("/receipts/1/")


def test_before_the_opening_nothing_is_taken(call: Call, entry: Entry, leader: Team) -> None:
    row = call.phases.get(kind=Phase.Kind.ENTRY)
    row.opens_at, row.closes_at = row.closes_at, None
    row.save()
    assert (
        "Entries are not taken yet" in leader.refused("questions/users/", 422, answer="9", version="1").text
    )
    leader.look("check/")


def test_queries_of_a_question_do_not_grow(
    entry: Entry, leader: Team, django_assert_max_num_queries: object
) -> None:
    leader.look("questions/idea/")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        leader.look("questions/idea/")
