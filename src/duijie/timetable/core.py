"""Which rules cannot be kept together: a smallest set, none of them to spare.

Whoever wants to make an impossible event possible by giving up one rule alone must choose it
from this set, so a way out need not be sought anywhere else.
"""

from __future__ import annotations

from collections.abc import Callable

from duijie.solvers.maxsat import Literal
from duijie.solvers.process import Killed, Process
from duijie.timetable.maxsat import TimetableFormula
from duijie.timetable.problem import TimetableProblem
from duijie.timetable.rules import Kind, Rule, list_rules, without


def find_core(problem: TimetableProblem, time_limit_s: float) -> list[Rule] | None:
    """Return rules of an impossible problem that cannot be kept together, none to spare.

    The cheapest to give up comes first. Empty when the event would be impossible without any
    of its rules; None when the problem is possible, or the limit passed.
    """
    found: list[list[Rule] | None] = []
    with Process(send_core, (problem,), found.append) as process:
        try:
            process.wait(time_limit_s)
        except Killed:
            return None
    return found[0] if found else None


def send_core(send: Callable[[list[Rule] | None], None], problem: TimetableProblem) -> None:
    """Find the core and send it; the work of the process."""
    rules = list_rules(problem)
    timetable = TimetableFormula(without(problem, rules))
    switches: dict[Literal, Rule] = {}
    for rule in reversed(rules):  # those tried first are the dearest, and left out if possible
        switch = timetable.formula.new()
        switches[switch] = rule
        with timetable.formula.only_if(switch):
            _demand(timetable, problem, rule)
    core = timetable.formula.find_core(list(switches))
    send(None if core is None else [switches[switch] for switch in reversed(core)])


def _demand(timetable: TimetableFormula, problem: TimetableProblem, rule: Rule) -> None:
    slots = set(range(problem.n_slots))
    match rule.kind:
        case Kind.FAIRNESS if problem.fairness is not None:
            timetable.add_fairness(problem.fairness)
        case Kind.TABLES:
            timetable.add_tables(problem.capacity)
        case Kind.ORDER:
            timetable.add_order(*problem.before[rule.index])
        case Kind.SESSION:
            timetable.forbid(rule.index, slots - (problem.meetings[rule.index].allowed or set()))
        case Kind.PIN:
            timetable.forbid(rule.index, slots - {problem.meetings[rule.index].fixed})
        case Kind.PRESENCE:
            for meeting in problem.meetings_of[rule.index]:
                timetable.forbid(meeting, problem.participants[rule.index].away)
