"""Letters and documents as tagged PDF: their templates in typst, the fonts beside them."""
