"""What is wrong with a team: its size, its leader, the consent of guardians."""

from __future__ import annotations

from collections.abc import Sequence

from superconnector.apps.calls.facts.answers import Problem
from superconnector.apps.calls.models import Member
from superconnector.ecosystem.schema import Call as CallFile
from superconnector.ecosystem.schema import Group

WHERE = "team"


def most_members(group: Group) -> int | None:
    """The most people of a team, the leader included; None: not stated."""
    return group.team.most if group.team else None


def problems(group: Group, members: Sequence[Member]) -> list[Problem]:
    """What keeps the team from handing in; empty if nothing does."""
    found = []
    least, most = (group.team.least, group.team.most) if group.team else (1, None)
    if len(members) < least:
        found.append(Problem(WHERE, "team-too-small", {"least": least, "size": len(members)}))
    if most is not None and len(members) > most:
        found.append(Problem(WHERE, "team-too-large", {"most": most, "size": len(members)}))
    if group.minors is not None:
        asked = {"under": group.minors.under}
        for each in members:
            if each.minor is None:
                found.append(Problem(WHERE, "age-not-said", {"name": each.name, **asked}))
            elif each.minor and each.consent != Member.Consent.GIVEN:
                found.append(Problem(WHERE, _consent_lacks(each), {"name": each.name, **asked}))
    if group.account_required:
        without = [each.name for each in members if each.user_id is None and each.role != "mentor"]
        found += [Problem(WHERE, "account-needed", {"name": name}) for name in without]
    return found


def _consent_lacks(member: Member) -> str:
    if member.consent == Member.Consent.REFUSED:
        return "consent-refused"
    return "consent-waiting" if member.consent_secret else "consent-needed"


def role_ids(file: CallFile) -> list[str]:
    """The roles of a team, in the order of the file; the first is the leader's."""
    return [role.id for role in file.roles]
