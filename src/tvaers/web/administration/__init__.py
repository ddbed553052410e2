"""The pages on which an administrator keeps people, units, organisations and areas."""
