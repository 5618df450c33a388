"""Why a paper could not be made, in sentences for the person who asked for it."""

from collections.abc import Sequence


class PaperError(Exception):
    """A paper was refused; the message says what to do about it."""


class UnprintableError(PaperError):
    """The text has letters that the faces of the paper do not have."""

    def __init__(self, letters: Sequence[str]) -> None:
        self.letters = tuple(letters)
        shown = ", ".join(f"“{ch}” (U+{ord(ch):04X})" for ch in letters)
        super().__init__(
            f"Văn bản có ký tự không in được: {shown}. "
            "Hãy sửa nội dung có ký tự này rồi tạo lại văn bản."
        )
