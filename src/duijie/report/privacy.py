"""What everybody may see. Only the organiser's run sheet is made from the full programme."""

from __future__ import annotations

import re
from dataclasses import replace

from duijie.domain.records import Company, Need
from duijie.domain.text import Text
from duijie.report.programme import Programme

CONFIDENTIAL = Text("保密需求", "Confidential need")
_HEAD = f"{CONFIDENTIAL.zh} {CONFIDENTIAL.en}"
# A telephone number or an address that somebody wrote behind a contact's name.
REACHABLE = re.compile(r"[+(（]?\d[\d\s()（）+\-—]{5,}\d[)）]?|\S+@\S+")


def for_everyone(programme: Programme) -> Programme:
    """Return `programme` without what a company or a person keeps to itself.

    Of a confidential need only its id, its company and its industry remain; reasons and pictures
    of its meetings, which would tell it, are left out. Telephone numbers, e-mail addresses,
    decisions about pairs and columns that duijie has no name for are left out for everybody.
    """
    register = programme.register
    secret = {need.need_id for need in register.needs if need.confidential}
    open_register = replace(
        register,
        needs=tuple(_open_need(need, programme) for need in register.needs),
        experts=tuple(replace(one, extra=()) for one in register.experts),
        evidence=tuple(replace(one, extra=()) for one in register.evidence),
        companies=tuple(_open_company(company) for company in register.companies),
        conflicts=(),
        pins=(),
    )
    reasons = {key: reason for key, reason in programme.reasons.items() if key[0] not in secret}
    pictures = {key: svg for key, svg in programme.pictures.items() if key[0] not in secret}
    return replace(programme, register=open_register, reasons=reasons, pictures=pictures)


def is_masked(need: Need) -> bool:
    """Whether the words of `need` were taken out by `for_everyone`."""
    return need.confidential and need.title.startswith(_HEAD)


def name_only(contact: str) -> str:
    """Return the contact's name without a number or address written behind it.

    >>> name_only("李工 025-8888 1234")
    '李工'
    """
    return REACHABLE.sub(" ", contact).strip(" ,，;；:：/、")


def _open_need(need: Need, programme: Programme) -> Need:
    if not need.confidential:
        return replace(need, extra=())
    industry = need.industry or programme.company_of(need).industry
    title = _HEAD + (f": {industry}" if industry else "")
    return Need(need.need_id, title, company=need.company, industry=industry, confidential=True)


def _open_company(company: Company) -> Company:
    contact = name_only(company.contact)
    return replace(company, contact=contact, phone="", email="", extra=())
