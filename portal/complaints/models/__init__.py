"""Cases and all that belongs to them. Columns only.

An anonymous case leaves no other trace (domain.md §3): random ids, no rowid on SQLite (it would
keep the order of arrival), days instead of moments, no row in the vault. `filed_at` and `at` are
therefore empty for whatever an anonymous reporter does.
"""

from portal.complaints.models.case import IS_OPEN as IS_OPEN
from portal.complaints.models.case import ClockPause as ClockPause
from portal.complaints.models.case import Complaint as Complaint
from portal.complaints.models.case import Concerned as Concerned
from portal.complaints.models.case import Cycle as Cycle
from portal.complaints.models.desks import Removal as Removal
from portal.complaints.models.desks import ReplyTemplate as ReplyTemplate
from portal.complaints.models.desks import SavedFilter as SavedFilter
from portal.complaints.models.desks import SearchWords as SearchWords
from portal.complaints.models.desks import Working as Working
from portal.complaints.models.identities import Aftermath as Aftermath
from portal.complaints.models.identities import IdentityOpening as IdentityOpening
from portal.complaints.models.identities import SealedIdentity as SealedIdentity
from portal.complaints.models.steps import Attachment as Attachment
from portal.complaints.models.steps import CaseQuestion as CaseQuestion
from portal.complaints.models.steps import Event as Event
from portal.complaints.models.steps import Note as Note
from portal.complaints.models.told import AnswerTold as AnswerTold
from portal.complaints.models.told import Told as Told
