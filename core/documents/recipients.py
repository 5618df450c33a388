"""The lines of "Nơi nhận"."""

from collections.abc import Sequence


def recipient_lines(recipients: Sequence[str]) -> list[str]:
    """Return the lines, each after a dash, the last one ended with a full stop."""
    lines = [f"- {line.rstrip('.,; ')};" for line in recipients]
    if lines:
        lines[-1] = lines[-1].removesuffix(";") + "."
    return lines
