"""The columns of every canonical file, in their order."""

from __future__ import annotations

NEEDS = (
    "need_id",
    "title",
    "text",
    "company",
    "industry",
    "keywords",
    "wanted_meetings",
    "budget_cny",
    "deadline",
    "mode",
    "wanted_maturity",
    "confidential",
)
EXPERTS = (
    "expert_id",
    "name",
    "organisation",
    "department",
    "title",
    "directions",
    "keywords",
    "min_meetings",
    "max_meetings",
)
EVIDENCE = ("expert_id", "kind", "title", "text", "year", "maturity", "doi")
COMPANIES = (
    "company_id",
    "name",
    "short_name",
    "uscc",
    "industry",
    "products",
    "contact",
    "phone",
    "email",
    "address",
    "intro",
)
CONFLICTS = ("need_id", "company", "expert_id", "reason")
PINS = ("need_id", "expert_id", "rule", "by")
DECISIONS = ("need_id", "expert_id", "decision", "rating", "reason", "by", "date")
AFFINITY = ("need_id", "expert_id", "affinity", "rank", "reason")
ASSIGNMENT = ("need_id", "expert_id", "affinity", "pinned")
TIMETABLE = (
    "date",
    "start",
    "end",
    "slot",
    "room",
    "table",
    "need_id",
    "company",
    "expert_id",
)
PLENARY = ("date", "round", "start", "end", "person_id", "name")
PROBLEMS = ("file", "sheet", "row", "column", "severity", "found", "expected", "assumed")
