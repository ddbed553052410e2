"""What people typed, without the signs that nobody sees and that turn the letters beside them round."""

# Embeddings, overrides and isolates of writing direction (Unicode 9, "explicit directional formatting"). Words of any
# language are written without them; in a heading they make one text look like another. The two plain marks stay.
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def unturned(text: str) -> str:
    """Return a text that reads in the order in which it was written."""
    return text.translate(_TURNS)
