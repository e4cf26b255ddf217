"""A real SMTP server on the loopback that takes, refuses, stalls or hangs up as a test says."""

import asyncio
import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from portal.notifications.delivery import Courier, mail_server

USER, PASSWORD = "pengirim", "sandi:/@rahasia"


@dataclass
class PostOffice:
    """What arrived, and how to answer: `refuse` by recipient, `data_answer` to the contents."""

    arrived: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    sender_answer: str = ""
    data_answer: str = ""
    delay: float = 0.0
    port: int = 0

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if self.sender_answer:
            return self.sender_answer
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.data_answer:
            return self.data_answer
        await asyncio.sleep(self.delay / 2)
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.arrived.append(message)
        self.recipients += envelope.rcpt_tos
        # From here on the mail has arrived, whether or not the portal hears the 250.
        await asyncio.sleep(self.delay / 2)
        return "250 Message accepted for delivery"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def handles(self) -> list[str]:
        """The handles in the Message-IDs, in the order of arrival."""
        return [str(one["Message-ID"]).strip("<>").split("@")[0] for one in self.arrived]


@contextmanager
def open_post_office(office: PostOffice | None = None, **facts: Any) -> Iterator[PostOffice]:
    """The server on a free port until the block ends; `facts` go to aiosmtpd."""
    office = office or PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=free_port(), **facts)
    controller.start()
    office.port = controller.port
    try:
        yield office
    finally:
        controller.stop()


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def knows_password(
    _server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any
) -> AuthResult:
    """Sign-in for servers that ask for one."""
    right = isinstance(given, LoginPassword) and (given.login, given.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=right, handled=False)


def courier_to(office: PostOffice) -> Courier:
    return Courier(mail_server(office.url))
