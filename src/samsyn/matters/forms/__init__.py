"""Text in, typed values out, for matters."""
