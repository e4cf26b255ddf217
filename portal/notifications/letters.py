"""A mail in words: templates/messages/<kind>/subject.txt and body.txt, as a message for SMTP."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from portal import language
from portal.config import ROOT, Settings
from portal.month import Month
from portal.notifications.commands import Mail
from portal.notifications.rules.kinds import RECIPIENT, SHAPES, one_line
from portal.notifications.sealing import unseal

NAME = "Suara Loket"


@dataclass(frozen=True, slots=True)
class Stationery:
    """What every mail of an installation has in common."""

    sender: Address
    base_url: str
    zone: tzinfo
    vault_key: str

    @property
    def domain(self) -> str:
        """What stands behind the @ of a Message-ID."""
        return self.sender.domain


def stationery(settings: Settings, vault_key: str) -> Stationery:
    """The installation's own; ValueError where `mail_from` is no address."""
    host = urlsplit(settings.base_url).hostname or "localhost"
    name, address = parseaddr(settings.mail_from or f"suara-loket@{host}")
    sender = Address(one_line(name) or NAME, addr_spec=address)
    return Stationery(sender, settings.base_url, settings.timezone, vault_key)


def _month(text: str) -> str:
    return language.month_name(Month.parse(text).first_day)


def _figure(text: str) -> str:
    return language.decimal(Decimal(text))


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(ROOT / "templates" / "messages"),
        autoescape=select_autoescape(),  # text files are not HTML: nothing to escape
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # from the extension
        language.gettext, language.ngettext, newstyle=True
    )
    environment.filters |= {
        "long_date": language.long_date,
        "clock_time": language.clock_time,
        "whole": language.whole,
        "month": _month,
        "figure": _figure,
    }
    return environment


TEMPLATES = _environment()


def letter(mail: Mail, paper: Stationery) -> EmailMessage:
    """The mail as it goes out; ValueError where its secrets cannot be opened.

    Written twice it is the same, Message-ID and date included: who gets it twice can tell.
    """
    facts = _opened(mail, paper)
    spoken = facts.get("language")
    with language.speaking(language.Language(spoken)) if spoken else nullcontext():
        return _written(mail, facts, paper)


def _written(mail: Mail, facts: Mapping[str, Any], paper: Stationery) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = paper.sender
    message["To"] = Address(addr_spec=facts.get(RECIPIENT, mail.recipient))
    message["Subject"] = one_line(_rendered(mail, "subject", facts))
    message["Date"] = format_datetime(mail.created_at.astimezone(paper.zone))
    message["Message-ID"] = f"<{mail.handle}@{paper.domain}>"
    # Who is away answers people, not programs (RFC 3834, and what older servers go by).
    message["Auto-Submitted"] = "auto-generated"
    message["Precedence"] = "bulk"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(_rendered(mail, "body", facts).strip() + "\n", cte="quoted-printable")
    return message


def _rendered(mail: Mail, part: str, facts: Mapping[str, Any]) -> str:
    return TEMPLATES.get_template(f"{mail.kind}/{part}.txt").render(facts)


def _opened(mail: Mail, paper: Stationery) -> dict[str, Any]:
    facts = {**mail.facts, "base_url": paper.base_url}
    for name in SHAPES[mail.kind].secret:
        sealed = str(mail.facts.get(name, ""))
        facts[name] = unseal(paper.vault_key, handle=mail.handle, name=name, sealed=sealed)
    if "expires_at" in facts:
        facts["expires"] = datetime.fromisoformat(facts["expires_at"]).astimezone(paper.zone)
    return facts
