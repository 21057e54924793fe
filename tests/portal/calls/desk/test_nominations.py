"""The pages of a nomination, from the chair's form to the desk of somebody who had no account."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from superconnector.apps.calls.models import Nomination, Official
from superconnector.base.accounts.models import User
from tests.apps.calls.desk.panel import Panel, a_panel, open_now, somebody
from tests.base.accounts.people import person
from tests.portal.markup import Page, problems

pytestmark = pytest.mark.django_db
NORA = "nora@new.example"
DESK = {
    "at_least": "1",
    "at_most": "4",
    "tracks": ["green"],
    "language": "en",
    "ties": "guild\n\nann@x.example",
}


@pytest.fixture
def panel() -> Panel:
    """Judging is open today."""
    panel = a_panel(entries=1)
    open_now(panel.call, timezone.now())
    return panel


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(response: object, status: int = 200) -> Page:
    assert response.status_code == status  # type: ignore[attr-defined]
    source = response.content.decode()  # type: ignore[attr-defined]
    assert problems(source) == []
    return Page(source)


def ask(panel: Panel, email: str = NORA, **more: object) -> object:
    address = reverse("chair-judges", args=[panel.call.pk])
    return as_(panel.chair.user).post(address, {**DESK, "email": email, **more}, follow=True)


def own(panel: Panel) -> str:
    return reverse("nomination", args=[panel.call.pk])


# --- the chair -------------------------------------------------------------------------------------------


def test_the_chair_asks_and_sees_who_is_asked(panel: Panel) -> None:
    told = page(ask(panel, " Nora@New.example"))
    assert "Nora@New.example is asked to judge." in told.text
    assert NORA in told.text
    made = Nomination.objects.get()
    assert (made.email, made.desk["tracks"], made.desk["ties"]) == (
        NORA,
        ["green"],
        ["guild", "ann@x.example"],
    )
    assert not Official.objects.filter(role="judge").exists()


def test_the_answer_does_not_tell_who_has_an_account(panel: Panel) -> None:
    person("with@gmail.com"), person("hidden@gmail.com", confirmed=False)
    person("closed@gmail.com", is_active=False)
    told = set()
    for email in ("with@gmail.com", "hidden@gmail.com", "closed@gmail.com", "none@gmail.com"):
        text = page(ask(panel, email)).text.replace(email, "…")
        told.add(re.sub(r"\d\d:\d\d:\d\d", "", text))
        Nomination.objects.all().delete()
    assert len(told) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"email": ""},
        {"email": "no address"},
        {"email": "a" * 250 + "@x.example"},
        {"email": "a@x.example\nBcc: b@x.example"},
        {"language": "tlh"},
        {"at_least": "5"},
        {"tracks": ["nowhere"]},
    ],
)
def test_what_cannot_be_asked_is_told_at_the_field(panel: Panel, more: dict[str, object]) -> None:
    told = page(ask(panel, **{"email": NORA, **more}), 422)  # type: ignore[arg-type]
    assert "There is a problem" in told.text
    assert (Nomination.objects.count(), mail.outbox) == (0, [])


def test_asking_twice_is_refused_and_again_waits_a_day(panel: Panel) -> None:
    ask(panel)
    assert "is asked already" in page(ask(panel, NORA.upper()), 422).text
    made, client = Nomination.objects.get(), as_(panel.chair.user)
    again = reverse("chair-nomination-again", args=[panel.call.pk, made.pk])
    assert "within the last day" in page(client.post(again, follow=True)).text
    Nomination.objects.update(mailed_at=made.mailed_at - timedelta(days=1))
    assert again in client.get(reverse("chair-judges", args=[panel.call.pk])).content.decode()
    assert "is asked once more" in page(client.post(again, follow=True)).text
    back = reverse("chair-nomination-take-back", args=[panel.call.pk, made.pk])
    assert "is not asked any more" in page(client.post(back, follow=True)).text
    assert client.post(back).status_code == 302
    made.refresh_from_db()
    assert made.ended_at is not None


def test_nobody_but_a_chair_of_the_call_asks_or_takes_back(panel: Panel) -> None:
    ask(panel)
    made, judge = Nomination.objects.get(), panel.judge()
    other = a_panel_of_another_call()
    for name in ("chair-nomination-again", "chair-nomination-take-back"):
        address = reverse(name, args=[panel.call.pk, made.pk])
        assert Client().post(address).headers["Location"].startswith("/account/login/")
        for user in (judge.user, somebody("Stranger"), other.chair.user):
            assert as_(user).post(address).status_code == 404
        assert as_(panel.chair.user).get(address).status_code == 405
        foreign = reverse(name, args=[other.call.pk, made.pk])
        as_(other.chair.user).post(foreign)
    made.refresh_from_db()
    assert (made.ended_at, Nomination.objects.count()) == (None, 1)


def a_panel_of_another_call() -> Panel:
    from tests.apps.calls.making import a_call, a_chair  # noqa: PLC0415

    call = a_call("other-hack")
    return Panel(call, a_chair(call))


# --- who is asked ----------------------------------------------------------------------------------------


def test_somebody_without_an_account_makes_one_and_judges(
    panel: Panel, client: Client, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ask(panel)
    (letter,) = mail.outbox
    (path,) = re.findall(r"http://testserver(/\S+)", letter.body)
    login = client.get(path).headers["Location"]
    assert login == f"/account/login/?next={path}"
    found = [each for each in page(client.get(login)).links() if each.startswith("/account/signup/")]
    (sign_up,) = set(found)
    mail.outbox.clear()
    fields = {"name": "Nora New", "email": "Nora@new.example", "password1": "a long enough phrase"}
    client.post(sign_up, {**fields, "next": path})
    (code,) = re.findall(r"^[A-Z0-9]{4}-?[A-Z0-9]{4}$", mail.outbox[0].body, re.MULTILINE)
    assert client.post("/account/confirm-email/", {"code": code}).headers["Location"] == path
    asked = page(client.get(path))
    assert "at most 4 entries" in asked.text
    for own_page in ("/calls/", "/account/"):
        assert path in page(client.get(own_page)).links()
    done = client.post(
        path, {"at_most": "3", "languages": ["zh"], "ties": "ann@x.example\nBig Co"}, follow=True
    )
    assert "Thank you. You judge this call now." in page(done).text
    official = Official.objects.get(role="judge")
    assert (official.user.email, official.at_most, official.ties) == (
        NORA,
        3,
        ["guild", "ann@x.example", "Big Co"],
    )
    for own_page in ("/calls/", "/account/"):
        assert path not in page(client.get(own_page)).links()
    page(client.get(path), 404)


def test_somebody_with_an_account_accepts_with_one_click(panel: Panel) -> None:
    nora = person(NORA)
    ask(panel)
    form = page(as_(nora).get(own(panel)))
    assert form.one("id_at_most").get("value") == "4"
    assert as_(nora).post(own(panel), {"at_most": "4", "ties": ""}).headers["Location"] == reverse(
        "judging", args=[panel.call.pk]
    )
    assert Official.objects.get(role="judge").user == nora


def test_declining(panel: Panel) -> None:
    nora = person(NORA)
    ask(panel)
    address = reverse("nomination-decline", args=[panel.call.pk])
    assert as_(nora).get(address).status_code == 405
    assert "You declined." in page(as_(nora).post(address, follow=True)).text
    page(as_(nora).post(address), 404)
    chair = page(as_(panel.chair.user).get(reverse("chair-judges", args=[panel.call.pk])))
    assert "Declined" in chair.text


@pytest.mark.parametrize(
    "field", [{"at_most": "5"}, {"at_most": "0"}, {"at_most": ""}, {"languages": ["xx"]}]
)
def test_more_than_was_asked_is_refused(panel: Panel, field: dict[str, object]) -> None:
    nora = person(NORA)
    ask(panel)
    told = page(as_(nora).post(own(panel), {"at_most": "4", "ties": "", **field}), 422)
    assert "There is a problem" in told.text
    assert not Official.objects.filter(role="judge").exists()


def test_everybody_else_reads_the_same_whether_somebody_is_asked_or_not(panel: Panel) -> None:
    unconfirmed = person(NORA, confirmed=False)
    readers = [unconfirmed, somebody("Stranger"), panel.chair.user, panel.entries[0].members.get().user]
    before = [page(as_(user).get(own(panel)), 404).text for user in readers]
    ask(panel)
    assert [page(as_(user).get(own(panel)), 404).text for user in readers] == before
    for user in readers:
        page(as_(user).post(own(panel), {"at_most": "4", "ties": ""}), 404)
        page(as_(user).post(reverse("nomination-decline", args=[panel.call.pk])), 404)
    assert Client().get(own(panel)).headers["Location"] == f"/account/login/?next={own(panel)}"
    assert as_(unconfirmed).get(reverse("nomination", args=["no-such"])).status_code == 404
    assert not Official.objects.filter(role="judge").exists()
    assert Nomination.objects.get().ended_at is None


def test_once_judging_is_over_the_page_says_so(panel: Panel) -> None:
    nora = person(NORA)
    ask(panel)
    long_ago = timezone.now() - timedelta(days=30)
    panel.call.phases.filter(kind="judging").update(opens_at=long_ago, closes_at=long_ago + timedelta(days=1))
    assert "is over" in page(as_(nora).get(own(panel))).text
    assert "is over" in page(as_(nora).post(own(panel), {"at_most": "4", "ties": ""}), 422).text
    assert own(panel) not in page(as_(nora).get("/calls/")).links()


@pytest.mark.parametrize("prefix", ["/zh-hant", "/zh-hans"])
def test_the_pages_stand_in_chinese(panel: Panel, prefix: str) -> None:
    nora, path, chairs = person(NORA), own(panel), reverse("chair-judges", args=[panel.call.pk])
    ask(panel)
    page(as_(nora).get(prefix + path))
    page(as_(somebody()).get(prefix + path), 404)
    page(as_(panel.chair.user).get(prefix + chairs))


def test_a_form_without_its_token_is_refused(panel: Panel) -> None:
    nora = person(NORA)
    ask(panel)
    made = Nomination.objects.get()
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(nora)
    assert guarded.post(own(panel), {"at_most": "4", "ties": ""}).status_code == 403
    assert guarded.post(reverse("nomination-decline", args=[panel.call.pk])).status_code == 403
    guarded.force_login(panel.chair.user)
    for name in ("chair-nomination-again", "chair-nomination-take-back"):
        assert guarded.post(reverse(name, args=[panel.call.pk, made.pk])).status_code == 403
    made.refresh_from_db()
    assert (made.ended_at, EmailAddress.objects.filter(email=NORA).count()) == (None, 1)
