"""A case's number: eight random characters of Crockford's base 32, read in two groups."""

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 8, 4


def case_number(chance: int) -> str:
    """A number from at least forty random bits; nobody can count or order cases by it."""
    return "".join(ALPHABET[chance >> 5 * place & 31] for place in range(LENGTH))


def number_shown(number: str) -> str:
    """As it stands on screen and on paper: 7K3Q-9MXT."""
    return f"{number[:GROUP]}-{number[GROUP:]}"
