"""The kinds of relation, the closest first, and what each is worth.

A worth is on the logit scale, for a feature that hardly any other text of the list has. Worths of
one substance add up: the same compound has the same skeleton, and so on down. They were set by
hand in the order of the tiers, since fingerprints alone mislead on small molecules: by Morgan
fingerprint 4-nitroaniline is only .55 like nitrobenzene.
"""

from __future__ import annotations

from enum import StrEnum

from duijie.domain.text import Text


class Relation(StrEnum):
    """How two texts are related."""

    COMPOUND = "compound"
    """The same substance, stereochemistry included."""
    SKELETON = "skeleton"
    """The same atoms and bonds; stereochemistry, isotopes, charges or salts may differ."""
    HALOGEN = "halogen"
    """The same skeleton once every halogen counts as one."""
    RING = "ring"
    """The same ring system, plain benzene apart."""
    TRANSFORMATION = "transformation"
    """The same groups become the same groups."""
    GROUP = "group"
    """The same group reacts in the same family of reactions."""
    MEMBERSHIP = "membership"
    """One names a class of compounds that the other's substance is of."""
    TARGET = "target"
    """The same substance is removed, recovered or analysed."""
    REACTION = "reaction"
    OPERATION = "operation"
    METAL = "metal"
    """The same metal in a catalyst."""
    MATERIAL = "material"
    """The same polymer or material by name."""


OF_SUBSTANCES = (Relation.COMPOUND, Relation.SKELETON, Relation.HALOGEN, Relation.RING)
"""The tiers of one substance, the closest first."""
OF_PROCESSES = (Relation.REACTION, Relation.OPERATION)

WORTH = {
    Relation.COMPOUND: 0.8,
    Relation.SKELETON: 1.8,
    Relation.HALOGEN: 1.2,
    Relation.RING: 0.8,
    Relation.TRANSFORMATION: 1.6,
    Relation.GROUP: 1.6,
    Relation.MEMBERSHIP: 1.2,
    Relation.TARGET: 1.2,
    Relation.REACTION: 0.7,
    Relation.OPERATION: 0.5,
    Relation.METAL: 0.5,
    Relation.MATERIAL: 1.2,
}
MOST = 5.0
"""What chemistry can add to a logit at most."""

NAMES = {
    Relation.COMPOUND: Text("同一化合物", "same compound"),
    Relation.SKELETON: Text("同一骨架", "same skeleton"),
    Relation.HALOGEN: Text("骨架相同、卤素不同", "same skeleton with another halogen"),
    Relation.RING: Text("同一环系", "same ring system"),
    Relation.TRANSFORMATION: Text("同样的转化", "same transformation"),
    Relation.GROUP: Text("同一基团参与反应", "same reacting group"),
    Relation.MEMBERSHIP: Text("属于同一类物质", "one is of the class that the other names"),
    Relation.TARGET: Text("处理或分析同一对象", "same substance treated or analysed"),
    Relation.REACTION: Text("同类反应", "same class of reaction"),
    Relation.OPERATION: Text("同一单元操作", "same unit operation"),
    Relation.METAL: Text("催化剂金属相同", "same catalyst metal"),
    Relation.MATERIAL: Text("同一材料", "same material"),
}
