"""Signing in and out, and what a person does with the own account."""

from portal.web.account import home, signing_in
from portal.web.account.door import account

__all__ = ["account", "home", "signing_in"]
