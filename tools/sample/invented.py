"""Codes, phones and addresses that look right and belong to nobody."""

from __future__ import annotations

_ORGANISATION_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_NOWHERE = "990000"  # no region has this administrative code


def credit_code(number: int) -> str:
    """Return a 统一社会信用代码 whose check digits hold (GB 11714, GB 32100) in no real region.

    >>> credit_code(1)
    '91990000MA0000015Q'
    """
    organisation = f"MA{number:06d}"
    rest = -sum(
        weight * _ORGANISATION_SIGNS.index(sign)
        for weight, sign in zip(_ORGANISATION_WEIGHTS, organisation, strict=True)
    )
    first = f"91{_NOWHERE}{organisation}{'0123456789X'[rest % 11]}"
    rest = -sum(
        weight * _CREDIT_SIGNS.index(sign)
        for weight, sign in zip(_CREDIT_WEIGHTS, first, strict=True)
    )
    return first + _CREDIT_SIGNS[rest % 31]


def phone(number: int) -> str:
    """Return a number with the area code 000, which nobody has."""
    return f"000-{number:07d}"


def email(person_id: str) -> str:
    """Return an address in the domain that is kept for examples."""
    return f"{person_id.lower()}@example.com"


def address(number: int) -> str:
    """Return a street and a house in the invented district."""
    return f"临澜新区化工园区纬{(number - 1) // 6 + 1}路{(number - 1) % 6 * 8 + 6}号"
