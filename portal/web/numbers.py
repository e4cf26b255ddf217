"""Numbers in addresses: at most nine digits, so that every one fits the database's integers."""

from werkzeug.routing import IntegerConverter


class NineDigits(IntegerConverter):
    """Takes the place of `int`: a longer number leads nowhere, like any address unknown."""

    regex = r"\d{1,9}"
