"""What runs in the child: decodes a stranger's file and draws it anew.

Imports nothing of the portal but `portal.files`' own plain modules: a child must start in
some hundredths of a second, and must hold no key.
"""
