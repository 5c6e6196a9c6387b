"""Write docs/permissions.md from the matrix: ``python -m tools.make_permissions_page``."""

from __future__ import annotations

import os
from itertools import groupby
from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "permissions.md"

HEAD = """# Who may do what 谁能做什么

Made from the permission matrix (`src/duijie/web/access/rules.py`) by
`python -m tools.make_permissions_page`; do not edit by hand. A test tries every cell of it on
every route; a route that names no cell fails.

● all at the event · ○ only one's own · blank: not at all (answered with 404, and logged).
*One's own*: the expert's own profile and evidence; the company's own record, needs and innovations;
the changes that somebody made.

`need read` is the title and text of a confidential need; others see its industry only. For an
expert *own* means: released by the company, and silence promised. `contact` is the name, phone and
e-mail of a contact person.

Superusers have Django's administration besides.
"""
_MARKS = {0: "", 1: "○", 2: "●"}


def render() -> str:
    """Return the page."""
    from duijie.web.access.rules import MATRIX, Scope
    from duijie.web.accounts.models import Role

    lines = [HEAD]
    titles = " | ".join(role.value for role in Role)
    for entity, rows in groupby(MATRIX.items(), key=lambda row: row[0][0]):
        lines += [f"\n## {entity}\n", f"| action | {titles} |", "|---|" + ":-:|" * len(Role)]
        for (_, action), rights in rows:
            marks = " | ".join(_MARKS[rights.get(role, Scope.NONE)] for role in Role)
            lines.append(f"| {action} | {marks} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.web.settings")
    import django

    django.setup()
    PAGE.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
