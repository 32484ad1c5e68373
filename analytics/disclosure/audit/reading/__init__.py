"""Reading: what published tables say, as constraints on people whom nobody can tell apart."""
