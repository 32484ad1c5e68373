"""Composing: from the answers of a wave to a draft of its release; composition.py has the order."""
