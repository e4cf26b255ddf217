"""Administrators: organisation, people, calendar, rules, trail."""

from portal.web.admin import tokens
from portal.web.admin.door import admin

__all__ = ["admin", "tokens"]
