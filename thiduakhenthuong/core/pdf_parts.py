"""Long documents in parts: every part in a process of its own, joined into one file.

A subprocess, not a pool: job workers are daemons and may not have children of multiprocessing. Layout is linear
in the number of rows, so two parts on two cores take half the time and each half the memory.
"""

import io
import subprocess
import sys
import tempfile
from pathlib import Path

import pikepdf
from django.conf import settings

from .pdf import PdfError, finished, html_to_pdf

PART_SECONDS = 600  # a part that takes longer is lost


def html_parts_to_pdf(pages, *, css):
    """Pdf of each of several HTML texts, in order: the first is laid out here, the others beside it. Raises PdfError."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.pdf" for number in range(1, len(pages))]
        children = [_start(html, file, css) for html, file in zip(pages[1:], files, strict=True)]
        try:
            first = html_to_pdf(pages[0], css=css)
            return [first, *[_finish(child, file) for child, file in zip(children, files, strict=True)]]
        finally:
            for child in children:
                child.kill()
                child.communicate()


def _start(html, file, css):
    """A process that lays out `html` into `file`; files instead of pipes, so that neither side waits for the other."""
    source = file.with_suffix(".html")
    source.write_text(html, encoding="utf-8")
    command = [sys.executable, "-m", "thiduakhenthuong.core.pdf_parts", str(source), str(file), *css]
    return subprocess.Popen(command, stderr=subprocess.PIPE, cwd=settings.BASE_DIR)


def _finish(child, file):
    try:
        _, complaint = child.communicate(timeout=PART_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise PdfError(f"a part took longer than {PART_SECONDS} s") from error
    if child.returncode:
        raise PdfError(complaint.decode("utf-8", "replace").strip().rpartition("\n")[2])
    return finished(file.read_bytes())


def join(parts):
    """One Pdf of all pages of several in order; title, language and outline are those of the first part."""
    with pikepdf.open(io.BytesIO(parts[0].content)) as whole:
        for part in parts[1:]:
            with pikepdf.open(io.BytesIO(part.content)) as more:
                whole.pages.extend(more.pages)
        target = io.BytesIO()
        whole.save(target, deterministic_id=True)
    return finished(target.getvalue())


def main(source, target, *css):
    """Lay out the HTML file `source` into `target` with the named style sheets."""
    Path(target).write_bytes(html_to_pdf(Path(source).read_text("utf-8"), css=css).content)


if __name__ == "__main__":
    main(*sys.argv[1:])
