"""The dates of a wave: when it opens and closes, what is due then, and who sees to it."""
