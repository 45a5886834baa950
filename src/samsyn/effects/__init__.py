"""Did it lead to anything? Indicators, comparison and effects."""
