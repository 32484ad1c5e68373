"""The organisation that asks: its name, its logo, its colour, and where its form is reached."""
