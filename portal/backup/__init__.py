"""Backups: one portable file that either database can be restored from."""
