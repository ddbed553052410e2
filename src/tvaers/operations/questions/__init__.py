"""What `tvaers check` asks, one module for each part of an installation."""
