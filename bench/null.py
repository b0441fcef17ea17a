"""The bot to compare with: stock python-telegram-bot, one command that answers "ok" and keeps nothing.

All is as the library has it: its own HTTP client, its polling, one update after the other.
"""

import os
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, CommandHandler, ContextTypes


async def answer(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer the command."""
    assert update.message is not None
    await update.message.reply_text("ok")


def main() -> None:
    """Run until told to stop."""
    api_url, token = os.environ["TELEGRAM_API_URL"], os.environ["TELEGRAM_BOT_TOKEN"]
    application: Any = ApplicationBuilder().token(token).base_url(f"{api_url}/bot").build()
    application.add_handler(CommandHandler("budget", answer))
    application.run_polling()


if __name__ == "__main__":
    main()
