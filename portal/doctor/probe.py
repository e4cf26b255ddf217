"""What is asked of other machines, only when the operator says `--probe`."""

import smtplib

from portal.doctor.findings import Finding, good, masked, notice, wrong
from portal.notifications.delivery import Courier, mail_server

WHAT = "Server surel"


def smtp_finding(url: str | None) -> Finding:
    """Connect, greet, sign in; send nothing."""
    if url is None:
        return notice(WHAT, "belum diatur", "Atur PORTAL_SMTP_URL dan PORTAL_MAIL_FROM.")
    courier = Courier(mail_server(url))
    try:
        courier.greet()
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        said = f"tidak menerima: {type(error).__name__}: {masked(str(error))}"
        return wrong(WHAT, said, "Periksa nama, porta, TLS, nama pengguna dan sandinya.")
    finally:
        courier.close()
    return good(WHAT, "menjawab dan menerima masuk")
