"""Access tokens: what a program shows instead of a password."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db import models

_PREFIX = "dj_"
"""Lets people and scanners of code tell what a string is."""


class Token(models.Model):
    """A program's key to what its owner may do; only its digest is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens"
    )
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    used_on = models.DateField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


def make_token(user: Any, name: str) -> str:
    """Return a new token's words; they cannot be shown again."""
    words = _PREFIX + secrets.token_urlsafe(32)
    Token.objects.create(user=user, name=name.strip()[:60], digest=digest_of(words))
    return words


def digest_of(words: str) -> str:
    """Return what is kept of a token. It is long and random, so one round of hashing is enough."""
    return hashlib.sha256(words.encode()).hexdigest()
