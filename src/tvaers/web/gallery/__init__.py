"""The gallery at /dev/gallery: every component in every state, and whole pages made of them."""
