"""Student's t: how far the mean of a few may lie from the truth, in their own standard errors."""

from math import inf

NORMAL = 1.959964

# The 97.5 % quantile for 1, 2, 3 … 30 degrees of freedom, as every statistical table prints it.
TABLE = (
    12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281,
    2.2010, 2.1788, 2.1604, 2.1448, 2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860,
    2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423,
)  # fmt: skip


def student_95(freedom: int) -> float:
    """The quantile that leaves 2.5 % on either side; unbounded below one degree of freedom.

    Beyond the table it is the expansion of t around the normal quantile, right to four decimals.
    """
    if freedom < 1:
        return inf
    if freedom <= len(TABLE):
        return TABLE[freedom - 1]
    first = (NORMAL**3 + NORMAL) / 4
    second = (5 * NORMAL**5 + 16 * NORMAL**3 + 3 * NORMAL) / 96
    third = (3 * NORMAL**7 + 19 * NORMAL**5 + 17 * NORMAL**3 - 15 * NORMAL) / 384
    return NORMAL + first / freedom + second / freedom**2 + third / freedom**3
