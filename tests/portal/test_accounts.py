"""Accounts as a visitor meets them: signing up, signing in, one's own page, and what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from superconnector.base.accounts import leaving
from superconnector.base.accounts.models import User
from superconnector.base.accounts.queries import by_email
from superconnector.base.models import JournalEntry
from superconnector.portal.leaving_words import SENTENCES, in_words
from tests.base.accounts.people import PASSWORD, app_code, person, with_app
from tests.base.accounts.test_accounts import opened_call
from tests.portal.markup import Page, problems

ADA = "ada@example.org"


def sign_in(client: Client, email: str = ADA, password: str = PASSWORD, **more: str):
    """Send the form; it is a page again if it was refused."""
    return client.post("/account/login/", {"login": email, "password": password, **more})


def say_again(client: Client) -> None:
    """Give the password once more, which dangerous pages ask for."""
    assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


def read(response, status: int = 200) -> Page:
    """The page of an answer, which must have this status and nothing wrong with it."""
    assert response.status_code == status
    source = response.content.decode()
    assert problems(source) == []
    return Page(source)


def code_in(message: object) -> str:
    """The code of a mail."""
    (code,) = re.findall(r"^[A-Z0-9]{4}-?[A-Z0-9]{4}$", message.body, re.MULTILINE)
    return code


@pytest.fixture
def ada(small_site: object, client: Client) -> User:
    """Ada, who is signed in with the client and has just said once more who she is."""
    user = person(ADA, name="Ada Lovelace")
    assert sign_in(client).status_code == 302
    say_again(client)
    return user


# --- signing up ------------------------------------------------------------------------------------------

NEW = {"name": "Bo Chan", "email": "Bo@Example.org", "password1": "a long enough phrase"}


def test_a_new_account_is_confirmed_by_a_code(client, small_site):
    moved = client.post("/account/signup/", NEW)
    assert (moved.status_code, moved.headers["Location"]) == (302, "/account/confirm-email/")
    assert client.get("/account/").status_code == 302  # not signed in before the code
    (message,) = mail.outbox
    assert message.to == ["bo@example.org"]
    read(client.get("/account/confirm-email/"))
    done = client.post("/account/confirm-email/", {"code": code_in(message)})
    assert (done.status_code, done.headers["Location"]) == (302, "/account/")
    assert "Bo Chan" in read(client.get("/account/")).text
    user = by_email("bo@example.org")
    assert (user.name, user.language, user.is_staff) == ("Bo Chan", "en", False)
    assert EmailAddress.objects.get(user=user).verified
    entries = JournalEntry.objects.filter(verb="account.created").values_list("actor", "subject")
    assert list(entries) == [(f"account:{user.pk}", f"account:{user.pk}")]


def test_the_page_that_was_read_gives_the_language(client, small_site):
    client.post("/zh-hant/account/signup/", NEW)
    assert by_email("bo@example.org").language == "zh-hant"


def test_a_wrong_code_is_refused_three_times(client, small_site):
    client.post("/account/signup/", NEW)
    for _ in range(2):
        page = read(client.post("/account/confirm-email/", {"code": "AAAA-AAAA"}))
        assert page.one("id_code").get("aria-invalid") == "true"
    client.post("/account/confirm-email/", {"code": "AAAA-AAAA"})
    client.post("/account/confirm-email/", {"code": code_in(mail.outbox[0])})
    assert not EmailAddress.objects.get(email="bo@example.org").verified
    assert client.get("/account/").status_code == 302


def test_a_mail_to_confirm_carries_no_words_of_a_stranger(client, small_site):
    client.post("/account/signup/", {**NEW, "name": "Buy at http://evil.example"})
    (message,) = mail.outbox
    assert "evil" not in message.subject + message.body


def test_a_name_is_one_line_that_can_be_seen(client, small_site):
    client.post("/account/signup/", {**NEW, "name": "  Bo\u202e\n Chan\u0000 "})
    named = User.objects.filter(email="bo@example.org").values_list("name", flat=True)
    assert list(named) == ["Bo Chan"]


def test_a_taken_address_is_not_betrayed(small_site):
    """The same answer, page and number of mails; only the mail's reader learns more."""
    person("bo@example.org", name="Bo")
    answers = []
    for email in ("bo@example.org", "new@example.org"):
        stranger = Client()
        mail.outbox.clear()
        first = stranger.post("/account/signup/", {**NEW, "email": email})
        page = read(stranger.get(first.headers["Location"]))
        wrong = read(stranger.post("/account/confirm-email/", {"code": "AAAA-AAAA"}))
        texts = (page.text.replace(email, "…"), wrong.text.replace(email, "…"))
        answers.append((first.status_code, first.headers["Location"], texts, len(mail.outbox)))
    assert answers[0] == answers[1]
    assert User.objects.filter(email="bo@example.org").count() == 1


def test_a_lost_password_betrays_no_address(small_site):
    person(ADA)
    answers = []
    for email in (ADA, "nobody@example.org"):
        stranger = Client()
        moved = stranger.post("/account/password/reset/", {"email": email})
        answers.append(
            (moved.status_code, moved.headers["Location"], read(stranger.get(moved["Location"])).text)
        )
    assert answers[0] == answers[1]


@pytest.mark.parametrize("password", ["short", "password1234", "bo@example.org"])
def test_a_weak_password_is_refused_with_a_reason(client, small_site, password):
    page = read(client.post("/account/signup/", {**NEW, "password1": password}))
    assert page.one("id_password1").get("aria-invalid") == "true"
    assert "There is a problem" in page.text
    assert "#id_password1" in page.links()
    assert User.objects.count() == 0


# --- signing in ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("email", "password"), [(ADA, "wrong password!"), ("nobody@example.org", PASSWORD), (ADA, "")]
)
def test_a_refused_sign_in(client, small_site, email, password):
    person(ADA)
    page = read(sign_in(client, email, password))
    assert "There is a problem" in page.text
    assert client.get("/account/").status_code == 302


def test_who_and_what_was_wrong_is_told_alike(small_site):
    person(ADA)
    told = [read(sign_in(Client(), who, "wrong password!")).text for who in (ADA, "nobody@example.org")]
    assert told[0].replace(ADA, "…") == told[1].replace("nobody@example.org", "…")


def test_the_sixth_guess_waits_even_if_it_is_right(client, small_site):
    person(ADA)
    for _ in range(5):
        sign_in(client, password="wrong password!")
    assert "Too many failed login attempts" in read(sign_in(client)).text
    person("bo@example.org")
    assert sign_in(Client(), "bo@example.org").status_code == 302  # nobody else is kept out


def test_a_closed_account_stays_out(client, small_site):
    person(ADA, is_active=False)
    moved = sign_in(client)
    assert moved.headers["Location"] == "/account/inactive/"
    assert client.get("/account/").status_code == 302


def test_an_address_that_is_not_confirmed_gets_a_code_first(client, small_site):
    person(ADA, confirmed=False)
    assert sign_in(client).headers["Location"] == "/account/confirm-email/"
    client.post("/account/confirm-email/", {"code": code_in(mail.outbox[0])})
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("way", ["/account/login/", "/zh-hant/account/login/"])
def test_next_leads_on_within_the_site(client, small_site, way):
    person(ADA)
    moved = client.post(way, {"login": ADA, "password": PASSWORD, "next": "/programmes/?q=grant"})
    assert moved.headers["Location"] == "/programmes/?q=grant"


@pytest.mark.parametrize(
    "next_",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "http:evil.example",
        "javascript:alert(1)",
        "https://testserver.evil.example/",
        "https://testserver@evil.example/",
        "http://localhost/",  # an allowed host, but not the one that was asked
    ],
)
def test_next_leads_to_no_other_site(client, small_site, next_):
    person(ADA)
    assert sign_in(client, next=next_).headers["Location"] == "/account/"
    assert client.post("/account/logout/", {"next": next_}).headers["Location"] == "/"


def test_signing_out_is_a_post(client, ada):
    read(client.get("/account/logout/"))
    assert client.get("/account/").status_code == 200
    assert client.post("/account/logout/").headers["Location"] == "/"
    assert client.get("/account/").status_code == 302


def test_a_new_password_by_mail_ends_other_sessions(small_site):
    person(ADA)
    elsewhere, client = Client(), Client()
    assert sign_in(elsewhere).status_code == 302
    client.post("/account/password/reset/", {"email": ADA})
    (link,) = re.findall(r"http://testserver(/account/password/reset/key/\S+)", mail.outbox[0].body)
    form = client.get(link, follow=True)
    read(form)
    new = "quite another phrase"
    done = client.post(form.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert "Your password is changed" in read(done).text
    assert elsewhere.get("/account/").status_code == 302
    assert sign_in(Client(), password=new).status_code == 302
    assert "no longer works" in read(Client().get(link, follow=True)).text


# --- the header ------------------------------------------------------------------------------------------


def test_a_stranger_is_offered_to_sign_in_and_asks_the_database_nothing(
    client, small_site, django_assert_num_queries
):
    client.get("/about/")
    with django_assert_num_queries(1):  # the edition
        page = read(client.get("/about/"))
    assert "/account/login/" in page.links()
    assert client.cookies == {}


def test_who_is_signed_in_sees_the_own_name_and_no_markup_of_it(client, small_site):
    person(ADA, name="<b>Ada</b>")
    sign_in(client)
    page = read(client.get("/programmes/"))
    assert "/account/" in page.links()
    assert "<b>Ada</b>" in page.text
    assert page.all("b") == []


# --- one's own page --------------------------------------------------------------------------------------

OWN = [
    "/account/",
    "/account/profile/",
    "/account/delete/",
    "/account/email/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/recovery-codes/",
    "/account/2fa/recovery-codes/generate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
]
SECURED = [
    "/account/2fa/totp/deactivate/",
    "/account/reauthenticate/",
    "/account/2fa/reauthenticate/",
]


@pytest.mark.parametrize("prefix", ["", "/zh-hant", "/zh-hans"])
@pytest.mark.parametrize("path", [path for path in OWN if "recovery" not in path])
def test_an_own_page_stands_in_three_languages(client, ada, prefix, path):
    page = read(client.get(prefix + path))
    assert len(page.h1) > 1


@pytest.mark.parametrize("path", [*OWN, *SECURED])
def test_a_page_of_somebody_with_an_app(client, ada, path):
    secret = with_app(ada)
    client.post("/account/2fa/recovery-codes/generate/")
    client.post("/account/logout/")
    sign_in(client)
    client.post("/account/2fa/authenticate/", {"code": app_code(secret)})
    say_again(client)
    read(client.get(path, follow=path == "/account/2fa/totp/activate/"))


@pytest.mark.parametrize("path", [*OWN, *SECURED, "/account/data.json"])
def test_a_stranger_is_asked_to_sign_in(client, small_site, path):
    moved = client.get(path)
    assert moved.status_code == 302
    assert moved.headers["Location"].startswith("/account/login/?next=")


@pytest.mark.parametrize("path", ["/account/login/", "/account/signup/", "/account/signup/passkey/",
                                  "/account/password/reset/", "/account/password/reset/done/",
                                  "/account/password/reset/key/1-abc/", "/account/inactive/"])  # fmt: skip
@pytest.mark.parametrize("prefix", ["", "/zh-hant"])
def test_a_page_of_a_stranger(client, small_site, prefix, path):
    read(client.get(prefix + path))


PROFILE = {"name": "Ada L.", "organisation": "", "language": "zh-hant", "time_zone": "Europe/London"}


def test_details_are_changed(client, ada, small_site):
    hall = small_site.organisations["town-hall"].names.en
    moved = client.post("/account/profile/", {**PROFILE, "organisation": hall.upper()})
    assert moved.headers["Location"] == "/account/"
    ada.refresh_from_db()
    assert (ada.name, ada.organisation, ada.organisation_name) == ("Ada L.", "town-hall", "")
    assert (ada.language, ada.time_zone) == ("zh-hant", "Europe/London")
    page = read(client.get("/account/"))
    assert hall in page.text
    assert "Europe/London" in page.text


def test_an_organisation_in_own_words(client, ada):
    client.post("/account/profile/", {**PROFILE, "organisation": "Ada & Daughters"})
    ada.refresh_from_db()
    assert (ada.organisation, ada.organisation_name) == ("", "Ada & Daughters")
    assert read(client.get("/account/profile/")).one("id_organisation").get("value") == "Ada & Daughters"


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "x" * 201), ("time_zone", "Mars/Olympus"), ("language", "tlh")],
)
def test_wrong_details_change_nothing_and_are_shown_again(client, ada, field, value):
    page = read(client.post("/account/profile/", {**PROFILE, field: value}), 422)
    assert f"#id_{field}" in page.links()
    ada.refresh_from_db()
    assert (ada.name, ada.language, ada.time_zone) == ("Ada Lovelace", "", "")


def test_foreign_fields_are_not_read(client, ada):
    client.post("/account/profile/", {**PROFILE, "is_staff": "on", "email": "x@example.org", "user": "1"})
    ada.refresh_from_db()
    assert (ada.is_staff, ada.email) == (False, ADA)


def test_my_data_as_a_file(client, ada):
    person("bo@example.org", name="Bo Secret")
    answer = client.get("/account/data.json")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert "no-store" in answer.headers["Cache-Control"]
    told = json.loads(answer.content)
    assert told["profile"]["name"] == "Ada Lovelace"
    assert b"Bo Secret" not in answer.content


def test_an_address_changes_when_the_new_one_is_confirmed(client, ada):
    client.post("/account/email/", {"email": "Ada@New.example", "action_add": "1"})
    ada.refresh_from_db()
    assert ada.email == ADA
    new, *others = [message for message in mail.outbox if message.to == ["ada@new.example"]]
    assert others == []
    client.post("/account/confirm-email/", {"code": code_in(new)})
    ada.refresh_from_db()
    assert ada.email == "ada@new.example"
    assert [message.to for message in mail.outbox[1:]] == [[ADA]]  # the old address learns of it


LEAVE = "/account/delete/"


def agreed(client: Client) -> dict[str, str]:
    """What the form sends once the box is ticked."""
    page = Page(client.get(LEAVE).content.decode())
    (seen,) = [each.get("value") for each in page.all("input") if each.get("name") == "seen"]
    return {"sure": "on", "seen": seen}


def test_leaving(client, ada):
    page = read(client.get(LEAVE))
    assert "What stays, and why" in page.text
    assert by_email(ADA) == ada
    gone = client.post(LEAVE, agreed(client), follow=True)
    assert "Your account is deleted." in read(gone).text
    assert by_email(ADA) is None
    assert client.get("/account/").status_code == 302


@pytest.mark.parametrize("left_out", ["sure", "seen"])
def test_nobody_leaves_without_saying_so(client, ada, left_out):
    form = agreed(client) | {left_out: ""}
    page = read(client.post(LEAVE, form), 422)
    assert "There is a problem" in page.text
    assert by_email(ADA) == ada


def test_what_is_kept_is_told_before_and_what_changed_since_is_told_again(client, ada):
    form = agreed(client)
    opened_call(ada)
    page = read(client.post(LEAVE, form), 422)
    assert "Something changed since you read this list." in page.text
    assert "1 call that you opened, without your name." in page.text
    assert by_email(ADA) == ada
    elsewhere = Client()
    sign_in(elsewhere)
    assert client.post(LEAVE, agreed(client)).headers["Location"] == "/"
    row = User.objects.get(pk=ada.pk)
    assert (row.name, row.is_active, by_email(ADA)) == ("", False, None)
    for browser in (client, elsewhere):
        assert browser.get("/account/").status_code == 302
    page = read(sign_in(Client()))
    assert "There is a problem" in page.text
    read(sign_in(Client(), row.email))


def test_the_same_address_signs_up_again_as_somebody_new(client, ada):
    opened_call(ada)
    client.post(LEAVE, agreed(client))
    mail.outbox.clear()
    again = Client()
    again.post("/account/signup/", {**NEW, "email": ADA})
    again.post("/account/confirm-email/", {"code": code_in(mail.outbox[0])})
    assert "Bo Chan" in read(again.get("/account/")).text
    assert by_email(ADA).pk != ada.pk
    again.post("/account/reauthenticate/", {"password": NEW["password1"]})
    told = json.loads(again.get("/account/data.json").content)
    assert told["calls"] == {name: [] for name in told["calls"]}
    assert [each["did"] for each in told["journal"]] == ["account.created"]


def test_the_last_chair_reads_what_to_do_first(client, ada):
    from tests.apps.calls.making import a_call, a_chair  # noqa: PLC0415

    call = a_call()
    call.officials.all().delete()
    a_chair(call, ada)
    page = read(client.get(LEAVE))
    assert page.h1 == "Your account cannot be deleted yet"
    assert f"/calls/{call.pk}/chair/chairs/" in page.links()
    assert page.all("form") == [each for each in page.all("form") if each.get("action")]
    read(client.post(LEAVE, {"sure": "on", "seen": "x"}), 422)
    told = leaving.digest_of(leaving.told_of(ada))
    assert "You are the only chair" in read(client.post(LEAVE, {"sure": "on", "seen": told}), 422).text
    assert by_email(ADA) == ada


def test_every_kind_of_record_has_words(ada):
    from superconnector.apps.calls.queries.leaving import told  # noqa: PLC0415

    codes = [each.code for each in told(ada)]
    assert sorted(codes) == sorted(SENTENCES)
    for code in codes:
        for count in (1, 2, 11):
            said = in_words(leaving.Told(code, count))
            assert str(count) in said
            assert "%" not in said


def test_nobody_deletes_the_account_of_another(client, ada):
    bo = person("bo@example.org")
    form = agreed(client) | {"user": str(bo.pk), "id": str(bo.pk), "email": bo.email}
    client.post(LEAVE, form)
    assert (by_email(ADA), by_email("bo@example.org")) == (None, bo)


def test_what_is_dangerous_asks_who_you_are_after_a_while(client, ada):
    session = client.session
    session["account_authentication_methods"] = [
        {**method, "at": method["at"] - 3600} for method in session["account_authentication_methods"]
    ]
    session.save()
    for path in ("/account/data.json", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"):
        assert client.get(path).headers["Location"].startswith("/account/reauthenticate/?next="), path
    asked = client.post("/account/delete/", agreed(client)).headers["Location"]
    assert by_email(ADA) == ada
    read(client.get(asked))
    assert "Incorrect password" in read(client.post(asked, {"password": "wrong password!"})).text
    assert by_email(ADA) == ada
    client.post(asked, {"password": PASSWORD})  # goes on with what was asked for
    assert by_email(ADA) is None


def test_a_form_without_its_token_is_refused(ada):
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(ada)
    for path in ("/account/profile/", "/account/delete/", "/account/logout/", "/account/email/"):
        assert guarded.post(path, PROFILE).status_code == 403, path
    assert by_email(ADA) == ada


def test_nobody_reaches_the_key_of_another(client, ada):
    bo = person("bo@example.org")
    with_app(bo)
    key = Authenticator.objects.create(user=bo, type="webauthn", data={"name": "Bo's key", "credential": {}})
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(name, args=[key.pk])).status_code == 404
        assert client.post(reverse(name, args=[key.pk])).status_code == 404
    assert Authenticator.objects.filter(user=bo).count() == 2


# --- two factors -----------------------------------------------------------------------------------------


def test_an_app_is_set_up_and_then_asked_for(client, ada):
    page = read(client.get("/account/2fa/totp/activate/"))
    (secret,) = [each.text for each in page.all("code")]
    assert [each.get("role") for each in page.all("div") if each.get("role") == "img"] == ["img"]
    moved = client.post("/account/2fa/totp/activate/", {"code": app_code(secret)})
    assert moved.headers["Location"] == "/account/2fa/recovery-codes/"
    codes = [each.text for each in read(client.get("/account/2fa/recovery-codes/")).all("code")]
    assert len(codes) == 10

    again = Client()
    assert sign_in(again).headers["Location"] == "/account/2fa/authenticate/"
    assert again.get("/account/").status_code == 302
    read(again.get("/account/2fa/authenticate/"))
    assert "Incorrect code" in read(again.post("/account/2fa/authenticate/", {"code": "000000"})).text
    assert again.post("/account/2fa/authenticate/", {"code": codes[0]}).headers["Location"] == "/account/"
    third = Client()
    sign_in(third)
    assert "Incorrect code" in read(third.post("/account/2fa/authenticate/", {"code": codes[0]})).text


@pytest.fixture
def officer(small_site: object, client: Client) -> User:
    user = person("officer@example.org", is_staff=True)
    sign_in(client, user.email)
    return user


PAGES = ["/", "/programmes/", "/zh-hant/results/", "/nowhere/", "/api/v1/programmes"]


@pytest.mark.parametrize("path", PAGES)
def test_an_officer_without_a_second_factor_sets_one_up_first(client, officer, path):
    moved = client.get(path)
    assert moved.status_code == 302
    assert moved.headers["Location"].endswith("/account/2fa/")
    needed = "職員須設第二重驗證" if path.startswith("/zh-hant/") else "Officers need a second factor"
    assert needed in read(client.get(moved.headers["Location"])).text


def test_an_officer_cannot_post_past_it(client, officer):
    assert client.post("/find/applicant.type/", {"answer": "company"})["Location"] == "/account/2fa/"
    assert "answers" not in client.session


def test_an_officer_with_an_app_goes_on(client, officer):
    with_app(officer)
    assert client.get("/programmes/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, officer):
    Authenticator.objects.create(user=officer, type="recovery_codes", data={"seed": "x", "used_mask": 0})
    assert client.get("/programmes/").status_code == 302


def test_others_need_none(client, ada):
    assert client.get("/programmes/").status_code == 200


def test_the_demo_asks_for_none(client, officer, settings):
    assert client.get("/programmes/").status_code == 302
    settings.STAFF_NEED_MFA = False
    assert client.get("/programmes/").status_code == 200


# --- the demo's mails, and haste -------------------------------------------------------------------------


def test_there_are_no_mails_to_see_outside_the_demo(client, ada):
    assert client.get("/demo/mail/").status_code == 404


def test_the_demo_shows_its_mails(client, small_site, settings, tmp_path):
    settings.DEMO, settings.EMAIL_FILE_PATH = True, tmp_path
    assert "Nothing has been sent yet." in read(client.get("/demo/mail/")).text
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    client.post("/account/signup/", NEW)
    assert "/demo/mail/" in read(client.get("/account/confirm-email/")).links()
    assert "bo@example.org" in read(client.get("/demo/mail/")).text


def test_haste_is_told_to_wait(client, small_site, visit: Callable[..., Page]):
    for _ in range(20):
        client.post("/account/signup/", {"email": "no"})
    page = read(client.post("/account/signup/", NEW), 429)
    assert "Wait a few minutes" in page.text
    assert User.objects.count() == 0
    visit("/account/signup/")  # reading is no haste
