"""Check 23: full sheets stand as the model says, and the check sees sheets that do not."""

import hashlib
import io
from dataclasses import replace

import pikepdf
import pytest

from awards.documents import certificates
from awards.documents.certificates import render_batch, render_document

from .certificate_checks import TITLE_ORDER, check_full, printed_lines
from .certificate_samples import CASES, DEPUTY, certificate, models, title

MODEL = "bang-khen-a4"


def plain(code):
    """A model without its ground: the ground is drawn once below, and reading its 9,000 curves takes time."""
    return replace(models()[code], ground="")


def moved(model, name, **changes):
    """A model with the boxes of one field changed."""
    return replace(model, boxes=tuple(replace(box, **changes) if box.name == name else box for box in model.boxes))


@pytest.mark.parametrize("case", CASES)
def test_every_field_stands_in_its_box_in_its_colour_and_order(case):
    model, text = plain(MODEL), CASES[case]
    assert check_full(model, text, render_document(model, [text])) == []


@pytest.mark.parametrize("case", ["deputy signs", "everything long", "lowest rank"])
def test_a3_is_the_same_sheet_enlarged(case):
    model, text = plain("giay-khen-a3"), CASES[case]
    assert check_full(model, text, render_document(model, [text])) == []


@pytest.mark.parametrize("changes", [{}, {"signer_lines": DEPUTY}])
def test_titles_have_their_own_order(changes):
    model, text = plain("danh-hieu-a4"), title(**changes)
    assert check_full(model, text, render_document(model, [text]), TITLE_ORDER) == []


def test_full_sheet_with_its_ground_passes_and_holds_one_shared_ground():
    model, texts = models()[MODEL], [certificate(1), certificate(2)]
    content = render_document(model, texts)
    assert check_full(model, texts[0], content) == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        grounds = {page.Resources.XObject["/Layer0"].objgen for page in pdf.pages}
    assert len(grounds) == 1


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("recipient", {"y": 104}, "recipient: ra ngoài ô"),
        ("signer_name", {"y": 181.5}, "signer_name: cách đường viền 0.04 mm"),
        ("signer_name", {"y": 165}, "chỗ ký 17.09 mm"),
        ("verb", {"colour": "#c8102e"}, "màu verb"),
        ("authority", {"colour": "#111111"}, "màu authority"),
        ("achievement", {"y": 68}, "thứ tự"),
        ("decision", {"text": "Quyết định"}, "decision: “Quyết định số: 9088/QĐ-UBND” không có trên trang"),
    ],
)
def test_check_fails_on_a_spoilt_sheet(name, changes, expected):
    model, text = plain(MODEL), certificate()
    spoilt = render_document(moved(model, name, **changes), [text])
    assert expected in check_full(model, text, spoilt)


def test_check_fails_on_another_paper():
    model, text = plain(MODEL), certificate()
    assert "khổ giấy" in check_full(model, text, render_document(replace(model, paper_h=211), [text]))


def test_check_fails_on_boxes_that_overlap():
    model, text = moved(plain(MODEL), "subtitle", y=110), certificate()
    assert "ô recipient chồng ô subtitle" in check_full(model, text, render_document(model, [text]))


def test_same_input_gives_the_same_bytes():
    model, texts = models()[MODEL], [certificate(1), certificate(2, recipient="Ông Trần Ẵng")]
    first, second = render_document(model, texts), render_document(model, texts)
    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(second).hexdigest()
    singles = list(render_batch(model, texts))
    assert singles == list(render_batch(model, texts))


def test_single_files_print_the_pages_of_the_document():
    model, texts = plain(MODEL), [certificate(1), certificate(2, recipient="Ông Trần Ẵng")]
    first, singles = render_document(model, texts), list(render_batch(model, texts))
    assert [printed_lines(single)[2] for single in singles] == [printed_lines(first, page)[2] for page in range(2)]


def test_parts_do_not_change_the_order(monkeypatch):
    monkeypatch.setattr(certificates, "PART", 2)
    texts = [certificate(number, recipient=f"Ông Trần Văn {name}") for number, name in enumerate("ABCDE")]
    singles = render_batch(plain(MODEL), texts, mode="overlay")
    names = [[line.text for line in printed_lines(single)[2] if line.size > 20] for single in singles]
    assert names == [[text.recipient] for text in texts]


def test_file_says_what_it_is_and_prints_at_actual_size():
    with pikepdf.open(io.BytesIO(next(render_batch(plain(MODEL), [certificate()])))) as pdf:
        assert str(pdf.docinfo["/Title"]) == "BẰNG KHEN - Bà Phạm Thị Kim Duyên"
        assert str(pdf.docinfo["/Author"]) == "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH HẢI DƯƠNG"
        assert (str(pdf.Root.Lang), pdf.Root.ViewerPreferences.PrintScaling) == ("vi", "/None")
        assert "/OpenAction" not in pdf.Root
        assert pdf.check_pdf_syntax() == []


def test_a_name_with_signs_is_printed_as_written():
    text = certificate(recipient="Công ty TNHH A & B <Nam Sách>")
    assert check_full(plain(MODEL), text, render_document(plain(MODEL), [text])) == []


def test_two_forms_in_one_job_lie_on_two_grounds():
    model, texts = plain(MODEL), [certificate(1), certificate(2, form="GIẤY KHEN"), certificate(3)]
    content = render_document(model, texts)
    assert [check_full(model, text, content, page=page) for page, text in enumerate(texts)] == [[], [], []]


def test_no_text_makes_no_file():
    assert list(render_batch(plain(MODEL), [])) == []


def test_without_the_display_face_the_serif_bold_serves(monkeypatch):
    monkeypatch.setattr(certificates, "has_display_face", lambda: False)
    monkeypatch.setattr("awards.documents.fitting.has_display_face", lambda: False)
    certificates.ground_layer.cache_clear()
    model = replace(plain(MODEL), code="serif-only")
    assert check_full(model, certificate(), render_document(model, [certificate()])) == []
    certificates.ground_layer.cache_clear()
