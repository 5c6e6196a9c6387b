"""The ranking after decisions, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from duijie.domain.plans import AffinityMatrix
from duijie.domain.records import Decision
from duijie.domain.text import Text
from duijie.match.calibrate import to_affinity
from duijie.match.learn import FEWEST, FEWEST_OF_EACH, Learned, is_enough, learn
from duijie.match.lessons import Lesson, draw_lessons
from duijie.match.rank import MatchResult


def apply_decisions(result: MatchResult, decisions: Sequence[Decision]) -> MatchResult:
    """Return the result with its affinities moved by what people decided.

    Without decisions the same result; with too few the same affinities and a notice that says
    how many there are. An expert of whom nothing is known stays at 0.
    """
    if not decisions:
        return result
    matrix = result.affinity
    lessons = draw_lessons(decisions, matrix.need_ids, matrix.expert_ids)
    silent = len(decisions) - len(lessons)
    if not is_enough(lessons):
        return replace(result, notices=(*result.notices, _say_too_few(lessons, silent)))
    learned = learn(result.problem, result.scores, lessons)
    values = to_affinity(learned.logits + learned.shifts)
    return replace(
        result,
        affinity=AffinityMatrix(matrix.need_ids, matrix.expert_ids, values),
        learned=learned,
        notices=(*result.notices, _say_learned(learned, silent)),
    )


def count_new_firsts(learned: Learned) -> int:
    """Return for how many needs another expert comes first than by today's formula."""
    now = (learned.logits + learned.shifts).argmax(axis=1)
    return int((learned.logits.argmax(axis=1) != now).sum())


def _say_learned(learned: Learned, silent: int) -> Text:
    good = sum(lesson.suits for lesson in learned.lessons)
    bad, firsts = len(learned.lessons) - good, count_new_firsts(learned)
    return Text(
        f"已按 {good + bad} 对组合的决定调整排序（合适 {good}，不合适 {bad}）；"
        f"{firsts} 项需求换了首选专家",
        f"The ranking was adjusted by decisions about {good + bad} pairs ({good} suited, {bad} "
        f"not); {firsts} of the needs have another expert first",
    ) + _say_silent(silent)


def _say_too_few(lessons: Sequence[Lesson], silent: int) -> Text:
    good = sum(lesson.suits for lesson in lessons)
    bad = len(lessons) - good
    return Text(
        "决定还太少，未用于排序："
        f"能说明合适与否的有 {len(lessons)} 对（合适 {good}，不合适 {bad}），"
        f"至少要 {FEWEST} 对，两类各不少于 {FEWEST_OF_EACH} 对",
        f"Decisions were not used yet; pairs that tell about the fit: {len(lessons)} ({good} "
        f"suited, {bad} not), needed: {FEWEST}, at least {FEWEST_OF_EACH} of either kind",
    ) + _say_silent(silent)


def _say_silent(silent: int) -> Text:
    if not silent:
        return Text("", "")
    return Text(
        f"；另有 {silent} 条未用：因时间等与题目无关的原因，或被同一组合的其他决定取代",
        f"; {silent} more were left out: for reasons such as time that tell nothing of the fit, "
        "or another decision about the same pair counts",
    )
