"""Words and phrases that every need and achievement contains, and so tell nothing apart."""

from __future__ import annotations

import re

_ZH_FORM = """
    技术需求名称 需求内容 需求描述 技术需求 主要问题 技术关键 主要指标 技术指标 预期目标 预期效果
    现有工作基础 工作基础 现有基础 解决方式 合作方式 委托研发 合作研发 独立研发 技术转让 技术入股
    揭榜挂帅
"""
"""Headings of the need form, read into the text."""

_ZH_TALK = """
    产业化 产学研 研究开发 研发 研制 研究 开发 制备方法 制备 关键技术 技术 方法 工艺 应用 项目 企业
    公司 我司 我公司 产品 生产 实现 进行 采用 通过 要求 解决 问题 提高 具有 以及 目前 达到
"""
"""What anybody says of a project."""

_EN_WORDS = """
    a about above across after all also an and any are as at based be been being both but by can
    could did do does each et for from further had has have how however if in into is it its may
    more most much no not of on one or other our over same several should show shown shows since
    so some such than that the their them then there these they this those through thus to two
    under up use used using very via was we well were what when where whether which while who
    will with within without would you your al novel new paper propose proposed present results
    approach project research study work technology method methods
"""

ZH_PHRASES = frozenset((_ZH_FORM + _ZH_TALK).split())
"""Taken out of Chinese text before its characters are paired."""

EN_WORDS = frozenset(_EN_WORDS.split())
"""Function words, and the words of every abstract."""

_ZH_PATTERN = re.compile("|".join(sorted(ZH_PHRASES, key=lambda phrase: (-len(phrase), phrase))))


def drop_zh_phrases(text: str) -> str:
    """Replace every stop phrase by a blank, the longest first.

    >>> drop_zh_phrases("需求内容:聚酰亚胺薄膜的研发").split()
    [':聚酰亚胺薄膜的']
    """
    return _ZH_PATTERN.sub(" ", text)
