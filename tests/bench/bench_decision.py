"""A decision with 5,000 lines against the best bare run of the renderer: `python tests/bench/bench_decision.py`.

The bare run is the same list in two halves, ready HTML and style sheet, each half in a process of its own, nothing
checked and nothing joined. Prints wall and CPU seconds of both, taken in turn, and their ratios (hold: 1.1).
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thiduakhenthuong.settings")

import django  # noqa: E402

django.setup()

from awards.documents import layout, render_pdf  # noqa: E402
from tests.awards.documents import samples  # noqa: E402
from thiduakhenthuong.core import fonts, pdf  # noqa: E402

HOLD, ROUNDS = 1.1, 2
BARE = """
import sys
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
fonts = FontConfiguration()
css = CSS(filename=sys.argv[3], font_config=fonts)
HTML(filename=sys.argv[1]).write_pdf(sys.argv[2], stylesheets=[css], font_config=fonts)
"""


def bare_files(paper, folder):
    """Ready HTML of the two halves and the style sheet, with plain file addresses."""
    context = layout.decision_context(paper)
    first, second = context["sections"]
    cut = sum(len(part.rows) for part in context["sections"]) // 2 - len(first.rows)
    halves = [("decision", [first, replace(second, rows=second.rows[:cut])]), ("list", [replace(second, rows=second.rows[cut:])])]
    for name, sections in halves:
        html = pdf.page_html(f"pdf/{name}.html", {**context, "sections": sections}, title="T")
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
    css = pdf.serif_css() + pdf.width_css() + pdf.bundled_bytes("document.css").decode()
    for face in fonts.SERIF_FACES:
        css = css.replace(f"bundle:{face.file}", fonts.font_path(face.file).as_uri())
    (folder / "document.css").write_text(css, encoding="utf-8")


def bare_run(folder):
    """Both halves at once."""
    started = [
        subprocess.Popen([sys.executable, "-c", BARE, f"{name}.html", f"{name}.pdf", "document.css"], cwd=folder)
        for name in ("decision", "list")
    ]
    assert [child.wait() for child in started] == [0, 0]


def our_run(rows):
    """The product, in a fresh process like the bare run."""
    subprocess.run([sys.executable, __file__, str(rows)], cwd=ROOT, check=True)


def spent(work, *args):
    """(wall, CPU) seconds of a piece of work done by child processes."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    work(*args)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(rows=5000):
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare_files(samples.many(rows), folder)
        runs = [(spent(bare_run, folder), spent(our_run, rows)) for _ in range(ROUNDS)]
    bare, ours = (min(pair[side] for pair in runs) for side in (0, 1))
    bare_cpu, our_cpu = (min(pair[side][1] for pair in runs) for side in (0, 1))
    print(f"{rows} lines, bare: {bare[0]:.1f} s wall, {bare_cpu:.1f} s CPU; ours: {ours[0]:.1f} s wall, {our_cpu:.1f} s CPU")
    print(f"wall x {ours[0] / bare[0]:.2f}, CPU x {our_cpu / bare_cpu:.2f} (hold {HOLD})")


if __name__ == "__main__":
    if sys.argv[1:]:
        render_pdf("decision", samples.many(int(sys.argv[1])))
    else:
        main()
