"""How words become people, occasions and amounts, asking back where they may mean several things."""
