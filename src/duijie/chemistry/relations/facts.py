"""What a text says chemically, as features that can be compared with those of another text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from duijie.chemistry.change import Change
from duijie.chemistry.groups import count_groups, group_of_class, read_groups
from duijie.chemistry.mention import Kind, Mention
from duijie.chemistry.process.entries import Hazard, ancestors, hazard_of, read_processes
from duijie.chemistry.process.find import ProcessHit, find_processes
from duijie.chemistry.relations.kinds import Relation
from duijie.chemistry.relations.metals import find_metals
from duijie.chemistry.skeletons import halogen_skeleton, scaffold, skeleton
from duijie.chemistry.structure import canonical, main_part, read_structure
from duijie.chemistry.transform import Transformation, find_transformations
from duijie.domain.text import Text, same

_EVERYWHERE = frozenset(
    {
        *("O", "[H][H]", "N#N", "O=O", "C", "[C]", "[Ar]", "[He]", "CCO"),
        *("Cl", "O=S(=O)(O)O", "O=[N+]([O-])O", "[Na+].[OH-]", "[K+].[OH-]"),
        *("[Cl-].[Na+]", "[Cl-]", "[Na+]", "[K+]", "[H+]", "[OH-]", "O=C([O-])[O-].[Na+].[Na+]"),
    }
)
"""Water, air, common acids and bases, ethanol: who names them says nothing about his subject."""
_CLAUSE = re.compile(r"[。；;，,！!？?\n]|\.\s")
_PLAIN_RING = "c1ccccc1"
_NEAR = 16
"""So many signs may lie between a substance and what is done to it."""

Key = tuple[Relation, str]


@dataclass(frozen=True)
class Anchor:
    """What in the text a feature comes from: the words, and a structure to draw if there is one.

    `group` is the key of the group that the feature is about, to be marked in a drawing.
    """

    words: str
    smiles: str = ""
    group: str = ""


@dataclass(frozen=True)
class Facts:
    """The features of a text; `named` and `members` are classes of compounds by group."""

    features: Mapping[Key, Anchor]
    named: Mapping[str, Anchor]
    members: Mapping[str, Anchor]
    hazards: tuple[Hazard, ...] = ()


def read_facts(text: str, mentions: Sequence[Mention]) -> Facts:
    """Return the features of `text`, in which `mentions` are the substances."""
    hits = find_processes(text, mentions)
    turns = find_transformations(text, mentions)
    features: dict[Key, Anchor] = {}
    for key, anchor in (
        *_about_substances(mentions),
        *_about_turns(turns),
        *_about_reacting_groups(text, mentions, hits, turns),
        *_about_targets(text, mentions, hits),
        *_about_processes(hits, turns),
    ):
        features.setdefault(key, anchor)
    return Facts(
        features,
        {
            group: Anchor(mention.text, group=group)
            for mention in mentions
            if mention.kind is Kind.CLASS and (group := group_of_class(mention.text))
        },
        dict(_about_members(mentions)),
        _find_hazards(hits, turns),
    )


def describe_key(key: Key) -> Text:
    """Say what a feature is that is no substance: a process, a group, a metal.

    >>> describe_key((Relation.GROUP, "reduction:nitro")).en
    'nitro group, reduction'
    """
    relation, value = key
    if relation in {Relation.REACTION, Relation.OPERATION}:
        return read_processes()[value].name
    if relation is Relation.GROUP:
        family, _, group = value.partition(":")
        process, name = read_processes()[family].name, _group_name(group.lstrip("+"))
        return Text(f"{name.zh}，{process.zh}", f"{name.en}, {process.en}")
    if relation is Relation.TRANSFORMATION:
        lost, _, gained = (_say_groups(side) for side in value.partition(">"))
        return Text(f"{lost.zh}→{gained.zh}", f"{lost.en} to {gained.en}")
    return same(value) if relation is Relation.METAL else Text("", "")


def _say_groups(keys: str) -> Text:
    names = [_group_name(key) for key in keys.split(",") if key]
    if not names:
        return Text("氢", "hydrogen")
    return Text("、".join(name.zh for name in names), " and ".join(name.en for name in names))


def _group_name(key: str) -> Text:
    group = read_groups().get(key)
    return group.name if group else Text("芳环", "aromatic ring")


def _is_telling(mention: Mention) -> bool:
    """Tell whether a mention is one certain substance that does not stand everywhere."""
    if not mention.smiles or mention.ambiguous or mention.kind is Kind.CATALYST:
        return False
    return mention.smiles not in _EVERYWHERE and main_part(mention.smiles) is not None


def _about_substances(mentions: Sequence[Mention]) -> Iterator[tuple[Key, Anchor]]:
    for mention in mentions:
        if mention.kind is Kind.CATALYST:
            for metal in find_metals(mention.text):
                yield (Relation.METAL, metal), Anchor(mention.text)
        elif mention.kind in {Kind.POLYMER, Kind.MATERIAL}:
            name = mention.smiles or mention.text.casefold()
            yield (Relation.MATERIAL, name), Anchor(mention.text)
        elif _is_telling(mention):
            yield from _tiers(mention)


def _tiers(mention: Mention) -> Iterator[tuple[Key, Anchor]]:
    """Yield the substance at each tier, from itself to its ring system."""
    smiles = mention.smiles or ""
    anchor = Anchor(mention.text, smiles)
    yield (Relation.COMPOUND, canonical(read_structure(smiles))), anchor
    yield (Relation.SKELETON, skeleton(smiles)), anchor
    if halogens := halogen_skeleton(smiles):
        yield (Relation.HALOGEN, halogens), anchor
    if (rings := scaffold(smiles)) and rings != _PLAIN_RING:
        yield (Relation.RING, rings), anchor


def _about_members(mentions: Sequence[Mention]) -> Iterator[tuple[str, Anchor]]:
    for mention in mentions:
        if _is_telling(mention):
            for group in count_groups(main_part(mention.smiles or "")).keys() & read_groups():
                yield group, Anchor(mention.text, mention.smiles or "", group)


def _about_turns(turns: Sequence[Transformation]) -> Iterator[tuple[Key, Anchor]]:
    for turn in turns:
        if turn.change and (turn.change.lost or turn.change.gained):
            words, smiles = turn.reactant.text, turn.reactant.smiles or ""
            lost, gained = turn.change.lost, turn.change.gained
            marked = (*lost, "")[0]
            value = f"{','.join(sorted(lost))}>{','.join(sorted(gained))}"
            yield (
                (Relation.TRANSFORMATION, value),
                Anchor(f"{words}→{turn.product.text}", smiles, marked),
            )
            for value, group in _reacting(turn.change):
                yield (Relation.GROUP, value), Anchor(words, smiles, group)


def _reacting(change: Change) -> Iterator[tuple[str, str]]:
    """Yield the groups that react in a change, or come where nothing is lost, with the family."""
    family = ancestors(change.reactions[0])[-1]
    for group in change.lost:
        yield f"{family}:{group}", group
    if not change.lost:
        for group in change.gained:
            yield f"{family}:+{group}", ""


def _about_reacting_groups(
    text: str,
    mentions: Sequence[Mention],
    hits: Sequence[ProcessHit],
    turns: Sequence[Transformation],
) -> Iterator[tuple[Key, Anchor]]:
    """Yield for each reaction the group that it acts on in the substances of its sentence."""
    products = {turn.product.text for turn in turns}
    for hit in hits:
        acts_on = hit.process.acts_on
        family = ancestors(hit.process.key)[-1]
        near = [
            mention
            for mention in mentions
            if mention.text not in products and _same_sentence(text, hit, mention)
        ]
        ranked = [
            (acts_on.index(group), number, group)
            for number, mention in enumerate(near)
            for group in _groups_of(mention)
            if group in acts_on
        ]
        if ranked:
            _, number, group = min(ranked)
            anchor = Anchor(near[number].text, near[number].smiles or "", group)
            yield (Relation.GROUP, f"{family}:{group}"), anchor
        elif len(acts_on) == 1:
            yield (Relation.GROUP, f"{family}:{acts_on[0]}"), Anchor(hit.text, group=acts_on[0])


def _groups_of(mention: Mention) -> tuple[str, ...]:
    if mention.kind is Kind.CLASS:
        group = group_of_class(mention.text)
        return (group,) if group else ()
    molecule = main_part(mention.smiles) if mention.smiles else None
    if molecule is None or mention.kind is Kind.CATALYST:
        return ()
    return tuple(count_groups(molecule))


def _about_targets(
    text: str, mentions: Sequence[Mention], hits: Sequence[ProcessHit]
) -> Iterator[tuple[Key, Anchor]]:
    for hit in hits:
        if not hit.process.role:
            continue
        for mention in mentions:
            gap = text[min(hit.end, mention.end) : max(hit.start, mention.start)]
            if len(gap) > _NEAR or _CLAUSE.search(gap) or not _is_telling(mention):
                continue
            smiles = mention.smiles or ""
            value = f"{hit.process.role}:{skeleton(smiles)}"
            yield (Relation.TARGET, value), Anchor(mention.text, smiles)


def _about_processes(
    hits: Sequence[ProcessHit], turns: Sequence[Transformation]
) -> Iterator[tuple[Key, Anchor]]:
    for hit in hits:
        relation = Relation.REACTION if hit.process.is_reaction else Relation.OPERATION
        for key in ancestors(hit.process.key):
            yield (relation, key), Anchor(hit.text)
    for turn in turns:
        for reaction in turn.change.reactions if turn.change else ():
            for key in ancestors(reaction):
                anchor = Anchor(f"{turn.reactant.text}→{turn.product.text}")
                yield (Relation.REACTION, key), anchor


def _find_hazards(
    hits: Sequence[ProcessHit], turns: Sequence[Transformation]
) -> tuple[Hazard, ...]:
    keys = [hit.process.key for hit in hits]
    keys += [key for turn in turns for key in turn.reactions]
    found = {hazard.number: hazard for key in keys if (hazard := hazard_of(key))}
    return tuple(found[number] for number in sorted(found))


def _same_sentence(text: str, hit: ProcessHit, mention: Mention) -> bool:
    between = text[min(hit.end, mention.end) : max(hit.start, mention.start)]
    return not re.search(r"[。；;！!？?\n]|\.\s", between)
