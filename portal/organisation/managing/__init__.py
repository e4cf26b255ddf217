"""What an administrator does by hand: one thing at a time, with the same rules as the imports.

Each command compares the fingerprint of what was on the page with what is stored, so that
nobody overwrites another silently, and leaves one entry in the trail with what differed.
"""
