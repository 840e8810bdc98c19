"""The layout acceptance of decisions: checks 1 to 22 on a finished PDF. Each returns its complaints.

A check takes (reading, paper): what was drawn and the snapshot it was made from. No complaints: passed.
"""

import re
import subprocess
import tempfile
import unicodedata

from awards.documents import render_pdf
from thiduakhenthuong.core.papers.lines import keep_together

from .reading import MIDDLE, head_lines, near, plain, right_head, rule_under

NATION, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
ROMANS = ("I", "II", "III")


def check_01_page_box(reading, paper):
    """Every page is A4, landscape only for a wide list, not turned."""
    bad = []
    for index, page in enumerate(reading.pages):
        wide = paper.landscape and index >= reading.list_start
        width, height = (297, 210) if wide else (210, 297)
        if not (near(page.width, width, 0.5) and near(page.height, height, 0.5)) or page.rotation:
            bad.append(f"page {index + 1}: {page.width:.1f} x {page.height:.1f}, turned {page.rotation}")
    return bad


def is_page_number(glyph):
    """Digits in the top margin."""
    return glyph.baseline < 19 and glyph.text.isdigit()


def check_02_text_area(reading, paper):
    """Every glyph but the page number lies within the margins."""
    bad = []
    for index, page in enumerate(reading.pages):
        right, bottom = (page.width - 14.5, page.height - 19.5)
        for glyph in page.glyphs:
            inside = glyph.x0 >= 29.5 and glyph.x1 <= right and glyph.top >= 19.5 and glyph.bottom <= bottom
            if not (inside or glyph.text.isspace() or is_page_number(glyph)):
                bad.append(f"page {index + 1}: {glyph.text!r} at {glyph.x0:.1f}, {glyph.baseline:.1f}")
    return bad


def check_03_first_page_top(reading, paper):
    """Nothing stands above the text on the first page."""
    return [f"{glyph.text!r} at {glyph.top:.1f}" for glyph in reading.pages[0].glyphs if glyph.top < 19]


def check_04_page_numbers(reading, paper):
    """Page k shows k in the middle of the top margin; act and list count from 1 and hide the first."""
    bad = []
    for part in (reading.act_pages, reading.list_pages):
        for number, page in enumerate(part, 1):
            centre = 30 + (page.width - 45) / 2
            found = page.lines(bottom=19)
            if [line.text for line in found] != ([] if number == 1 else [str(number)]):
                bad.append(f"page {number}: {[line.text for line in found]}")
            bad += [
                f"page {number}: at {line.centre:.1f}, {line.size} pt"
                for line in found
                if not near(line.centre, centre, 1) or not 13 <= line.size <= 14
            ]
    return bad


def check_05_nation(reading, paper):
    """The national title: its words, one line, bold 12-13, centred over motto and date."""
    nation, motto, when = right_head(reading)
    bad = []
    if nation.text != NATION or not nation.bold or not 12 <= nation.size <= 13:
        bad.append(f"{nation.text!r}, {nation.size} pt")
    if not near(nation.centre, motto.centre, 1) or not near(nation.centre, when.centre, 1):
        bad.append(f"centres {nation.centre:.1f} {motto.centre:.1f} {when.centre:.1f}")
    return bad


def check_06_motto(reading, paper):
    """The motto: its words, bold 13-14, a rule as long as the words close under it."""
    motto = right_head(reading)[1]
    rule = rule_under(reading.pages[0], motto)
    bad = []
    if motto.text != MOTTO or not motto.bold or not 13 <= motto.size <= 14:
        bad.append(f"{motto.text!r}, {motto.size} pt")
    if not near(rule.width, motto.width, 1) or not 0.5 <= rule.top - motto.baseline <= 3:
        bad.append(f"rule {rule.width:.1f} for {motto.width:.1f}, {rule.top - motto.baseline:.1f} below")
    return bad


def check_07_issuer(reading, paper):
    """The issuer: lines as stored, caps, the issuing body bold, a rule of a third to a half under it."""
    lines = head_lines(reading, right=False)[:-1]
    bad = []
    if [line.text for line in lines] != list(paper.issuer_lines):
        return [f"lines {[line.text for line in lines]}"]
    for index, line in enumerate(lines):
        if line.text != line.text.upper() or line.bold != (index >= paper.issuer_bold_from) or not 12 <= line.size <= 13:
            bad.append(f"{line.text!r}: {line.size} pt")
    rule, longest = rule_under(reading.pages[0], lines[-1]), max(lines, key=lambda line: line.width)
    if not 1 / 3 <= rule.width / longest.width <= 1 / 2 or not near(rule.centre, longest.centre, 0.5):
        bad.append(f"rule {rule.width:.1f} of {longest.width:.1f} at {rule.centre:.1f}")
    return bad


def check_08_number(reading, paper):
    """The number line: 13 pt, on the baseline of the date, two digits at least, no spaces in the symbol."""
    number, when = head_lines(reading, right=False)[-1], right_head(reading)[2]
    bad = []
    if not near(number.size, 13, 0.1) or not near(number.baseline, when.baseline, 0.3):
        bad.append(f"{number.size} pt at {number.baseline:.2f}, date at {when.baseline:.2f}")
    if paper.number and not re.fullmatch(r"Số: \d{2,}/[A-ZĐ][A-Za-zĐ-]+", number.text):
        bad.append(number.text)
    return bad


def check_09_date(reading, paper):
    """Place and date: italic 13-14, one line, zero before days 1-9 and months 1 and 2 only."""
    when = right_head(reading)[2]
    days, months = r"(0[1-9]|[12]\d|3[01])", r"(0[12]|[3-9]|1[0-2])"
    bad = []
    if not when.italic or not 13 <= when.size <= 14 or not when.text.startswith(f"{paper.place}, ngày"):
        bad.append(f"{when.text!r}, {when.size} pt")
    if paper.sign_date and not re.search(rf"ngày {days} tháng {months} năm \d{{4}}$", when.text):
        bad.append(when.text)
    return bad


def check_10_draft_or_issued(reading, paper):
    """A draft has gaps wide enough to write in and no digit there; an issued paper shows the snapshot."""
    number, when = head_lines(reading, right=False)[-1], right_head(reading)[2]
    if paper.number and paper.sign_date:
        day, month, year = paper.sign_date.day, paper.sign_date.month, paper.sign_date.year
        told = [int(x) for x in re.findall(r"\d+", when.text)]
        drawn = (number.text, told, max(number.gaps) < 3, max(when.gaps) < 5)
        wanted = (f"Số: {paper.number}/{paper.symbol}", [day, month, year], True, True)
        return [] if drawn == wanted else [f"{drawn} is not {wanted}"]
    wide = sorted(when.gaps)[-2:]
    good = number.text == f"Số:/{paper.symbol}" and max(number.gaps) >= 12 and min(wide) >= 6
    good = good and re.fullmatch(rf"{paper.place}, ngày *tháng *năm {paper.draft_year}", when.text)
    return [] if good else [f"{number.text!r} {max(number.gaps):.1f}, {when.text!r} {wide}"]


def check_11_title(reading, paper):
    """Kind and subject centred, bold; the last line not short; a rule of a third to a half."""
    page = reading.pages[0]
    kind = next(line for line in page.lines(top=40) if line.baseline == reading.head_bottom)
    lines = [kind, *reading.title_lines]
    bad = [f"{x.text!r} at {x.centre:.1f}" for x in lines if not near(x.centre, 112.5, 1) or not x.bold]
    if kind.text != paper.kind or plain(" ".join(x.text for x in reading.title_lines)) != plain(paper.subject):
        bad.append(f"{kind.text} {[x.text for x in reading.title_lines]}")
    longest, last = max(x.width for x in reading.title_lines), reading.title_lines[-1]
    rule = rule_under(page, last)
    if last.width < longest / 2 or not 1 / 3 <= rule.width / longest <= 1 / 2 or not near(rule.centre, 112.5, 1):
        bad.append(f"last line {last.width:.0f} of {longest:.0f}, rule {rule.width:.0f}")
    return bad


def paragraph_text(paragraph):
    """Text of a paragraph whose lines were read apart."""
    return plain(" ".join(line.text for _, line in paragraph))


def check_12_legal_bases(reading, paper, expected=None):
    """Legal bases: italic, `;` after each and `.` after the last, exactly those of the signing date."""
    drawn = [p for p in reading.paragraphs if all(line.italic for _, line in p)]
    texts = [paragraph_text(p) for p in drawn]
    wanted = list(expected) if expected is not None else [*paper.legal_bases, paper.proposal_line]
    bad = [] if [text.rstrip(";.") for text in texts] == [plain(text) for text in wanted] else [f"{texts}"]
    marks = [text[-1] for text in texts]
    if marks != [";"] * (len(marks) - 1) + ["."]:
        bad.append(f"marks {marks}")
    return bad


def check_13_articles(reading, paper):
    """Điều 1, 2, 3 … without a gap, bold, at the indent; inner lines run to the right margin."""
    starts = [p for p in reading.paragraphs if p[0][1].text.startswith("Điều ")]
    numbers = [re.match(r"Điều (\d+)\. ", p[0][1].text) for p in starts]
    bad = []
    if [m and int(m[1]) for m in numbers] != list(range(1, len(paper.articles) + 1)):
        bad.append(f"{[p[0][1].text[:9] for p in starts]}")
    for paragraph in starts:
        label = paragraph[0][1].inked[: len("Điều1.")]
        if not all("Bold" in glyph.font for glyph in label) or not near(paragraph[0][1].x0, 42.7, 0.5):
            bad.append(f"{paragraph[0][1].text[:9]} at {paragraph[0][1].x0:.1f}")
    for paragraph in reading.paragraphs:
        bad += [f"{line.text[-20:]!r} ends at {line.x1:.1f}" for _, line in paragraph[:-1] if not near(line.x1, 195, 0.6)]
    return bad


def check_14_sizes(reading, paper):
    """One size for the body, nothing outside 10-14 pt, pitch and space between paragraphs in bounds."""
    sizes = {glyph.size for page in reading.pages for glyph in page.glyphs if not glyph.text.isspace()}
    body = {line.size for paragraph in reading.paragraphs for _, line in paragraph}
    bad = []
    if len(body) != 1 or not 13 <= min(body) <= 14 or min(sizes) < 10 or max(sizes) > 14:
        bad.append(f"body {body}, all {sizes}")
    point = 25.4 / 72
    for paragraph in reading.paragraphs:
        for (page, line), (after, below) in zip(paragraph, paragraph[1:], strict=False):
            pitch = (below.baseline - line.baseline) / point / line.size
            if page == after and not 1.15 <= pitch <= 1.73:
                bad.append(f"pitch {pitch:.2f} at {line.text[:20]!r}")
    for first, second in zip(reading.paragraphs, reading.paragraphs[1:], strict=False):
        (page, line), (after, below) = first[-1], second[0]
        space = (below.baseline - line.baseline) / point - 1.15 * line.size
        if page == after and space < 5.9:
            bad.append(f"{space:.1f} pt before {below.text[:20]!r}")
    return bad


def check_15_end_marks(reading, paper):
    """`./.` ends the act once, right before the foot, and closes the list once."""
    act = "\n".join(line.text for page in reading.act_pages for line in page.lines())
    annex = "\n".join(line.text for page in reading.list_pages for line in page.lines())
    bad = []
    if act.count("./.") != 1 or not reading.body_lines[-1][1].text.endswith("./."):
        bad.append(f"act: {act.count('./.')} marks, last line {reading.body_lines[-1][1].text[-20:]!r}")
    if annex.count("./.") != bool(reading.list_pages) or (annex and not annex.endswith("./.")):
        bad.append(f"list: {annex.count('./.')} marks, ends {annex[-20:]!r}")
    return bad


def check_16_signature(reading, paper):
    """The signature block: right half, centred, 25-35 mm free, lines of the signer, a body line above it."""
    index, level = reading.foot
    block = reading.act_pages[index].lines(left=MIDDLE, top=level - 1)
    bad = []
    if [line.text for line in block] != [*paper.signer_lines, paper.signer_name]:
        return [f"{[line.text for line in block]}"]
    title, name = block[-2], block[-1]
    if not all(near(line.centre, name.centre, 1) and line.bold and line.x0 > MIDDLE for line in block):
        bad.append(f"centres {[round(line.centre, 1) for line in block]}")
    gap = min(g.top for g in name.inked) - max(g.bottom for g in title.inked)
    if not 25 <= gap <= 35:
        bad.append(f"gap {gap:.1f}")
    if not any(page == index for page, _ in reading.body_lines):
        bad.append("no body line on the page of the signature")
    return bad


def check_17_copies(reading, paper):
    """Nơi nhận: at the left margin, 12 bold italic, items 11, `;` after each, the last to the archive."""
    index, level = reading.foot
    page = reading.act_pages[index]
    title, *items = page.lines(right=MIDDLE, top=level - 1)
    signer = page.lines(left=MIDDLE, top=level - 2)[0]
    bad = []
    if not (title.bold and title.italic and title.size == 12 and near(title.x0, 30, 0.5)):
        bad.append(f"{title.text!r} {title.size} at {title.x0:.1f}")
    if not near(title.baseline, signer.baseline, 1) or any(line.size != 11 for line in items):
        bad.append(f"baselines {title.baseline:.1f} {signer.baseline:.1f}, sizes {[line.size for line in items]}")
    wanted = [*[f"- {line};" for line in paper.copies], f"- Lưu: VT, {paper.unit_code}."]
    if plain(" ".join(line.text for line in items)) != plain(" ".join(wanted)):
        bad.append(f"{[line.text for line in items]}")
    return bad


def counted(text):
    """The numbers before tập thể, hộ gia đình, cá nhân in a text."""
    return [int(x.replace(".", "")) for x in re.findall(r"(\d[\d.]*) (?:tập thể|hộ gia đình|cá nhân)", plain(text))]


def data_rows(reading):
    """[(page index, cells)] without header rows."""
    return [(index, cells) for index, cells in reading.list_rows if cells[0] != "STT"]


def check_18_counts(reading, paper):
    """Subject, Điều 1, the rows of each section and the closing count agree; names and order are the snapshot's."""
    first = next(p for p in reading.paragraphs if p[0][1].text.startswith("Điều 1."))
    told = [counted(paper.subject), counted(paragraph_text(first))]
    if not paper.sections:
        return [] if told[0] == told[1] else [f"{told}"]
    closing = [line.text for line in reading.pages[-1].lines()][-1]
    told += [counted(closing), [len(section.rows) for section in paper.sections]]
    bad = [] if all(x == told[0] for x in told) else [f"{told}"]
    drawn = [[plain(cell) for cell in cells[1:]] for _, cells in data_rows(reading)]
    wanted = [[plain(cell) for cell in row] for section in paper.sections for row in section.rows]
    if drawn != wanted:
        bad.append(next((f"{a} is not {b}" for a, b in zip(drawn, wanted, strict=False) if a != b), "rows differ"))
    return bad


def check_19_list_table(reading, paper):
    """A header above the rows of every page, STT from 1 in each section, headings with two rows under them."""
    bad, expected = [], [list(range(1, len(section.rows) + 1)) for section in paper.sections]
    drawn, lists = [int(cells[0]) if cells[0].isdigit() else cells[0] for _, cells in data_rows(reading)], []
    for number in drawn:
        lists = [*lists, [number]] if number == 1 else [*lists[:-1], [*(lists[-1] if lists else []), number]]
    if lists != expected:
        bad.append(f"STT {[x[:3] for x in lists]}")
    for index, page in enumerate(reading.list_pages):
        if page.cells and page.cells[0][1][0] != "STT":
            bad.append(f"page {index + 1} begins with {page.cells[0]}")
        bad += headings_alone(page, index, paper)
    headings = [x.text for page in reading.list_pages for x in page.lines() if HEADING.match(x.text)]
    wanted = [f"{roman}. {section.title}" for roman, section in zip(ROMANS, paper.sections, strict=False)]
    return bad if headings == wanted else [*bad, f"headings {headings}"]


HEADING = re.compile(r"I{1,3}\. [A-ZĐ]")


def headings_alone(page, index, paper):
    """Section headings of a page that have fewer than two rows under them (one, when the section has no more)."""
    headings = [line for line in page.lines() if HEADING.match(line.text)]
    ends = [line.baseline for line in headings[1:]] + [400]
    bad = []
    for line, end in zip(headings, ends, strict=False):
        rows = [cells for top, cells in page.cells if line.baseline < top < end and cells[0].isdigit()]
        section = next((x for x in paper.sections if line.text.endswith(x.title)), None)
        if len(rows) < min(2, len(section.rows) if section else 2):
            bad.append(f"page {index + 1}: {line.text!r} with {len(rows)} rows")
    return bad


def check_20_breaks(reading, paper):
    """No line begins with a hyphen, no broken date, Điều or name after Ông/Bà, no short word alone."""
    bad = []
    for paragraph in reading.paragraphs:
        lines = [line.text for _, line in paragraph]
        bad += [f"line begins {line!r}" for line in lines if line.startswith(("- ", "/"))]
        for line, after in zip(lines, lines[1:], strict=False):
            bad += parted(line, after)
        if len(lines) > 1 and " " not in lines[-1] and len(lines[-1].rstrip(";./")) < 8:
            bad.append(f"last line {lines[-1]!r}")
    titles = reading.title_lines + [x for p in reading.list_pages[:1] for x in p.lines(bottom=45)]
    bad += [f"title line {x.text!r}" for x in titles if x.text.startswith("- ") or x.text.endswith(("NHÂN", "nhân"))]
    return bad


PARTS = (
    (r"\b[Nn]gày( \d{1,2}( tháng( \d{1,2}( năm)?)?)?)?$", r"(\d|tháng|năm)"),
    (r"\bĐiều$", r"\d"),
    (r"\b(Ông|Bà)$", r"\w"),
    (r"\bnăm$", r"\d{4}"),
    (r"\d -$", r"\d"),
)


def parted(line, after):
    """What should have stayed together over the end of a line."""
    return [f"{line[-16:]!r} | {after[:10]!r}" for end, start in PARTS if re.search(end, line) and re.match(start, after)]


def check_21_fonts_and_text(reading, paper):
    """Only our faces, embedded; the text is NFC and what went in."""
    names = {name.split("+")[-1] for page in reading.pages for name in page.fonts}
    bad = [f"font {name}" for name in names if not name.startswith("VN-")]
    bad += [f"not a subset: {name}" for page in reading.pages for name in page.fonts if "+" not in name]
    text = "".join(glyph.text for page in reading.pages for glyph in page.glyphs)
    if text != unicodedata.normalize("NFC", text):
        bad.append("text is not NFC")
    drawn = [paragraph_text(p) for p in reading.paragraphs]
    wanted = [part for article in paper.articles for part in article.split("\n")]
    wanted = [plain(keep_together(part)).removesuffix("./.").rstrip(".") for part in wanted]
    told = [re.sub(r"^Điều \d+\. ", "", text).removesuffix("./.").rstrip(".") for text in drawn[-len(wanted) :]]
    return bad if told == wanted else [*bad, f"{told} is not {wanted}"]


def check_22_file(reading, paper):
    """Title, author, language, nothing active, not encrypted, sound for qpdf, two renders alike."""
    bad = [f"no {key}" for key in ("Title", "Author") if not reading.metadata.get(key)]
    if reading.catalog.get("Lang") != b"vi":
        bad.append("no language")
    bad += [f"active {key}" for key in ("OpenAction", "AA", "AcroForm") if key in reading.catalog]
    bad += [f"holds {word}" for word in (b"/JavaScript", b"/Launch", b"/Encrypt") if word in reading.content]
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(reading.content)
        file.flush()
        told = subprocess.run(["qpdf", "--check", file.name], capture_output=True, text=True, check=False)
    if told.returncode:
        bad.append(told.stdout + told.stderr)
    if render_pdf("decision", paper).content != reading.content:
        bad.append("a second render differs")
    return bad


CHECKS = {name.removeprefix("check_"): check for name, check in sorted(globals().items()) if name.startswith("check_")}
