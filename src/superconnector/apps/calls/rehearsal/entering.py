"""Teams enter, answer, change their minds and hand in; some never do, one comes too late."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from django.core.mail import get_connection
from django.db import transaction

from superconnector.apps.calls.actions.answers import Rights, add_file, save_answer
from superconnector.apps.calls.actions.consent import Reply, answer_guardian, ask_guardian
from superconnector.apps.calls.actions.entering import (
    About,
    EnteringError,
    describe_entry,
    start_entry,
    withdraw,
)
from superconnector.apps.calls.actions.receipts import mail_receipt
from superconnector.apps.calls.actions.submitting import submit
from superconnector.apps.calls.actions.teams import Person, add_person, change_person, invite, join
from superconnector.apps.calls.facts.answers import has_files
from superconnector.apps.calls.facts.team import role_ids
from superconnector.apps.calls.models import Entry, Member, Submission
from superconnector.apps.calls.rehearsal.answering import answer_to, file_for
from superconnector.apps.calls.rehearsal.cast import HOUSES, Cast, house
from superconnector.apps.calls.rehearsal.doors import profile_for
from superconnector.apps.calls.rehearsal.ideas import idea_of
from superconnector.apps.calls.rehearsal.people import LANGUAGES, Somebody, domain_of, make_people
from superconnector.apps.calls.rehearsal.plan import RehearsalError, Stage, chance_of, groups_of, team_limits
from superconnector.base.accounts.models import User
from superconnector.core.rules.facts import Value
from superconnector.ecosystem.schema import FileQuestion, Group, ModelQuestion

TOGETHER = 25
"""Teams whose acts are one transaction: quick, and the database is not kept from others for long."""
NOWHERE = "django.core.mail.backends.dummy.EmailBackend"
"""Where the mail of a rehearsal goes."""
ADULT = 18


@dataclass(frozen=True, slots=True)
class Team:
    """What a team is going to do. `ending`: `in`, `twice`, `draft`, `withdrawn` or `late`."""

    number: int
    group: Group
    size: int
    language: str
    ending: str
    people: tuple[User, ...]


def play_entering(cast: Cast) -> list[str]:
    """Every team enters; gives what happened."""
    teams = _teams(cast)
    profiles = {each.id: profile_for(cast.file, each.id, cast.clock.day(1)) for each in cast.file.groups}
    happened: Counter[str] = Counter()
    waiting = iter(enumerate(teams))
    while some := list(islice(waiting, TOGETHER)):
        with transaction.atomic():
            for index, team in some:
                at = cast.clock.within(1, _last_day(cast), index, len(teams))
                happened += _enter(cast, team, profiles[team.group.id], at)
    return _told(cast, happened)


def _last_day(cast: Cast) -> float:
    return 13 if cast.plan.stops_in(Stage.ENTRY) else 27


# --- who enters ------------------------------------------------------------------------------------------


def _teams(cast: Cast) -> list[Team]:
    """The plan's entries, and beside them some that never count: a draft, one withdrawn, one too late."""
    plan, chance = cast.plan, chance_of(cast.plan, "teams")
    endings = ["twice" if chance.random() < 0.1 else "in" for _ in range(plan.entries)]
    if plan.stops_in(Stage.ENTRY):
        endings = ["draft" if index % 2 else each for index, each in enumerate(endings)]
    else:
        endings += ["draft", "withdrawn", "late"] * max(1, plan.entries // 120)
    groups = groups_of(plan, cast.file, len(endings))
    sizes = _sizes(team_limits(groups), plan.entries, plan.contestants, chance)
    languages = [LANGUAGES[index % len(LANGUAGES)] for index in range(len(endings))]
    people = iter(make_people(plan, cast.clock.day(0), _wanted(groups, sizes, languages, chance)))
    return [
        Team(index, group, size, language, ending, tuple(islice(people, size)))
        for index, (group, size, language, ending) in enumerate(
            zip(groups, sizes, languages, endings, strict=True)
        )
    ]


def _sizes(limits: list[tuple[int, int]], entries: int, contestants: int, chance: Random) -> list[int]:
    """Sizes within the limits; those of the first `entries` teams come to `contestants`."""
    sizes = [least for least, _ in limits]
    room = [index for index in range(entries) for _ in range(limits[index][1] - limits[index][0])]
    for index in chance.sample(room, contestants - sum(sizes[:entries])):
        sizes[index] += 1
    return sizes


def _wanted(groups: list[Group], sizes: list[int], languages: list[str], chance: Random) -> list[Somebody]:
    """The people of all teams; every twentieth team comes from an organisation that has judges too."""
    wanted = []
    for index, (size, language) in enumerate(zip(sizes, languages, strict=True)):
        shared = house(index % HOUSES) if chance.random() < 0.05 else (f"team-{index:05}", "")
        wanted += [Somebody("entrant", shared[0], shared[1], language) for _ in range(size)]
    return wanted


# --- one team --------------------------------------------------------------------------------------------


def _enter(cast: Cast, team: Team, profile: dict[str, Value], at: datetime) -> Counter[str]:
    leader, minute = team.people[0], timedelta(minutes=1)
    entry = start_entry(actor=leader, now=at, call=cast.call, group_id=team.group.id, profile=profile)
    _describe(cast, team, entry, at + minute)
    _gather(cast, team, entry, profile, at + 5 * minute)
    _answer(cast, team, entry, at + 60 * minute)
    return Counter(started=1, people=team.size) + _end(cast, team, entry, at + 120 * minute)


def _describe(cast: Cast, team: Team, entry: Entry, at: datetime) -> None:
    tracks = cast.file.tracks_for(team.group.id)
    about = About(
        title=idea_of(cast.file, team.number).titled(team.language),
        track=tracks[(team.number + team.number // len(tracks)) % len(tracks)].id if tracks else "",
        language=team.language,
        organisation=team.people[0].organisation_name,
    )
    describe_entry(actor=team.people[0], now=at, entry=entry, seen_version=entry.version, about=about)


def _gather(cast: Cast, team: Team, entry: Entry, profile: dict[str, Value], at: datetime) -> None:
    """Team-mates come by a link; where no account is asked for, every other one is only named."""
    leader = Member.objects.select_related("user").get(entry=entry, leads=True)
    first, *others = role_ids(cast.file)
    role = (others or [first])[0]
    age = profile.get("person.age", ADULT)
    young = team.group.minors is not None and isinstance(age, int) and age < team.group.minors.under
    if team.group.minors is not None:
        person = _person(cast, team.people[0], first, young=young)
        change_person(actor=leader, now=at, entry=entry, member_id=leader.pk, person=person)
    for place, user in enumerate(team.people[1:]):
        person = _person(cast, user, role, young=young)
        if team.group.account_required or place % 2 == 0:
            made, _ = invite(actor=leader, now=at, entry=entry, role=role)
            join(actor=user, now=at + timedelta(minutes=place + 1), invitation=made, person=person)
        else:
            add_person(actor=leader, now=at, entry=entry, person=person)
    _consent(team, entry, at + timedelta(minutes=40))


def _person(cast: Cast, user: User, role: str, *, young: bool) -> Person:
    """Of a minor the guardian is a person of another house, with an address of its own."""
    if not young:
        return Person(name=str(user), role=role, minor=False)
    address = f"guardian-{user.pk}@{domain_of(cast.plan, 'homes')}"
    return Person(str(user), role, minor=True, guardian=f"Guardian of {user}", guardian_email=address)


def _consent(team: Team, entry: Entry, at: datetime) -> None:
    """Every guardian is asked by a link, which nobody mails, and consents."""
    words = team.group.minors.consent.text(team.language) if team.group.minors else ""
    for minor in entry.members.filter(minor=True).order_by("id"):
        member, secret = ask_guardian(actor=team.people[0], now=at, entry=entry, member_id=minor.pk)
        answer_guardian(now=at, secret=secret, reply=Reply(consents=True, name=member.guardian, words=words))


def _answer(cast: Cast, team: Team, entry: Entry, at: datetime) -> None:
    """Members take turns; what need not be answered is answered by half of the teams."""
    chance, idea = chance_of(cast.plan, f"answers {team.number}"), idea_of(cast.file, team.number)
    writers = [*entry.members.filter(user__isnull=False).select_related("user").order_by("id")]
    for place, question in enumerate(cast.file.questions_for(team.group.id)):
        writer = writers[place % len(writers)].user
        if writer is None or not (question.required or chance.random() < 0.5):
            continue
        now = at + timedelta(minutes=place)
        if isinstance(question, (FileQuestion, ModelQuestion)):
            name, content = file_for(question, idea)
            rights = Rights(
                rights_holder=str(team.people[0]),
                licence="CC-BY-4.0",
                creator=str(writer),
                description=f"{idea.title}: made up for a rehearsal",
            )
            add_file(
                actor=writer,
                now=now,
                entry=entry,
                question_id=question.id,
                upload=io.BytesIO(content),
                name=name,
                rights=rights,
            )
        else:
            raw = answer_to(question, idea, team.language, chance)
            save_answer(actor=writer, now=now, entry=entry, question_id=question.id, raw=raw, seen_version=0)


# --- how it ends -----------------------------------------------------------------------------------------


def _end(cast: Cast, team: Team, entry: Entry, at: datetime) -> Counter[str]:
    leader = team.people[0]
    if team.ending == "draft":
        return Counter(draft=1)
    if team.ending == "late":
        return _too_late(cast, leader, entry)
    _hand_in(leader, entry, at)
    if team.ending == "withdrawn":
        member = Member.objects.select_related("user").get(entry=entry, leads=True)
        withdraw(actor=member, now=at + timedelta(hours=1), entry=entry, because="Another plan came up.")
        return Counter(withdrawn=1)
    if team.ending == "twice" and _improve(cast, team, entry, at + timedelta(hours=2)):
        return Counter(submitted=1, twice=1, contestants=team.size)
    return Counter(submitted=1, contestants=team.size)


def _hand_in(leader: User, entry: Entry, at: datetime) -> None:
    receipt = submit(actor=leader, now=at, entry=entry)
    mail_receipt(submission=receipt, address="", now=at, connection=get_connection(NOWHERE))


def _improve(cast: Cast, team: Team, entry: Entry, at: datetime) -> bool:
    """One answer is written anew and all is handed in again; False where there is nothing to write."""
    asked = [
        each for each in cast.file.questions_for(team.group.id) if each.kind == "text" and each.id != "title"
    ]
    if not asked or has_files(asked[0]):
        return False
    held = entry.answers.get(question=asked[0].id)
    idea = idea_of(cast.file, team.number)
    raw = answer_to(asked[0], idea, team.language, chance_of(cast.plan, f"again {team.number}"))
    save_answer(
        actor=team.people[0],
        now=at,
        entry=entry,
        question_id=asked[0].id,
        raw=raw,
        seen_version=held.version,
    )
    _hand_in(team.people[0], entry, at)
    return entry.submissions.count() == 2


def _too_late(cast: Cast, leader: User, entry: Entry) -> Counter[str]:
    """A day after the close, grace or not, nothing is taken."""
    grace = max(each.grace_seconds for each in cast.call.phases.filter(kind="entry"))
    try:
        submit(actor=leader, now=cast.clock.day(28) + timedelta(seconds=grace + 60), entry=entry)
    except EnteringError:
        return Counter(late=1)
    raise RehearsalError(f"The entry {entry.number} was taken after the deadline.")


def _told(cast: Cast, happened: Counter[str]) -> list[str]:
    people = Member.objects.filter(entry__call=cast.call).count()
    receipts = Submission.objects.filter(entry__call=cast.call).count()
    told = [
        f"{happened['started']:,} teams of {people:,} people entered.",
        f"{happened['submitted']:,} entries of {happened['contestants']:,} contestants were handed in, "
        f"{happened['twice']:,} of them twice; {receipts:,} receipts.",
    ]
    others = {name: happened[name] for name in ("draft", "withdrawn", "late") if happened[name]}
    words = {
        "draft": "stayed drafts",
        "withdrawn": "were withdrawn",
        "late": "came too late and were refused",
    }
    if others:
        told.append("Of the rest, " + ", ".join(f"{n:,} {words[name]}" for name, n in others.items()) + ".")
    return told
