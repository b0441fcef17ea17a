"""One transaction, and the repositories that work in it."""

from functools import cached_property

from domain.secrets import OPEN
from repositories.accounts import Members, Sessions, Users
from repositories.alerts import Alerts
from repositories.budgets import Budgets
from repositories.categories import Categories
from repositories.category_uses import CategoryUses
from repositories.changes import Changes
from repositories.conversations import Conversations
from repositories.expenses import Expenses
from repositories.exports import Exports
from repositories.exposures import Exposures
from repositories.families import Families
from repositories.figures import Figures
from repositories.gift_expenses import GiftExpenses
from repositories.gifts import Gifts
from repositories.imports import Imports
from repositories.limits import Limits
from repositories.messages import Messages
from repositories.occasions import AllSeries, Occasions
from repositories.people import People
from repositories.readers import Readers
from repositories.recurring import AllRecurring
from repositories.reminders import Reminders
from repositories.reports import Reports
from repositories.scenes import Scenes
from repositories.shares import Repayments, Shares
from repositories.spendings import Spendings
from repositories.transaction import Transaction
from repositories.wishes import Wishes


class UnitOfWork(Transaction):
    """What a command works with: a repository for each noun."""

    @cached_property
    def scenes(self) -> Scenes:
        """Who is speaking where."""
        return Scenes(self)

    @cached_property
    def families(self) -> Families:
        """The families."""
        return Families(self)

    @cached_property
    def users(self) -> Users:
        """The Telegram accounts."""
        return Users(self)

    @cached_property
    def members(self) -> Members:
        """The accounts of the family."""
        return Members(self)

    @cached_property
    def sessions(self) -> Sessions:
        """The tokens that were handed out."""
        return Sessions(self)

    @cached_property
    def people(self) -> People:
        """The people who give and get gifts."""
        return People(self)

    @cached_property
    def series(self) -> AllSeries:
        """What comes again every year."""
        return AllSeries(self)

    @cached_property
    def occasions(self) -> Occasions:
        """The dated events."""
        return Occasions(self)

    @cached_property
    def budgets(self) -> Budgets:
        """The budgets of people for occasions."""
        return Budgets(self)

    @cached_property
    def gifts(self) -> Gifts:
        """The gifts that may be spoken of."""
        return Gifts(self)

    @cached_property
    def all_gifts(self) -> Gifts:
        """All gifts there are: for the arithmetic, and not to be shown."""
        return Gifts(self, OPEN)

    @cached_property
    def wishes(self) -> Wishes:
        """What people wish for themselves."""
        return Wishes(self)

    @cached_property
    def figures(self) -> Figures:
        """What the gifts add up to, stored beside the budgets."""
        return Figures(self)

    @cached_property
    def categories(self) -> Categories:
        """What money is spent on."""
        return Categories(self)

    @cached_property
    def expenses(self) -> Expenses:
        """What was spent day by day."""
        return Expenses(self)

    @cached_property
    def spendings(self) -> Spendings:
        """What was spent, as it is asked for."""
        return Spendings(self)

    @cached_property
    def category_uses(self) -> CategoryUses:
        """What belongs to categories."""
        return CategoryUses(self)

    @cached_property
    def shares(self) -> Shares:
        """Who bears what of expenses that are split."""
        return Shares(self)

    @cached_property
    def repayments(self) -> Repayments:
        """What people gave each other to be even."""
        return Repayments(self)

    @cached_property
    def recurring(self) -> AllRecurring:
        """What is spent again and again."""
        return AllRecurring(self)

    @cached_property
    def gift_expenses(self) -> GiftExpenses:
        """What was spent on gifts."""
        return GiftExpenses(self)

    @cached_property
    def exports(self) -> Exports:
        """Everyday money on its way out."""
        return Exports(self)

    @cached_property
    def imports(self) -> Imports:
        """The files that wait to be read in."""
        return Imports(self)

    @cached_property
    def limits(self) -> Limits:
        """How much may be spent."""
        return Limits(self)

    @cached_property
    def reports(self) -> Reports:
        """What was spent, added up."""
        return Reports(self)

    @cached_property
    def alerts(self) -> Alerts:
        """What was told of budgets that are used up."""
        return Alerts(self)

    @cached_property
    def readers(self) -> Readers:
        """Who reads which group."""
        return Readers(self)

    @cached_property
    def exposures(self) -> Exposures:
        """What was said where somebody reads it since."""
        return Exposures(self)

    @cached_property
    def reminders(self) -> Reminders:
        """What is said by the calendar."""
        return Reminders(self)

    @cached_property
    def conversations(self) -> Conversations:
        """The chats."""
        return Conversations(self)

    @cached_property
    def messages(self) -> Messages:
        """What was said."""
        return Messages(self)

    @cached_property
    def changes(self) -> Changes:
        """The journal."""
        return Changes(self)
