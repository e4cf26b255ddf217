"""Tries at a second factor are counted like those at a password: five are free."""

from portal.accounts.failures import Counted, count_try, failure_key, forgive
from portal.accounts.rules.lockout import FREE_FOR_ACCOUNT
from portal.accounts.signing_in import ANONYMOUS
from portal.clock import now
from portal.web.account.words import waiting_words
from portal.web.fields import StaffForm
from portal.web.limits import secret_keys


def heard_code(form: StaffForm, handle: str) -> bool:
    """Count this try; False, with the words in the form, while it has to wait."""
    counted = Counted(_key(handle), FREE_FOR_ACCOUNT)
    tried = count_try(ANONYMOUS, of=[counted], at=now())
    if tried.wait:
        form.form_errors.append(waiting_words(tried.wait))
    return not tried.wait


def forgive_code(handle: str) -> None:
    """It was right: the next mistake is the first again."""
    forgive(ANONYMOUS, keys=[_key(handle)])


def _key(handle: str) -> bytes:
    return failure_key(secret_keys().vault_key, "factor", handle)
