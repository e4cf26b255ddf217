"""Signing in and out, and what a person does with the own account."""

from portal.web.account import factor, home, own, passwords, signing_in, unlocking
from portal.web.account.door import account

__all__ = ["account", "factor", "home", "own", "passwords", "signing_in", "unlocking"]
