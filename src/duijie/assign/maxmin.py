"""The plan whose worst-served need gets the most, and of these the one of greatest total."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from duijie.assign.floor import FloorSearch
from duijie.assign.maxsum import count_decimals, scale_affinity
from duijie.assign.measures import worst_served
from duijie.assign.plan import Found
from duijie.assign.problem import AssignProblem
from duijie.assign.reach import TOLERANCE
from duijie.domain.errors import OutOfTime
from duijie.domain.plans import Status
from duijie.domain.progress import Progress


def find_max_min(
    problem: AssignProblem, start: Found, search: FloorSearch, progress: Progress
) -> Found:
    """Raise the floor as far as it goes.

    Floors are tried in steps of the largest number that all affinities are multiples of, so
    that no attainable floor lies between two steps. The first try is the highest floor that
    the relaxed problem allows: on real instances it usually holds. Only when it fails is the
    range halved. The last plan found has the greatest total above the floor it attains.

    Parameters
    ----------
    problem
        What to assign.
    start
        The plan of greatest total, from where the floor is raised.
    search
        Finds the best plan above a floor.
    progress
        Told after each floor tried.
    """
    step = find_step(problem)
    best = start
    low = count_steps(worst_served(problem, start.pairs), step)
    attempt = high = count_steps(search.highest, step)
    tries = 0
    while low < high:
        tries += 1
        progress(tries, 0)
        try:
            found = search.solve(attempt * step)
        except OutOfTime:
            # A better floor may exist, so only the overall bound holds.
            return replace(best, status=Status.FEASIBLE, bound=start.bound)
        if found is None:
            high = attempt - 1
        else:
            best = found
            low = max(attempt, count_steps(worst_served(problem, found.pairs), step))
        attempt = (low + high + 1) // 2
    return best


def find_step(problem: AssignProblem) -> float:
    """Return the largest number that all affinities are multiples of, within the tolerance.

    It is not less than a millionth of the largest affinity: finer differences between floors
    are not told apart.
    """
    affinity = problem.affinity[problem.allowed]
    common = int(np.gcd.reduce(np.abs(scale_affinity(affinity)), initial=0))
    finest = TOLERANCE * float(np.abs(affinity).max(initial=0.0))
    return max(common * 10.0 ** -count_decimals(affinity), finest) or 1.0


def count_steps(floor: float, step: float) -> int:
    """Return how many whole steps fit under `floor`, a little short of one counting as one."""
    return int(np.floor(floor / step + 0.01))
