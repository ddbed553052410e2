"""What pages cost on the server: in two worlds in turn, and beside hand-written SQL without any guard."""
