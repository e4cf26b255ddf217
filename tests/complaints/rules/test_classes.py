"""Nothing but praise is classed as praise."""

import pytest

from portal.complaints.rules.classes import classes_for
from portal.complaints.rules.words import Kind, Klass

OTHERS = (Klass.INFORMASI, Klass.ASPIRASI, Klass.PENGADUAN, Klass.PENGAWASAN)


@pytest.mark.parametrize(
    ("kind", "classes"),
    [
        (Kind.PENGADUAN, OTHERS),
        (Kind.ASPIRASI, OTHERS),
        (Kind.INFORMASI, OTHERS),
        (Kind.APRESIASI, (*OTHERS, Klass.APRESIASI)),
    ],
)
def test_the_classes_that_fit(kind: Kind, classes: tuple[Klass, ...]) -> None:
    assert classes_for(kind) == classes
