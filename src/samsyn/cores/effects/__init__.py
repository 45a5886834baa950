"""Did it lead to anything: weights of comparison units, effects with what speaks against them, and many at once."""
