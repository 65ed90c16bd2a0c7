"""Height and weight."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def body_mass_index(height_cm: Decimal | None, weight_kg: Decimal | None) -> Decimal | None:
    """CHI_SO_BMI in kg/m², one decimal, half up; None where one of the two is not known."""
    if not height_cm or weight_kg is None:
        return None
    return (weight_kg / (height_cm / 100) ** 2).quantize(Decimal("0.1"), ROUND_HALF_UP)
