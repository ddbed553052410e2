"""When somebody does something faster than a person at work can."""


class TooOftenError(RuntimeError):
    """Refused for now. The page says so (429), and after how many seconds to try again."""

    def __init__(self, wait: int) -> None:
        """Take the seconds."""
        super().__init__()
        self.wait = wait
