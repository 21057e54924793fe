"""Fills the database of the settings with a decided call: three winners, one with a picture and a 3D model.

Run as a program by test_showcase.py, against the database of the server that it starts.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from io import BytesIO

import django

django.setup()

import numpy as np  # noqa: E402
import trimesh  # noqa: E402
from allauth.account.models import EmailAddress  # noqa: E402
from django.utils import timezone  # noqa: E402
from PIL import Image, ImageDraw  # noqa: E402

from superconnector.apps.calls.actions.certificates import issue_certificates  # noqa: E402
from superconnector.apps.calls.actions.trials import (  # noqa: E402
    Plan,
    Result,
    agree_payment,
    give_feedback,
    plan_trial,
    record_result,
    report_incident,
)
from superconnector.apps.calls.models import (  # noqa: E402
    Call,
    Certificate,
    Decision,
    Entry,
    Phase,
    Publication,
    Trial,
)
from superconnector.base.accounts.models import User  # noqa: E402
from superconnector.base.files.keeping import keep_file  # noqa: E402
from superconnector.base.files.models import StoredFile  # noqa: E402
from superconnector.portal.calls.after.feedback import feedback_address  # noqa: E402
from tests.apps.calls import making  # noqa: E402

NOW = timezone.now()
PASSWORD = "a lamp for the square"
COLOURS = ("#c8452c", "#2f6fb3", "#b5701a")


def account(name: str) -> User:
    user = making.a_person(name)
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def keep(data: bytes, name: str) -> StoredFile:
    kind = name.rpartition(".")[2]
    return keep_file(upload=BytesIO(data), name=name, allowed=[kind], most_bytes=10**8, now=NOW)


def picture(colour: str) -> bytes:
    out, canvas = BytesIO(), Image.new("RGB", (1200, 800), colour)
    ImageDraw.Draw(canvas).ellipse((400, 200, 800, 600), fill="#fbfaf6")
    canvas.save(out, "PNG")
    return out.getvalue()


def ring(kind: str) -> bytes:
    mesh = trimesh.creation.torus(1.0, 0.4, major_sections=48, minor_sections=24)
    mesh.visual = trimesh.visual.ColorVisuals(
        mesh, vertex_colors=np.tile([200, 69, 44, 255], (len(mesh.vertices), 1))
    )
    made = mesh.export(file_type=kind)
    return made.encode() if isinstance(made, str) else made


def winner(
    call: Call, publication: Publication, title: str, prize: str, files: dict[str, StoredFile]
) -> Entry:
    entry = making.a_full_entry(call, account(f"Leader of {title}"), title=title)
    entry.answers.filter(question="title").update(value=title)
    entry.organisation_name = "Makers of the square"
    entry.save()
    for question, stored in files.items():
        row = making.a_file(entry, question.partition("-")[0], digest=stored.digest, kind=stored.kind)
        row.rights_holder, row.licence, row.creator = "The Lamp Guild", "CC-BY-4.0", "Lin Lamp"
        row.description, row.made_on = f"{title}, seen from above", "2026-08"
        row.save()
    making.submit(actor=making.leader_of(entry), now=making.ENTRY_OPEN, entry=entry)
    Decision.objects.create(
        entry=entry, stage="decision", outcome="award" if prize else "advance", prize=prize, reason="Seed.",
        made_at=NOW, made_by=call.opened_by, publication=publication,
    )  # fmt: skip
    return entry


def tried(chair: User, entry: Entry) -> Trial:
    plan = Plan(
        host="town-hall", host_name="Town Hall", site="North Park", starts_on=date(2026, 10, 1), ends_on=None,
        planned_users=120, measure="Waiting time", unit="minutes", higher_is_better=False,
        acceptance=Decimal(10), before=Decimal(15),
    )  # fmt: skip
    trial = plan_trial(actor=chair, now=NOW, entry=entry, plan=plan)
    result = Result(
        state=Trial.State.ENDED, ends_on=date(2026, 11, 1), actual_users=4300, before=Decimal(15),
        after=Decimal("9.5"), outcome="People wait less.", next_step="Two more parks.",
    )  # fmt: skip
    report_incident(
        actor=chair, now=NOW, trial=trial, on=date(2026, 10, 5), severity="minor", text="It rained in."
    )
    agree_payment(
        actor=chair, now=NOW, trial=trial, milestone="Report", amount=1_000_000, currency="HKD",
        due_on=date(2026, 11, 1),
    )  # fmt: skip
    trial = record_result(actor=chair, now=NOW, trial_id=trial.pk, seen_version=1, result=result)
    give_feedback(now=NOW, trial=trial, consent=True, rating=4, text="Good light.")
    return trial


def main() -> None:
    call = making.a_call()
    chair, voter = account("Chai Chair"), account("Vo Voter")
    making.a_chair(call, chair)
    for kind in (Phase.Kind.SHOWCASE, Phase.Kind.VOTE):
        making.open_now(call, kind)
    publication = Publication.objects.create(call=call, at=NOW, by=chair, preview="0" * 64)
    pictures = [keep(picture(colour), "picture.png") for colour in COLOURS]
    glb, stl = keep(ring("glb"), "ring.glb"), keep(ring("stl"), "ring.stl")
    first = winner(
        call,
        publication,
        "A lamp for the square",
        "gold",
        {"pictures": pictures[0], "model": glb, "model-2": stl},
    )
    winner(call, publication, "A clock that listens", "silver", {"pictures": pictures[1]})
    winner(call, publication, "會發光的長椅", "", {})
    trial = tried(chair, first)
    issue_certificates(actor=chair, now=NOW, call=call)
    certificate = Certificate.objects.get(member__entry=first)
    told = {
        "entry": first.number,
        "glb": glb.digest,
        "stl": stl.digest,
        "trial": trial.pk,
        "code": certificate.code,
        "voter": voter.email,
        "chair": chair.email,
        "password": PASSWORD,
        "feedback": feedback_address(trial),
    }
    print(json.dumps(told))  # noqa: T201


main()
