"""Letters as tagged PDF: one template in typst, its fonts beside it."""
