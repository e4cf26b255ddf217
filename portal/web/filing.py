"""The keys under which complaints are filed, from the settings of this installation."""

from portal.complaints.filing import FilingKeys
from portal.complaints.keys import KeyPlace
from portal.complaints.rules.receipt import receipt_keys
from portal.web.limits import secret_keys, settings


def filing_keys() -> FilingKeys:
    """Keys of receipts, and where those of the vault are."""
    vault_key = secret_keys().vault_key
    return FilingKeys(receipt_keys(vault_key), KeyPlace(settings().instance, vault_key))
