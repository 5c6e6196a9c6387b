"""A version opened for reading: with everything, and as everybody may see it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from duijie.report.privacy import for_everyone
from duijie.report.programme import Programme
from duijie.report.schedule import Person, everybody, person_id
from duijie.web.publish.frozen import thaw
from duijie.web.publish.models import Publication
from duijie.web.register.models import Need


@dataclass(frozen=True, eq=False)
class Opened:
    """A published programme; a need that is confidential by now counts as confidential.

    `mark` tells apart what must not share files: another version, another set of secrets.
    """

    full: Programme
    mark: str

    @cached_property
    def shown(self) -> Programme:
        """The programme as everybody may see it."""
        return for_everyone(self.full)

    @cached_property
    def people(self) -> dict[str, Person]:
        """Everybody by id, as everybody may see them."""
        return {person_id(one): one for one in everybody(self.shown)}


def open_publication(publication: Publication) -> Opened:
    """Return the version, from memory when it was read before."""
    secret = Need.objects.filter(events=publication.event_id, confidential=True)
    codes = frozenset(secret.values_list("code", flat=True))
    return _open(publication.pk, publication.digest, codes)


@lru_cache(maxsize=6)
def _open(pk: int, digest: str, secret: frozenset[str]) -> Opened:
    document = Publication.objects.values_list("document", flat=True).get(pk=pk)
    programme = thaw(bytes(document))
    needs = tuple(
        replace(one, confidential=one.confidential or one.need_id in secret)
        for one in programme.register.needs
    )
    hidden = sorted(one.need_id for one in needs if one.confidential)
    mark = hashlib.sha256("\n".join([digest, *hidden]).encode()).hexdigest()[:16]
    return Opened(replace(programme, register=replace(programme.register, needs=needs)), mark)
