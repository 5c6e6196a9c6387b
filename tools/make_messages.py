"""Keep the web app's Chinese in step: ``python -m tools.make_messages`` after words change.

Finds every translatable string of templates and Python, brings ``django.po`` up to date and
compiles it. What has no Chinese yet is listed, and a test fails until it has.
"""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

WEB = Path(__file__).parents[1] / "src" / "duijie" / "web"
PO = WEB / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}

Message = str | tuple[str, str]


def find_messages() -> set[Message]:
    """Return every string of the web app that is for people; plural ones as a pair."""
    found: set[Message] = set()
    for path in sorted(WEB.rglob("*")):
        if path.suffix in {".html", ".txt"}:
            found |= _extract(_as_python(path.read_text(encoding="utf-8")))
        elif path.suffix == ".py" and "migrations" not in path.parts:
            found |= _extract(path.read_text(encoding="utf-8"))
    return found


def _as_python(template: str) -> str:
    """Return a template as calls of gettext, one a line, which any extractor can read."""
    return "\n".join(line.strip() for line in templatize(template).splitlines())


def _extract(source: str) -> set[Message]:
    file = io.BytesIO(source.encode())
    return {
        message if isinstance(message, str) else (message[0], message[1])
        for _, message, _, _ in extract("python", file, keywords=_KEYWORDS)
    }


def _plain(identity: object) -> Message:
    return identity if isinstance(identity, str) else (identity[0], identity[1])  # type: ignore[index]  # babel's pair


def read_catalog() -> Catalog:
    """Return the Chinese that is there."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def update(catalog: Catalog, messages: set[Message]) -> list[Message]:
    """Bring `catalog` in step with `messages`; return what has no Chinese yet."""
    known = {_plain(message.id): message.string for message in catalog if message.id}
    fresh = Catalog(locale="zh_Hans", project="duijie", charset="utf-8", fuzzy=False)
    fresh.creation_date = fresh.revision_date = catalog.creation_date
    missing = []
    for message in sorted(messages, key=str):
        words = known.get(message, "")
        fresh.add(message, words if words and any(words) else "")
        if not (words and any(words)):
            missing.append(message)
    with PO.open("wb") as file:
        write_po(file, fresh, width=100, sort_output=False)
    with MO.open("wb") as file:
        write_mo(file, fresh)
    return missing


def main() -> None:
    """Update and compile; list what is untranslated."""
    for message in update(read_catalog(), find_messages()):
        print(message)


if __name__ == "__main__":
    main()
