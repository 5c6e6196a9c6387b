"""badges.pdf: badges of 90 x 54 mm to cut, ten on a sheet."""

from __future__ import annotations

from duijie.domain.records import Company, Expert
from duijie.domain.text import Text
from duijie.report.privacy import for_everyone
from duijie.report.programme import Programme
from duijie.report.rows import Data, frame, organisation, split_person
from duijie.report.words import pair

EXPERT = Text("专家", "Expert")
COMPANY = Text("企业", "Company")


def badges(programme: Programme) -> Data:
    """Return the data of ``badges.typ``: experts, then one badge for each company."""
    shown = for_everyone(programme)
    people = [_expert(one) for one in shown.register.experts]
    people += [_company(one) for one in shown.companies]
    return frame(shown) | {"people": people}


def _expert(expert: Expert) -> Data:
    return split_person(expert.name) | {
        "id": expert.expert_id,
        "role": pair(EXPERT),
        "expert": True,
        "title": expert.title,
        "organisation": organisation(expert),
    }


def _company(company: Company) -> Data:
    """Return a company's badge; the name is empty, to be written, when no contact is known."""
    return split_person(company.contact) | {
        "id": company.company_id,
        "role": pair(COMPANY),
        "expert": False,
        "title": "",
        "organisation": company.name,
    }
