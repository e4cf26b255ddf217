"""Which class the office may give to what a reporter sent (domain.md §3).

Praise starts no legal clock: so nothing but praise may be classed as praise, else a class would
take a complaint's time limit away. The other way round a reporter may have ticked the wrong box.
"""

from portal.complaints.rules.words import Kind, Klass


def classes_for(kind: str) -> tuple[Klass, ...]:
    """The classes that fit, in the order of the law."""
    return tuple(one for one in Klass if one is not Klass.APRESIASI or kind == Kind.APRESIASI)
