"""How a number is shared out: equal parts, or parts by weight, so that they add up to exactly the whole."""

from decimal import ROUND_DOWN, Decimal

FINEST = Decimal("0.0001")


def step_of(total: Decimal) -> Decimal:
    """The smallest unit of a share: whole things stay whole, other numbers keep the decimals of the total."""
    exponent = total.normalize().as_tuple().exponent
    return Decimal(1) if exponent >= 0 else max(Decimal(1).scaleb(exponent), FINEST)


def by_weight(total: Decimal, weights: list[Decimal], step: Decimal | None = None) -> list[Decimal]:
    """Parts of `total` in proportion to the weights; what rounding leaves goes to the largest remainders, first come first."""
    whole, step = sum(weights, Decimal(0)), step or step_of(total)
    if not whole or total <= 0:
        return [Decimal(0)] * len(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [(value / step).to_integral_value(ROUND_DOWN) * step for value in exact]
    left = int((total - sum(parts, Decimal(0))) / step)
    order = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[:left]:
        parts[place] += step
    return parts


def equally(total: Decimal, count: int) -> list[Decimal]:
    """Parts as equal as the step allows; the first ones carry what is left over."""
    return by_weight(total, [Decimal(1)] * count)
