"""How dates, sums and labels are written, in Chinese and English."""

from __future__ import annotations

import re
from datetime import date

from duijie.domain.records import Budget
from duijie.domain.text import Text

WEEKDAYS = "一二三四五六日"
TEN_THOUSAND = 10_000
KINDS = {
    "paper": Text("论文", "Papers"),
    "patent": Text("专利", "Patents"),
    "achievement": Text("成果", "Achievements"),
    "award": Text("奖励", "Awards"),
    "project": Text("项目", "Projects"),
    "service": Text("服务", "Services"),
}
TURNS = {
    "experts": Text("专家逐一介绍", "Experts introduce themselves"),
    "companies": Text("企业逐一介绍", "Companies introduce themselves"),
}
TO_BE_ARRANGED = Text("时间待定", "To be arranged")


def split_name(name: str) -> tuple[str, str]:
    """Return a name and the other writing of it that stands behind in brackets.

    >>> split_name("傅闻笛（Fu Wendi）"), split_name("王喆")
    (('傅闻笛', 'Fu Wendi'), ('王喆', ''))
    """
    found = re.fullmatch(r"(.+?)\s*[（(]([^（()）]+)[)）]", name)
    return (found[1], found[2]) if found else (name, "")


def both(text: Text) -> str:
    """Return both languages on one line, or one of them where they are alike.

    >>> both(Text("会商", "Meeting")), both(Text("Lab tour", "Lab tour"))
    ('会商 Meeting', 'Lab tour')
    """
    return " ".join(dict.fromkeys(words for words in (text.zh, text.en) if words))


def pair(text: Text) -> dict[str, str]:
    """Return `text` for a template; the English is empty where it would only repeat."""
    zh = text.zh or text.en
    return {"zh": zh, "en": "" if text.en == zh else text.en}


def say_date(day: date) -> Text:
    """Return the date in words.

    >>> both(say_date(date(2026, 5, 20)))
    '2026年5月20日 星期三 Wednesday 20 May 2026'
    """
    zh = f"{day.year}年{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"
    return Text(zh, f"{day:%A} {day.day} {day:%B} {day.year}")


def say_dates(days: list[date]) -> Text:
    """Return one date, or the first and the last.

    >>> both(say_dates([date(2026, 5, 20), date(2026, 5, 21)]))
    '2026年5月20日—21日 20–21 May 2026'
    """
    first, last = min(days), max(days)
    if first == last:
        return say_date(first)
    year = "" if first.year == last.year else f"{last.year}年"
    month = "" if (first.year, first.month) == (last.year, last.month) else f"{last.month}月"
    zh = f"{first.year}年{first.month}月{first.day}日—{year}{month}{last.day}日"
    if month:
        opening = f"{first.day} {first:%B}" + (f" {first.year}" if year else "")
        return Text(zh, f"{opening} – {last.day} {last:%B} {last.year}")
    return Text(zh, f"{first.day}–{last.day} {last:%B} {last.year}")


def say_budget(budget: Budget | None) -> str:
    """Return a sum as forms write it, in 万元.

    >>> say_budget(Budget(500_000, 1_200_000)), say_budget(Budget(800, 800))
    ('50–120 万元', '0.08 万元')
    """
    if budget is None:
        return ""
    low, high = (f"{value / TEN_THOUSAND:,.10g}" for value in (budget.low, budget.high))
    return f"{low} 万元" if low == high else f"{low}–{high} 万元"
