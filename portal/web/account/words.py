"""Words that several pages of this door say."""

import math
from datetime import datetime, timedelta

from portal.language import clock_time, plain_date
from portal.language import gettext as _
from portal.web.limits import settings


def waiting_words(wait: timedelta) -> str:
    """How long, without telling whether there is such an account."""
    minutes = max(1, math.ceil(wait.total_seconds() / 60))
    return _("Terlalu banyak percobaan. Coba lagi {n} menit lagi.").format(n=minutes)


def spoken(moment: datetime) -> str:
    """ "21 November 2026, 14.05" in the installation's zone."""
    local = moment.astimezone(settings().timezone)
    return f"{plain_date(local.date())}, {clock_time(local)}"
