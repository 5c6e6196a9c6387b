"""The prover: MaxSAT from below, in a process of its own.

It asks, in this order: is there any plan (where none is known)? How few meetings must be left
out? Is there a plan without a single break, a far easier question than the next: how few
breaks? How few unmet wishes? What one question settles is held while the next is asked, and
every plan and bound is told as soon as it is known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from duijie.domain.plans import Status
from duijie.solvers.maxsat import Literal, Model
from duijie.timetable.maxsat import TimetableFormula
from duijie.timetable.problem import Slots, TimetableProblem


@dataclass(frozen=True)
class Report:
    """What is known so far: the last plan, the bound on breaks, and whether that is all.

    `status` is OPTIMAL or INFEASIBLE with the last report, before that UNKNOWN or FEASIBLE.
    """

    status: Status = Status.UNKNOWN
    slots: Slots | None = None
    bound: int = 0


def prove(
    send: Callable[[Report], None],
    problem: TimetableProblem,
    allow_unplaced: bool,
    knows_a_plan: bool,
) -> None:
    """Find the best plan of `problem` and its proof, however long it takes.

    Parameters
    ----------
    send
        Told whatever is new: a better plan, a higher bound, at last the proof.
    knows_a_plan
        Skips the question whether there is any.
    """
    _Prover(send, TimetableFormula(problem, allow_unplaced=allow_unplaced)).run(knows_a_plan)


class _Prover:
    def __init__(self, send: Callable[[Report], None], timetable: TimetableFormula) -> None:
        self._send = send
        self._timetable = timetable
        self._formula = timetable.formula
        self._slots: Slots | None = None
        self._bound = 0

    def run(self, knows_a_plan: bool) -> None:
        possible = knows_a_plan or self._keep(self._formula.satisfy())
        if possible and self._timetable.left_out:
            possible = self._settle(self._timetable.left_out)
        if not (possible and (self._is_unbroken() or self._settle_breaks())):
            self._send(Report(Status.INFEASIBLE))
            return
        if self._timetable.unmet_wishes:
            self._settle(self._timetable.unmet_wishes)
        self._send(Report(Status.OPTIMAL, self._slots, self._bound))

    def _is_unbroken(self) -> bool:
        """Ask for a plan without a break; without one, note that a break is needed."""
        if self._keep(self._timetable.without_breaks().satisfy()):
            self._hold(self._timetable.breaks, 0)
            return True
        self._raise_bound(1)
        return False

    def _settle_breaks(self) -> bool:
        return self._settle(self._timetable.breaks, self._raise_bound)

    def _settle(
        self, unwanted: list[Literal], on_bound: Callable[[int], None] | None = None
    ) -> bool:
        """Have as few of `unwanted` as possible, now and later; False when there is no plan."""
        model = self._formula.minimise(unwanted, on_bound)
        if not self._keep(model) or model is None:
            return False
        self._hold(unwanted, sum(literal in model for literal in unwanted))
        return True

    def _hold(self, unwanted: list[Literal], most: int) -> None:
        self._formula.add_at_most(unwanted, most)

    def _keep(self, model: Model | None) -> bool:
        if model is not None:
            self._slots = self._timetable.read_slots(model)
            self._send(Report(Status.FEASIBLE, self._slots, self._bound))
        return model is not None

    def _raise_bound(self, bound: int) -> None:
        if bound > self._bound:
            self._bound = bound
            status = Status.UNKNOWN if self._slots is None else Status.FEASIBLE
            self._send(Report(status, self._slots, bound))
