"""Keeping a workspace whole: what belongs to it, its backup, and its way back."""
