"""How names are written into commands."""


def typed(name: str) -> str:
    """Write a name the way it is typed in a command: in small letters, in quotes if it has several words."""
    return f'"{name.lower()}"' if " " in name else name.lower()
