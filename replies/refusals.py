"""How it is said that something cannot be done: what is wrong, and what to type next."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from domain import gift_refusals, refusals
from domain.expense_refusals import InLine
from domain.refusals import Refusal
from replies import expense_refusals, imports
from replies.names import typed
from replies.reply import Reply
from replies.wording import about, said, short

TOAST = 200
"""How many characters Telegram shows in answer to a press."""

_BAD_NAMES = {
    "empty": "That name is empty. Give me one I can show, like <code>Mom</code>.",
    "long": "That name is too long: up to {} characters fit.",
    "control": "That name holds characters nobody can see. Type it by hand, please.",
}


def refused(refusal: Refusal) -> Reply:
    """Say why not, and what to type instead."""
    return Reply(_WORDING[type(refusal)](refusal))


def refused_press(refusal: Refusal) -> Reply:
    """Say why not to whoever pressed a button, and to nobody else; what matters has to be closed."""
    words = refused(refusal).text.striptags()
    alert = not isinstance(refusal, refusals.SomebodyElses | refusals.QuestionClosed)
    return Reply(toast=words if len(words) <= TOAST else f"{words[: TOAST - 1]}…", alert=alert)


def went_wrong() -> Reply:
    """Say that something unforeseen happened, calmly."""
    return Reply(Markup("Something went wrong on my side, and nothing was changed. Please try again in a moment."))


def _not_an_amount(refusal: refusals.NotAnAmount) -> Markup:
    if not refusal.text:
        return Markup("How much? For example <code>100</code>, <code>99.50</code> or <code>none</code>.")
    return Markup(
        "I cannot read {} as an amount. Type it like <code>100</code>, <code>99.50</code> or <code>none</code>."
    ).format(short(refusal.text))


def _decimals(refusal: refusals.TooManyDecimals) -> Markup:
    count = f"{refusal.decimals} at most" if refusal.decimals else "none at all"
    return Markup("{} has more decimals than {} allows: {}.").format(short(refusal.text), refusal.currency, count)


def _too_large(refusal: refusals.AmountTooLarge) -> Markup:
    return Markup("{} is more than I can keep: {} at most.").format(short(refusal.text), refusal.most)


def _unknown_occasion(refusal: refusals.UnknownOccasion) -> Markup:
    year = f" {refusal.year}" if refusal.year else ""
    return Markup(
        "There is no {}{} here yet. A budget makes it: <code>/budget {} {}{} 100</code>. "
        "/occasions lists what there is."
    ).format(short(refusal.name), year, short(typed(refusal.person)), short(typed(refusal.name)), year)


def _unknown_person(refusal: refusals.UnknownPerson) -> Markup:
    return Markup(
        "I don't know {} yet. A budget makes them known: <code>/budget {} christmas 100</code>. "
        "/people lists everybody."
    ).format(short(refusal.name), short(typed(refusal.name)))


def _amount_first(refusal: refusals.AmountFirst) -> Markup:
    command = f"/budget {refusal.rest or 'mom christmas'} {refusal.amount}"
    return Markup("The amount comes last: <code>{}</code>").format(short(command))


def _person_first(refusal: gift_refusals.PersonFirst) -> Markup:
    command = f"/{refusal.command} {typed(refusal.person)} {refusal.rest}".rstrip()
    return Markup("Whom it is for comes first: <code>{}</code>").format(short(command))


def _not_an_occasion(refusal: refusals.NotAnOccasion) -> Markup:
    return Markup(
        "{} is a person. What may be spent on them: <code>/budget {} christmas</code>. "
        "Everybody's budgets: <code>/budgets christmas</code>."
    ).format(short(refusal.person), typed(refusal.person))


def _unknown_command(refusal: refusals.UnknownCommand) -> Markup:
    near = " or ".join(f"/{name}" for name in refusal.near)
    return Markup("I don't know /{}.{} /help lists what I understand.").format(
        short(refusal.name), f" Did you mean {near}?" if near else ""
    )


_WORDING: dict[type[Refusal], Callable[[Any], Markup]] = {
    refusals.NotAnAmount: _not_an_amount,
    refusals.NegativeAmount: about(
        "{} is below zero. Type it without the minus, or <code>none</code> for no limit.", "text"
    ),
    refusals.TooManyDecimals: _decimals,
    refusals.AmountTooLarge: _too_large,
    gift_refusals.TooMuchTogether: said("Together that is more than a budget can hold. Nothing was changed."),
    gift_refusals.PersonFirst: _person_first,
    gift_refusals.NearPerson: about(
        "I don't know {0}. Did you mean {1}? If not, tell me of {0} first: <code>/person {0}</code>", "name", "near"
    ),
    gift_refusals.UnknownGift: about("I know no gift {} that lies ahead. /gifts lists them.", "name"),
    gift_refusals.BadQuantity: about("{} of it cannot be: from {} to 999 can.", "text", "least"),
    gift_refusals.OwnPurchase: about(
        "You buy “{}”, so you pay the rest anyway: all that nobody else chips in.", "title"
    ),
    gift_refusals.NotTheBuyer: said("Whoever buys a gift decides whether it is a secret."),
    gift_refusals.StillSecret: about(
        "You keep “{}” secret from the others. If somebody else is to buy it, press <b>📢 No secret</b> first.", "title"
    ),
    gift_refusals.NobodysGift: said("A gift is for somebody: name at least one person."),
    refusals.WrongCurrency: about(
        "That is {}, but this is kept in {}. Type the amount in {}, or change the family's: "
        "<code>/family currency {}</code>.",
        "said",
        "expected",
        "expected",
        "said",
    ),
    refusals.BadName: lambda refusal: Markup(_BAD_NAMES[refusal.reason]).format(refusal.limit),
    refusals.BadDate: about("I know no day {}. Type it like <code>3 May</code> or <code>2027-05-03</code>.", "text"),
    refusals.BadHours: lambda refusal: Markup(
        "{} Type the hours like <code>/alerts quiet 22-7</code> or <code>/alerts quiet 22:00-07:30</code>."
    ).format(f"I cannot read {short(refusal.text)} as hours." if refusal.text else "From when until when?"),
    refusals.BadTimezone: about(
        "I know no time zone {}. Name one like <code>Berlin</code> or <code>America/New_York</code>.", "text"
    ),
    refusals.BadLanguage: about("I know no language {}. Name one like <code>de</code> or <code>en-GB</code>.", "text"),
    refusals.BadCurrency: about("I know no currency {}. Name one like <code>EUR</code> or <code>USD</code>.", "text"),
    refusals.MissingWords: about("Something is missing. <code>/help {}</code> shows how it goes.", "command"),
    refusals.TooManyWords: about(
        "I don't know what to do with {}. <code>/help {}</code> shows how it goes.", "text", "command"
    ),
    refusals.AmountFirst: _amount_first,
    refusals.GluedAmount: about(
        "Put a space between {} and {}, or all of it in quotes if that is its name.", "occasion", "number"
    ),
    refusals.NotAnOccasion: _not_an_occasion,
    refusals.Gone: said("That is no longer here. Ask again with a new command."),
    refusals.UnknownPerson: _unknown_person,
    refusals.UnknownOccasion: _unknown_occasion,
    refusals.AnotherYear: about(
        '{0} takes place once, and not in {1}. Name another one, like <code>"{0} {1}"</code>.', "name", "year"
    ),
    refusals.UnlinkedMention: about("I don't know yet who {} is. They can tell me: <code>/iam NAME</code>.", "name"),
    refusals.UnlinkedSpeaker: said("I don't know yet who you are. Tell me: <code>/iam NAME</code>."),
    refusals.NameTaken: about("{} already means {}. Choose another word.", "name", "owner"),
    refusals.AlreadyLinked: about("{} is on Telegram already, with an account of their own.", "person"),
    refusals.AlreadySomebody: about("You are {} already. If you are not: <code>/iam NAME</code>", "person"),
    refusals.UnknownMember: about("I know no single member called {}. /family lists them.", "name"),
    refusals.OwnersStay: about("{} owns the family, and stays a grown-up.", "name"),
    refusals.NotAllowed: said("Only the grown-ups of the family may do that."),
    refusals.OnlyInvited: said(
        "This bot is for invited families. Ask its host to let you in, or somebody in a family for an /invite link."
    ),
    refusals.NoFamily: said(
        "You are in no family here yet. Send /start, type any command in your family's group, or open an /invite link."
    ),
    refusals.InvitationGone: said(
        "That invitation holds no longer: it was used, or is too old. Ask for a new one with /invite."
    ),
    refusals.OtherFamilysChat: said("This group belongs to another family already."),
    refusals.NothingToUndo: said("There is nothing of yours to take back."),
    refusals.AlreadyUndone: said("That was taken back already."),
    refusals.BuiltOn: said(
        "That cannot be taken back any more: something was built on it since. Take that back first, or change it."
    ),
    refusals.Unknowable: said(
        "I cannot tell who is speaking: you write in the name of the group. Switch off <i>Remain anonymous</i> in your "
        "admin rights, or tell me in private."
    ),
    refusals.SomebodyElses: said("That one is for somebody else to answer 🙂"),
    refusals.QuestionClosed: said("That question is closed. Ask again with a new command."),
    refusals.OnlyButtons: said("Please press one of the buttons below the question."),
    refusals.UnknownCommand: _unknown_command,
    refusals.TooLong: about("That is too long: up to {} characters fit.", "limit"),
    refusals.YearlyWithoutDate: about("On which day does {} come every year? Add it: <code>12 June</code>.", "name"),
    refusals.WhoseBirthday: said("Whose birthday? For example <code>/person mom birthday 3 May</code>."),
    **expense_refusals.WORDING,
    **imports.WORDING,
    InLine: lambda refusal: Markup("Line {}: {}").format(refusal.line, refused(refusal.refusal).text),
}
