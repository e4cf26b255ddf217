"""Attachments: checks them, draws them anew, stores them, hands them out.

What somebody hands over is never stored. A child process with few rights decodes it and draws
it again, so that what is kept is what one sees: no place, no device, no author, no script.
"""
