"""What the pages of a handler's acts share: their forms, when they are open, who else works."""

from flask.typing import ResponseReturnValue

from portal.authority import UNKNOWN, Permission
from portal.complaints.reading import CaseView
from portal.complaints.rules.states import Act, is_possible
from portal.errors import NotFound
from portal.language import gettext as _
from portal.web.complaint_words import STATES, word
from portal.web.desk.act_page import asked_case
from portal.web.desk.asking import CaseForm
from portal.web.desk.presence import at_local, beside
from portal.web.staff_pages import form_page

HANDLE = Permission.HANDLE_CASES


class ReplyForm(CaseForm):
    """A form about one case whose fields explain themselves."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self:
            if field.description:
                field.description = _(field.description)


def case_to_handle(number: str) -> CaseView:
    """The case of the address, for somebody who handles it there; NotFound otherwise."""
    case = asked_case(number)
    if HANDLE not in case.may:
        raise NotFound(UNKNOWN)
    return case


def reply_page(
    template: str, form: CaseForm, case: CaseView, act: Act, **facts: object
) -> ResponseReturnValue:
    """The page of one act; where the state does not allow it, words instead of the form."""
    open_now = is_possible(act, case.state) or form.is_submitted()
    return form_page(
        template,
        form,
        case=case,
        beside=beside(case),
        local=at_local,
        closed_words="" if open_now else _not_now(case),
        **facts,
    )


def _not_now(case: CaseView) -> str:
    state = word(STATES, case.state)
    return _("Keadaan pengaduan ini: {state}. Sekarang ini tidak dapat dilakukan.").format(
        state=state
    )
