"""One page per act: what it means, what is asked, and the case beside it."""

from flask.typing import ResponseReturnValue

from portal.complaints.reading import CaseView, case_view
from portal.web.actors import current_actor
from portal.web.desk.asking import CaseForm, asked_number, local_today
from portal.web.desk.presence import at_local, beside
from portal.web.staff_pages import form_page


def asked_case(number: str) -> CaseView:
    """The case of the address, as this person may see it."""
    return case_view(current_actor(), asked_number(number), local_today())


def seen(case: CaseView, **facts: object) -> dict[str, object]:
    """What a form starts with: these facts, and the version that was seen."""
    return {"version_fingerprint": str(case.version), **facts}


def act_page(
    form: CaseForm,
    case: CaseView,
    *,
    title: str,
    label: str,
    note: str = "",
    template: str = "desk/act.html",
) -> ResponseReturnValue:
    """The page of an act; after a refusal with what was typed."""
    return form_page(
        template,
        form,
        case=case,
        beside=beside(case),
        local=at_local,
        title=title,
        label=label,
        note=note,
    )
