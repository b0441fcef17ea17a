"""How it is said who bears what, who owes whom, and who has paid."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from markupsafe import Markup

from domain.families import Family
from domain.money import MAX_DECIMALS
from domain.splits import Part, Repayment, Transfer
from replies.money import money
from replies.names import shortened
from replies.reply import Button, Reply, Rows, lines
from services.balances import Balance

EVEN = Markup("🤝 Everybody is even. Nobody owes anybody anything.")
_PAIR = 2
MOST_BUTTONS = 10


def shared(parts: Sequence[Part], family: Family, currency: str, own: int | None = None) -> Markup:
    """Say who bears what of an expense."""
    told = [
        Markup("{} {}").format(
            "you" if part.person_id == own else part.name, money(part.amount, family.locale, currency)
        )
        for part in sorted(parts, key=lambda part: part.person_id == own)
    ]
    return Markup("🤝 ") + Markup(" · ").join(told)


def balance(found: Sequence[Balance], names: Mapping[int, str], family: Family) -> Reply:
    """Say who owes whom."""
    if not found:
        return Reply(EVEN)
    told = [_balance(one, names, family) for one in found]
    return Reply(lines(Markup("🤝 <b>Who owes whom</b>"), *told, Markup("/settle records what is paid back.")))


def settle(found: Sequence[Balance], names: Mapping[int, str], family: Family, offer: str) -> Reply:
    """Say what makes everybody even, with a button for each payment."""
    if not found:
        return Reply(EVEN)
    told = [Markup("{} → {} {}").format(*_written(each, one, names, family)) for one in found for each in one.transfers]
    head = Markup("🤝 <b>To be even</b>")
    buttons = [_paid(each, one, names, family, offer) for one in found for each in one.transfers]
    return Reply(lines(head, *told), _rows(buttons))


def recorded(paid: Repayment, left: Sequence[Balance], names: Mapping[int, str], family: Family, offer: str) -> Reply:
    """Confirm what somebody paid back, and say what is left."""
    head = Markup("✓ {} paid {} {}.").format(
        names[paid.payer_id], names[paid.receiver_id], money(paid.amount, family.locale, paid.currency)
    )
    rest = settle(left, names, family, offer)
    return Reply(lines(head, rest.text), rest.buttons, toast="✓ Recorded", gist=head.striptags())


def recorded_before() -> Reply:
    """Say that a payment was recorded already."""
    return Reply(toast="Recorded already")


def _balance(one: Balance, names: Mapping[int, str], family: Family) -> Markup:
    """Say what everybody gets or owes, and who would pay whom; of two people one sentence says both."""
    if len(one.owed) == _PAIR:
        return Markup("{} owes {} {}").format(*_written(one.transfers[0], one, names, family))
    standing = sorted(one.owed.items(), key=lambda each: (-each[1], names[each[0]]))
    told = [_stands(names[key], owed, one.currency, family) for key, owed in standing]
    pays = Markup(" · ").join(
        Markup("{} → {} {}").format(*_written(each, one, names, family)) for each in one.transfers
    )
    return lines(*told, Markup("To be even: {}").format(pays))


def _stands(name: str, owed: Decimal, currency: str, family: Family) -> Markup:
    return Markup("{} {} {}").format(name, "gets" if owed > 0 else "owes", money(abs(owed), family.locale, currency))


def _written(each: Transfer, one: Balance, names: Mapping[int, str], family: Family) -> tuple[str, str, str]:
    return names[each.payer_id], names[each.receiver_id], money(each.amount, family.locale, one.currency)


def _paid(each: Transfer, one: Balance, names: Mapping[int, str], family: Family, offer: str) -> Button:
    payer, receiver, amount = _written(each, one, names, family)
    label = f"✓ {shortened(payer)} paid {shortened(receiver)} {amount}"
    cents = int(each.amount.scaleb(MAX_DECIMALS))
    return Button(label, f"paid:{each.payer_id}:{each.receiver_id}:{cents}:{one.currency}:{offer}")


def _rows(buttons: Sequence[Button]) -> Rows:
    return tuple((button,) for button in buttons[:MOST_BUTTONS])
