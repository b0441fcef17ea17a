"""How Nestegg runs: settings, command line, intake, dispatch, delivery, and the only words spoken with Telegram."""
