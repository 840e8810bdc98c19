"""Very long lists are cut into pages by us, so that their parts can be laid out side by side.

Heights come from the widths of the letters, which never fall short of what is drawn: a page may keep room for a
row, it never overflows. The sizes are those of document.css; a test compares the pages counted with those drawn.
"""

from dataclasses import dataclass, field

from thiduakhenthuong.core.papers.lines import cell_lines

LONG_LIST = 700  # rows from which a list is laid out in two parts
SIZE, PITCH, PADDING = 12.5, 14.75, 5.0  # points: text, line pitch, padding and border of a row
ROOM = {False: 727.0, True: 480.0}  # points between the margins, by landscape
TITLE_LINE, ORIGIN, HEADING, CLOSING = 16.8, 47.0, 30.0, 24.0  # points
FEWEST = 2  # rows that must follow a section heading on its page


@dataclass
class Block:
    """Rows of one section on one page; the heading only where the section begins."""

    heading: str
    columns: tuple
    rows: list = field(default_factory=list)


@dataclass
class Sheet:
    """One page of a list: its blocks and the points still free."""

    free: float
    blocks: list = field(default_factory=list)


def row_points(cells, columns):
    """Height of a row in points, by its fullest cell."""
    lines = max(cell_lines(text, column.width, SIZE) for text, column in zip(cells, columns, strict=True))
    return lines * PITCH + PADDING


def cut_into_sheets(sections, *, title_lines, landscape):
    """Pages of the filled sections of a list, in order: [Sheet, …]."""
    room = ROOM[landscape]
    sheets = [Sheet(room - TITLE_LINE * (1 + title_lines) - ORIGIN)]
    for section in sections:
        heights = [row_points(cells, section.columns) for _, cells in section.rows]
        header = PITCH + PADDING
        if sheets[-1].free < HEADING + header + sum(heights[:FEWEST]):
            sheets.append(Sheet(room))
        sheets[-1].free -= HEADING + header
        sheets[-1].blocks.append(Block(section.heading, section.columns))
        for row, height in zip(section.rows, heights, strict=True):
            if sheets[-1].free < height:
                sheets.append(Sheet(room - header, [Block("", section.columns)]))
            sheets[-1].blocks[-1].rows.append(row)
            sheets[-1].free -= height
    return with_room_for_closing(sheets)


def with_room_for_closing(sheets):
    """The same pages; the last row goes over with the closing line when that finds no room."""
    blocks = sheets[-1].blocks
    if sheets[-1].free < CLOSING:
        whole = len(blocks[-1].rows) <= FEWEST
        moved = blocks.pop() if whole else Block("", blocks[-1].columns, [blocks[-1].rows.pop()])
        sheets.append(Sheet(0, [moved]))
    return [sheet for sheet in sheets if sheet.blocks]
