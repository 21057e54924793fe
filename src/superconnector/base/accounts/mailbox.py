"""The mails of the demo, which has no mail server: read again from the files that Django wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path

END = b"\n" + b"-" * 79
NEWEST = 30


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it would have been sent."""

    to: str
    subject: str
    text: str
    at: datetime


def newest(folder: Path, most: int = NEWEST) -> list[Mail]:
    """The last mails of the folder, newest first; a folder that is not there has none."""
    files = sorted(folder.glob("*.log"), key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    found = [mail for path in files[:most] for mail in reversed(_mails(path.read_bytes()))]
    return found[:most]


def _mails(content: bytes) -> list[Mail]:
    return [_mail(part.lstrip(b"\n")) for part in content.split(END) if part.strip()]


def _mail(source: bytes) -> Mail:
    message = message_from_bytes(source, policy=policy.default)
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    at = parsedate_to_datetime(message["Date"])
    at = at if at.tzinfo else at.replace(tzinfo=UTC)  # Django writes -0000: UTC, and no word of where
    return Mail(str(message["To"]), str(message["Subject"]), text.strip(), at)
