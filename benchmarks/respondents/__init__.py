"""How many people can answer at once, of Bearing and of what people use instead."""
