"""The price of fairness as a picture: SVG text, nothing but the standard library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

from duijie.assign.fairness import FairnessCurve, share_of_best
from duijie.assign.plan import AssignResult
from duijie.assign.words import say_amount
from duijie.domain.text import Language, Text

WIDTH, HEIGHT = 720, 440
LEFT, RIGHT, TOP, BOTTOM = 84, 190, 112, 66
ACCENT, QUIET = "#a8321f", "#8a857f"
FONTS = "'PingFang SC','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC',sans-serif"
TITLE = Text("公平的代价", "The price of fairness")
TOTAL = Text("总匹配度", "Total affinity")
WORST = Text("最低一项需求得到的匹配度合计", "What the worst-served need gets")
HEAD = (
    f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
    f'font-family="{FONTS}" fill="currentColor">'
)
MOST_TICKS = 8
HEADROOM = 0.06
"""Share of the range left free beyond the ends."""
LABEL = (180, 40)
"""Width and height that one label takes."""


class _Scale:
    """A range of values laid along a length of the picture."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        room = ((high - low) or abs(high) or 1.0) * HEADROOM
        self.low, self.high = low - room, high + room
        self._start, self._end = start, end

    def place(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return self._start + share * (self._end - self._start)

    def ticks(self) -> list[float]:
        """Return the round numbers within the range, at most a few."""
        rough = (self.high - self.low) / MOST_TICKS
        size = 10.0 ** floor(log10(rough))
        step = next(size * times for times in (1, 2, 5, 10) if size * times >= rough)
        first, last = ceil(self.low / step), floor(self.high / step)
        return [round(number * step, 12) for number in range(first, last + 1)]


@dataclass(frozen=True)
class Manner:
    """How a curve is drawn: in one language (None: both), and where each point (number) leads."""

    language: Language | None = None
    address: Callable[[int], str] | None = None

    def say(self, words: Text) -> str:
        """Return the words in the language of the picture."""
        return words.in_(self.language) if self.language else f"{words.zh} {words.en}"


BOTH = Manner()


def draw_curve(curve: FairnessCurve, manner: Manner = BOTH) -> str:
    """Draw total against worst-served need, the recommended point marked.

    Returns
    -------
    str
        An SVG document, 720 x 440. Ink is ``currentColor``, so that it follows a light or a dark
        page. The stairs show the total that can be had for every floor on the way.
    """
    worst = [point.worst_served for point in curve.points]
    total = [point.total for point in curve.points]
    x = _Scale(min(worst), max(worst), LEFT, WIDTH - RIGHT)
    y = _Scale(min(total), max(total), HEIGHT - BOTTOM, TOP)
    parts = [
        *_draw_frame(x, y, manner),
        *_draw_points(curve, x, y, manner),
        *_draw_labels(curve, x, y, manner),
    ]
    title = [f"<title>{escape(manner.say(TITLE))}</title>"]
    if manner.language is None:
        title += [
            _text(LEFT, 36, TITLE.zh, size=19),
            _text(LEFT + 112, 36, TITLE.en, size=15, colour=QUIET),
        ]
    return "\n".join([HEAD, *title, *parts, "</svg>\n"])


def _draw_frame(x: _Scale, y: _Scale, manner: Manner) -> Iterator[str]:
    """Draw both axes as hairlines with round numbers, and say what they are."""
    base = HEIGHT - BOTTOM
    yield _line(LEFT, TOP - 12, LEFT, base)
    yield _line(LEFT, base, WIDTH - RIGHT, base)
    for value in y.ticks():
        yield _line(LEFT - 5, y.place(value), LEFT, y.place(value))
        yield _text(LEFT - 10, y.place(value) + 4, say_amount(value), anchor="end", colour=QUIET)
    for value in x.ticks():
        yield _line(x.place(value), base, x.place(value), base + 5)
        yield _text(x.place(value), base + 20, say_amount(value), anchor="middle", colour=QUIET)
    yield _text(LEFT, TOP - 40, manner.say(TOTAL), colour=QUIET)
    yield _text(LEFT, HEIGHT - 18, manner.say(WORST), colour=QUIET)


def _draw_points(curve: FairnessCurve, x: _Scale, y: _Scale, manner: Manner) -> Iterator[str]:
    places = [(x.place(p.worst_served), y.place(p.total)) for p in curve.points]
    down_and_right = "".join(f"V{py:.1f}H{px:.1f}" for px, py in places[1:])
    start = f"M{places[0][0]:.1f},{places[0][1]:.1f}"
    yield f'<path d="{start}{down_and_right}" fill="none" stroke="{ACCENT}" stroke-width="1.4"/>'
    for number, (px, py) in enumerate(places):
        at = f'<circle cx="{px:.1f}" cy="{py:.1f}"'
        if number == curve.knee:
            point = f'{at} r="6" fill="{ACCENT}"/>'
        else:
            point = f'{at} r="3.2" fill="#fff" stroke="{ACCENT}" stroke-width="1.4"/>'
        if manner.address:
            said = f"<title>{escape(_figures(curve, curve.points[number]))}</title>"
            room = f'{at} r="11" fill="transparent"/>'
            point = f'<a href="{escape(manner.address(number))}">{said}{room}{point}</a>'
        yield point


def _draw_labels(curve: FairnessCurve, x: _Scale, y: _Scale, manner: Manner) -> Iterator[str]:
    """Name the recommended point, and the ends unless their names would touch others.

    A name stands above and to the right of its point, where no plan is and so no line.
    """
    names = {
        curve.knee: Text("推荐", "recommended"),
        len(curve.points) - 1: Text("最公平", "fairest"),
        0: Text("总匹配度最大", "greatest total"),
    }
    names[curve.knee] = Text("推荐", "recommended")
    taken: list[tuple[float, float]] = []
    for number, name in names.items():
        point = curve.points[number]
        px, py = x.place(point.worst_served), y.place(point.total)
        if any(abs(px - tx) < LABEL[0] and abs(py - ty) < LABEL[1] for tx, ty in taken):
            continue
        taken.append((px, py))
        colour = ACCENT if number == curve.knee else "currentColor"
        yield _text(px + 10, py - 20, manner.say(name), colour=colour)
        yield _text(px + 10, py - 5, _figures(curve, point), colour=QUIET)


def _figures(curve: FairnessCurve, point: AssignResult) -> str:
    worst, total = say_amount(point.worst_served), say_amount(point.total)
    return f"{worst} · {total} ({100 * share_of_best(curve, point):.2f}%)"


def _text(
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    colour: str = "currentColor",
    size: int = 12,
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" '
        f'font-size="{size}">{escape(words)}</text>'
    )


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{QUIET}" '
        'stroke-width="0.6"/>'
    )
