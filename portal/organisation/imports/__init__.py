"""How a sheet becomes changes: read every row, compare with what is there, store what differs.

Each module of this room knows one or two sheets. Nothing here commits; the commands do.
"""
