"""How it is said that something about everyday money cannot be done."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from domain import expense_refusals as refusals
from domain.refusals import Refusal
from replies.names import listed, typed
from replies.wording import about, said, short


def _no_limit(refusal: refusals.NoLimit) -> Markup:
    what = refusal.category or "everything"
    if not refusal.periods:
        return Markup("There is no limit on {} to take away. /limits lists them.").format(short(what))
    example = f"/limit {typed(refusal.category) if refusal.category else 'all'} none {refusal.periods[0]}"
    return Markup("The limits on {} are {}. Say which one: <code>{}</code>").format(
        short(what), listed(refusal.periods), example
    )


def _how_much(refusal: refusals.HowMuchSpent) -> Markup:
    example = Markup("<code>/spend 12.50 food lunch</code>")
    if not refusal.text:
        return Markup("How much was it? For example {}").format(example)
    return Markup("I cannot read {} as an amount. For example {}").format(short(refusal.text), example)


WORDING: dict[type[Refusal], Callable[[Any], Markup]] = {
    refusals.UnknownCategory: about("I know no category {}. /categories lists them.", "said"),
    refusals.NotAPeriod: about(
        "I know no days called {}. Try for example <code>last month</code>, <code>2026-10</code> or <code>2026</code>.",
        "said",
    ),
    refusals.NobodyToSplitWith: said(
        "There is nobody to split it with. Name somebody, for example <code>split anna, ben</code>."
    ),
    refusals.UnknownInSplit: about(
        "I know nobody called {0}. To split it with somebody new, say <code>split with {0}</code>; "
        'if it is part of the description, put it in quotes: <code>"split {0}"</code>.',
        "name",
    ),
    refusals.SharesDoNotAddUp: about("The shares come to {}, but there are {} to split.", "together", "amount"),
    refusals.NothingLeftFor: about(
        "Nothing is left for {0}: the others bear all of the {1}. Leave {0} out, or give less to the others.",
        "name",
        "amount",
    ),
    refusals.BadColor: about("I cannot read {} as a colour. Type it like <code>#3b82f6</code>.", "text"),
    refusals.BadIcon: about("{} is not one sign. Give me a single emoji, like 🐶.", "text"),
    refusals.GiftsStay: about(
        "{} stays: the gifts you buy are counted there by themselves. You can rename it, though.", "name"
    ),
    refusals.IntoItself: about("{} is that already. Name another category.", "name"),
    refusals.UnknownFilter: about(
        "I know no category, person or days called {}. Try <code>/expenses last month food</code>, "
        "<code>#school</code>, <code>me</code> or <code>over 50</code>.",
        "said",
    ),
    refusals.OneFilter: about("One category, tag or person at a time, please: I cannot look for {} as well.", "said"),
    refusals.NotAPayment: about(
        "I know no way of paying called {}. There are <code>cash</code>, <code>card</code>, <code>transfer</code>, "
        "<code>wallet</code> and <code>other</code>.",
        "said",
    ),
    refusals.PaidThemselves: said(
        "Nobody pays themselves back. Name whom, and who paid: <code>/settle anna ben 20</code>."
    ),
    refusals.OwedNoMore: said("That is no longer owed. /settle shows what is left."),
    refusals.NoLimit: _no_limit,
    refusals.EndsTooSoon: about(
        "A limit that ends on {} would never hold. Its last day comes after its first, and is not past: "
        "<code>/limit food 400 until 31 dec</code>.",
        "until",
    ),
    refusals.NothingSpent: said(
        "An expense is more than nothing. Type what it cost: <code>/spend 12.50 food lunch</code>"
    ),
    refusals.HowMuchSpent: _how_much,
    refusals.NotYet: about(
        "{} is still to come. What comes again goes like <code>/every month 1st 1200 bills rent</code>.", "said"
    ),
    refusals.TooManyTags: about("Those are too many tags: an expense may have {}.", "limit"),
    refusals.TagTooLong: about("#{} is too long for a tag. Take a shorter word.", "tag"),
    refusals.NotACategory: about("{} is no category. Tap one, or reply with its name.", "said"),
    refusals.TooManyLines: about("That is too much for one message: up to {} lines fit.", "most"),
    refusals.NotARhythm: about(
        "I cannot tell from {} how often that is. For example <code>/every month 1st 1200 bills rent</code> or "
        "<code>/every 2 weeks friday 50 food market from 1 May</code>.",
        "said",
    ),
    refusals.EndsBeforeItBegins: said(
        "That would end before it comes for the first time. Name a later day behind <code>until</code>."
    ),
    refusals.NotSplitYet: said(
        "What comes again and again cannot be split. Split it each time: <code>/spend 60 bills internet split</code>."
    ),
    refusals.NobodyCalled: about("I know nobody called {}. /people lists everybody.", "name"),
}
