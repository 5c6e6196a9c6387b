"""MaxSAT behind a few calls: clauses and counts in, a best model and its proof out.

PySAT gives the encodings of counts, CaDiCaL 1.9.5 (A. Biere and others, 2023) and, above it,
the core-guided method RC2 (A. Ignatiev, A. Morgado and J. Marques-Silva, "RC2: an Efficient
MaxSAT Solver", Journal on Satisfiability, Boolean Modeling and Computation 11, 2019). RC2 comes
from below: what it has paid so far is what no model can go under.

Everything is repeatable: the same formula gives the same model. A search cannot be
interrupted; `process.Process` runs it where it can be ended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from pysat.card import CardEnc, EncType
from pysat.examples.rc2 import RC2
from pysat.formula import WCNF, CNFPlus
from pysat.solvers import Cadical195

Literal = int
"""A variable's number, from 1 on; its negative says that the variable is false."""
Model = frozenset[Literal]
"""The literals that hold."""
OnBound = Callable[[int], None]
"""Called with what no model can go under, whenever that rises."""

_SOLVER = "cadical195"
_FEW = 5
"""Up to so many, at most one is said pair by pair."""


class Formula:
    """Clauses that must hold, over variables made by `new`."""

    def __init__(self) -> None:
        self._clauses: list[list[Literal]] = []
        self._n_variables = 0
        self._given: list[Literal] = []

    def new(self) -> Literal:
        """Return a fresh variable."""
        self._n_variables += 1
        return self._n_variables

    def add(self, *literals: Literal) -> None:
        """Demand that at least one of `literals` holds; of none, that nothing does."""
        self._clauses.append([*literals, *self._given])

    @contextmanager
    def only_if(self, literal: Literal) -> Iterator[None]:
        """Let every demand made within bind only where `literal` holds."""
        self._given = [-literal]
        try:
            yield
        finally:
            self._given = []

    def add_at_most_one(self, literals: Sequence[Literal]) -> None:
        """Demand that no two hold; larger sets by a sequential counter."""
        if len(literals) > _FEW:
            self._encode(CardEnc.atmost, literals, 1, EncType.seqcounter)
        else:
            for place, one in enumerate(literals):
                for other in literals[:place]:
                    self.add(-one, -other)

    def add_exactly_one(self, literals: Sequence[Literal]) -> None:
        """Demand that one holds and no other."""
        self.add(*literals)
        self.add_at_most_one(literals)

    def add_at_most(self, literals: Sequence[Literal], most: int) -> None:
        """Demand that at most so many hold, by a k-cardinality modulo totalizer."""
        if most < len(literals):
            self._encode(CardEnc.atmost, literals, most, EncType.kmtotalizer)

    def add_exactly(self, literals: Sequence[Literal], count: int) -> None:
        """Demand that exactly so many hold, by two sequential counters."""
        if len(literals) < count:
            self.add()
        else:
            self._encode(CardEnc.equals, literals, count, EncType.seqcounter)

    def count(self, literals: Sequence[Literal], most: int) -> list[Literal]:
        """Return literals that hold exactly when at least 1, 2, ... of `literals` do.

        There are as many as there are `literals`, but at most `most`. A totalizer (Bailleux and
        Boufkhad, CP 2003) in both directions, cut off at `most`.
        """
        if len(literals) <= 1:
            return list(literals[:most])
        half = len(literals) // 2
        left, right = self.count(literals[:half], most), self.count(literals[half:], most)
        return self._merge(left, right, min(len(literals), most))

    def copy(self) -> Formula:
        """Return a formula of its own with the same variables and clauses."""
        other = Formula()
        other._n_variables = self._n_variables
        other._clauses = self._clauses.copy()
        return other

    def satisfy(self) -> Model | None:
        """Return a model, None when there is none."""
        with Cadical195(bootstrap_with=self._clauses) as solver:
            return frozenset(solver.get_model()) if solver.solve() else None

    def find_core(self, rules: Sequence[Literal]) -> list[Literal] | None:
        """Return some of `rules` that cannot all hold, none of them to spare.

        None when all `rules` can hold together; empty when there is no model at all. What the
        solver blames is thinned out by deletion (J. Marques-Silva, "Minimal Unsatisfiability",
        ISMVL 2010): each is left out in turn, and for good where the rest still cannot hold.
        """
        with Cadical195(bootstrap_with=self._clauses) as solver:
            if solver.solve(assumptions=list(rules)):
                return None
            core = list(solver.get_core() or [])
            for rule in rules:
                rest = [other for other in core if other != rule]
                if rule in core and not solver.solve(assumptions=rest):
                    core = list(solver.get_core() or [])
        return [rule for rule in rules if rule in core]

    def minimise(
        self, unwanted: Sequence[Literal], on_bound: OnBound | None = None
    ) -> Model | None:
        """Return a model in which as few as possible of `unwanted` hold, None without any."""
        soft = WCNF()
        soft.extend(self._clauses)
        soft.extend([[-literal] for literal in unwanted], weights=[1] * len(unwanted))
        with _Telling(soft, on_bound) as solver:
            model = solver.compute()
        return None if model is None else frozenset(model)

    def _encode(
        self,
        rule: Callable[..., CNFPlus],
        literals: Sequence[Literal],
        count: int,
        encoding: int,
    ) -> None:
        found = rule(lits=list(literals), bound=count, top_id=self._n_variables, encoding=encoding)
        self._n_variables = max(self._n_variables, found.nv)
        for clause in found.clauses:
            self.add(*clause)

    def _merge(self, left: list[Literal], right: list[Literal], size: int) -> list[Literal]:
        both = [self.new() for _ in range(size)]
        for more in range(len(left) + 1):
            for others in range(len(right) + 1):
                if 0 < more + others <= size:
                    reached = [
                        -literal
                        for literal in (*left[more - 1 : more], *right[others - 1 : others])
                    ]
                    self.add(both[more + others - 1], *reached)
                if more + others < size:
                    passed = (*left[more : more + 1], *right[others : others + 1])
                    self.add(-both[more + others], *passed)
        return both


class _Telling(RC2):  # type: ignore[misc]
    """RC2 that tells its bound."""

    def __init__(self, formula: WCNF, on_bound: OnBound | None) -> None:
        super().__init__(formula, solver=_SOLVER)
        self._on_bound = on_bound

    def process_core(self) -> None:
        super().process_core()
        if self._on_bound:
            self._on_bound(self.cost)
