"""Both languages, complete: catalogue, templates, error pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.mofile import read_mo
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from tools import make_messages

from duijie.web.core.templatetags.duijie import money
from tests.web.conftest import World

WEB = make_messages.WEB
TEMPLATES = sorted(path for path in WEB.rglob("*.html"))
SAME_IN_BOTH = {"duijie", "中文", "English", "对接"}


def test_everything_has_its_chinese() -> None:
    catalog = make_messages.read_catalog()
    for message in make_messages.find_messages():
        found = catalog.get(message if isinstance(message, str) else message[0])
        assert found, f"run python -m tools.make_messages: {message!r} is not in the catalogue"
        assert found.string, f"no Chinese for {message!r}"
        assert all(found.string), f"no Chinese for {message!r}"


def test_the_catalogue_is_compiled() -> None:
    with make_messages.MO.open("rb") as file:
        compiled = read_mo(file)
    for message in make_messages.read_catalog():
        if message.id:
            identity = message.id if isinstance(message.id, str) else message.id[0]
            same = compiled[identity]
            assert same, identity
            assert list(same.string or ()) == list(message.string or ()), identity


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_bare_words_in_templates(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"{% (blocktranslate|blocktrans).*?{% end\1 %}", " ", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", " ", text, flags=re.DOTALL)
    shown = re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", text, flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|placeholder|title|data-done)="([^"{]*)"', text)
    for words in [*shown.split("\n"), *spoken]:
        bare = re.sub(r"&\w+;", " ", words).strip()
        left = [word for word in re.findall(r"[^\W\d_]{2,}", bare) if word not in SAME_IN_BOTH]
        assert not left, f"{path.name}: {left}"


def test_pages_speak_the_readers_language(world: World) -> None:
    page = reverse("records", args=["spring", "needs"])
    assert "Import a sheet" in world.client("organiser", "en").get(page).content.decode()
    chinese = world.client("organiser", "zh-CN").get(page).content.decode()
    assert "导入表格" in chinese
    assert '<html lang="zh-hans">' in chinese


def test_the_language_can_be_chosen(world: World) -> None:
    client = world.client("organiser", "en")
    client.post(reverse("set_language"), {"language": "zh-hans", "next": "/me/"})
    assert "我的账号" in client.get("/me/").content.decode()


@pytest.mark.django_db
def test_error_pages_say_what_to_do() -> None:
    for language, said in (("en", "Check the address"), ("zh", "请核对网址")):
        answer = Client(headers={"accept-language": language}).get("/nowhere/")
        assert answer.status_code == 404
        assert said in answer.content.decode()


def test_money_follows_the_readers_custom() -> None:
    from decimal import Decimal  # noqa: PLC0415

    with override("zh-hans"):
        assert money(Decimal("1200000.00")) == "120 万元"
        assert money(Decimal("1250000.00")) == "125 万元"
        assert money(Decimal("800.00")) == "800 元"
    with override("en"):
        assert money(Decimal("1200000.00")) == "CNY 1,200,000"


def test_no_page_names_another_host(world: World) -> None:
    for path in [*TEMPLATES, *WEB.rglob("static/**/*.css"), *WEB.rglob("static/**/*.js")]:
        found = re.findall(r"https?://(?!www\.w3\.org)[\w.]+", path.read_text(encoding="utf-8"))
        assert not found, (path.name, found)
    answer = world.client("organiser").get(reverse("event", args=["spring"]))
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "private, no-store"
