"""From the encoder a user chose to one that can be asked, and what it can do."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from duijie.domain.progress import Progress, silent
from duijie.domain.text import Text
from duijie.language.cache import CachedEncoder
from duijie.language.choice import MINILM, NONE, EncoderChoice
from duijie.language.encoder import Absent, Encoder, EncoderUnavailable
from duijie.language.minilm import find_minilm
from duijie.language.probe import OF_MINILM, WITNESS, Abilities, probe
from duijie.language.recipe import NO_PROMPTS, Prompts


@dataclass(frozen=True, eq=False)
class Reader:
    """An encoder, None where the built-in one is not installed; what it can do; what to say."""

    encoder: Encoder | None
    abilities: Abilities = OF_MINILM
    found: tuple[Text, ...] = ()

    @property
    def notices(self) -> tuple[Text, ...]:
        """What was found about the encoder, and what befell its cache so far."""
        kept = self.encoder.notices if isinstance(self.encoder, CachedEncoder) else ()
        return (*kept, *self.found)


def open_reader(choice: EncoderChoice, cache: Path, progress: Progress = silent) -> Reader:
    """Return the encoder of `choice`, its vectors kept in the folder `cache`.

    An encoder of the user's is probed for what it reads. One that does not answer, or reads
    nothing, is replaced by none, and the reason is told with the ranking.

    Raises
    ------
    BadUsage
        When the folder or the address is not one that can be used.
    """
    if choice.words == NONE:
        return Reader(Absent(_AS_CHOSEN))
    if choice.words == MINILM:
        try:
            return Reader(CachedEncoder(find_minilm(), cache))
        except EncoderUnavailable:
            return Reader(None)
    if choice.is_address:
        return _open_address(choice, cache, progress)
    from duijie.language.folder import FolderEncoder  # noqa: PLC0415 - only when asked for

    folder = FolderEncoder(Path(choice.words))
    return _try_out(CachedEncoder(folder, cache), folder.prompts, progress)


def _open_address(choice: EncoderChoice, cache: Path, progress: Progress) -> Reader:
    from duijie.language.endpoint import Endpoint, parse_address  # noqa: PLC0415 - brings httpx

    address = parse_address(choice.words)
    encoder = CachedEncoder(Endpoint(address, choice.key), cache)
    # A server that is down does not stop a ranking whose vectors are all kept.
    with suppress(EncoderUnavailable):
        encoder.check_model(WITNESS)
    reader = _try_out(encoder, NO_PROMPTS, progress)
    abilities = replace(reader.abilities, sends_away=not address.is_here)
    return replace(reader, abilities=abilities)


def _try_out(encoder: CachedEncoder, prompts: Prompts, progress: Progress) -> Reader:
    try:
        abilities, found = probe(encoder, prompts, progress)
    except EncoderUnavailable as error:
        return Reader(Absent(error.whole), found=tuple(encoder.notices))
    name = Text(f"语义模型 {encoder.model_id}：", f"The encoder {encoder.model_id}: ")
    if not (abilities.english or abilities.chinese or abilities.across):
        return Reader(Absent(name + found + _USELESS), found=tuple(encoder.notices))
    return Reader(encoder, abilities, (name + found,))


_AS_CHOSEN = Text("按设置没有用语义模型", "No encoder was used, as chosen")
_USELESS = Text("，没有采用", "; it was not used")
