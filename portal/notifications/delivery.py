"""Handing a mail to the SMTP server, and what its answer means."""

import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from urllib.parse import unquote, urlsplit

TIMEOUT = 20.0  # seconds for each step
PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
PERMANENT = 500
# A server's answer may repeat what it was sent: no address of a page or a person goes into a note.
ADDRESS = re.compile(r"\w+://\S*")
MAILBOX = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")


class Fate(StrEnum):
    """What became of a mail: the server has it; it or the server failed now; it never will go."""

    TAKEN = "taken"
    LATER = "later"
    SERVER_AWAY = "server_away"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """The fate, and why, for the operator."""

    fate: Fate
    why: str = ""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed in."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""


def mail_server(url: str) -> MailServer:
    """Read `smtp://`, `smtps://` or `smtp+starttls://[user:password@]host[:port]`."""
    parts = urlsplit(url)
    return MailServer(
        parts.scheme,
        parts.hostname or "",
        parts.port or PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


class Courier:
    """One connection to the server, opened at the first mail and again after a failure."""

    def __init__(self, server: MailServer) -> None:
        self.server = server
        self._connection: smtplib.SMTP | None = None

    def deliver(self, message: EmailMessage) -> Answer:
        """Hand one mail in. TAKEN only after the server has answered 250 to all of it."""
        try:
            connection = self._connection or self._connect()
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            self.close()
            return Answer(Fate.SERVER_AWAY, _words("server surel tidak menerima", error))
        try:
            connection.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            return _answer(error)
        return Answer(Fate.TAKEN)

    def greet(self) -> None:
        """Connect and sign in, and send nothing; raises whatever goes wrong."""
        self._connect()

    def _connect(self) -> smtplib.SMTP:
        server, context = self.server, ssl.create_default_context()
        where = (server.host, server.port)
        if server.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=TIMEOUT, context=context)
        else:
            connection = smtplib.SMTP(*where, timeout=TIMEOUT)
        self._connection = connection
        if server.scheme == "smtp+starttls":
            connection.starttls(context=context)
        if server.user:
            connection.login(server.user, server.password)
        return connection

    def close(self) -> None:
        """Say goodbye, if somebody is still listening."""
        if self._connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._connection.quit()
            self._connection.close()
            self._connection = None


def _answer(error: Exception) -> Answer:
    """Only the refusal of the recipient itself is final: all else the operator can mend."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        fate = Fate.REFUSED if code >= PERMANENT else Fate.LATER
        return Answer(fate, f"penerima ditolak: {_reply(code, text)}")
    if isinstance(error, smtplib.SMTPSenderRefused):
        return Answer(Fate.LATER, f"pengirim ditolak: {_reply(error.smtp_code, error.smtp_error)}")
    if isinstance(error, smtplib.SMTPDataError):
        return Answer(Fate.LATER, f"isi ditolak: {_reply(error.smtp_code, error.smtp_error)}")
    return Answer(Fate.SERVER_AWAY, _words("sambungan terputus", error))


def _words(what: str, error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{what}: {_reply(error.smtp_code, error.smtp_error)}"
    return f"{what}: {type(error).__name__}"


def _reply(code: int, text: bytes | str) -> str:
    words = text.decode("ascii", "replace") if isinstance(text, bytes) else text
    return f"{code} {MAILBOX.sub('(alamat)', ADDRESS.sub('(tautan)', words))}"
