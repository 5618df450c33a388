"""Numbers headings, tables and figures, and ends the text as the form wants it."""

from collections.abc import Sequence
from dataclasses import replace

from core.documents.blocks import (
    BarChart,
    Block,
    Heading,
    ListBlock,
    Paper,
    Paragraph,
    Run,
    TableBlock,
    Words,
    runs_of,
)

_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def roman(number: int) -> str:
    """Return a small number in Roman digits."""
    digits = ""
    for value, sign in _ROMAN:
        while number >= value:
            digits += sign
            number -= value
    return digits


def numbered(paper: Paper) -> list[Block]:
    """Return the blocks as they are printed: numbers in place, end mark set."""
    blocks = _ended(paper)
    blocks = _with_heading_numbers(blocks, paper.spec.heading_marks)
    return _with_captions(blocks)


def _with_heading_numbers(
    blocks: Sequence[Block], marks: tuple[str, str, str]
) -> list[Block]:
    counts = [0, 0, 0]
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            text = block.text.upper() if block.level == 1 else block.text
            number = ""
            if block.is_numbered:
                counts[block.level - 1] += 1
                counts[block.level :] = [0] * (3 - block.level)
                number = _mark(marks[block.level - 1], counts[block.level - 1])
            result.append(replace(block, text=text, number=number))
        else:
            result.append(block)
    return result


def _mark(pattern: str, count: int) -> str:
    letter = _LETTERS[(count - 1) % len(_LETTERS)]
    return pattern.format(roman=roman(count), number=count, letter=letter)


def _with_captions(blocks: Sequence[Block]) -> list[Block]:
    tables = figures = 0
    result: list[Block] = []
    for block in blocks:
        if isinstance(block, TableBlock) and block.caption:
            tables += 1
            result.append(replace(block, caption=f"Bảng {tables}. {block.caption}"))
        elif isinstance(block, BarChart) and block.caption:
            figures += 1
            result.append(replace(block, caption=f"Hình {figures}. {block.caption}"))
        else:
            result.append(block)
    return result


def _ended(paper: Paper) -> list[Block]:
    """Put the mark after the last words of the text; a table at the end has none."""
    blocks = list(paper.blocks)
    if not blocks or not paper.has_end_mark:
        return blocks
    mark = paper.spec.end_mark
    last = blocks[-1]
    if isinstance(last, Paragraph):
        blocks[-1] = replace(last, words=_ended_words(last.words, mark))
    elif isinstance(last, ListBlock) and last.items:
        *items, final = last.items
        blocks[-1] = replace(last, items=(*items, _ended_words(final, mark)))
    return blocks


def _ended_words(words: Words, mark: str) -> Words:
    *runs, final = runs_of(words)
    text = final.text.rstrip()
    text = text.removesuffix("./.").rstrip(".;,")
    runs.append(Run(text + mark, final.bold, final.italic))
    return tuple(runs)
