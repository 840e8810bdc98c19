"""Papers: judged by their content, named by the server, seen by those who see the dossier, handed out as files only."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from awards.models import Attachment
from tests.awards import factories
from thiduakhenthuong.core.models import StoredFile

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj"


@pytest.fixture
def world():
    return factories.make_world()


@pytest.fixture
def dossier(world):
    return factories.make_dossier(world)


@pytest.fixture
def send(client, world, dossier):
    """send(name, content): what the dialog answers to An."""
    client.force_login(world.an)

    def post(name, content):
        files = [SimpleUploadedFile(name, content)]
        url = reverse("awards:paper-add", args=[dossier.public_id])
        return client.post(url, {"paper_code": "TO_TRINH", "files": files})

    return post


def office_file(*names):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return made.getvalue()


DOCX, XLSX = office_file("word/document.xml"), office_file("xl/workbook.xml")


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.pdf", PDF), ("A.PDF", PDF), ("a.png", b"\x89PNG\r\n\x1a\nx"), ("a.jpg", b"\xff\xd8\xffx"),
        ("a.docx", DOCX), ("a.xlsx", XLSX),
    ],
)  # fmt: skip
def test_a_paper_of_the_accepted_kinds_is_kept(send, name, content):
    assert (send(name, content).status_code, Attachment.objects.count()) == (200, 1)


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.pdf", b"MZ\x90"), ("a.pdf", b"<html>"), ("a.pdf", b" %PDF-"), ("a.png", PDF), ("a.jpg", b"GIF89a"), ("a.exe", PDF),
        ("a.svg", b"<svg/>"), ("a.html", b"<p>"), ("a", PDF), ("a.pdf.exe", PDF), ("a.xlsm", XLSX), ("a.docx", XLSX),
        ("a.xlsx", DOCX), ("a.docx", b"PK\x03\x04"), ("a.docx", office_file("META-INF/MANIFEST.MF")),
        ("a.docx", office_file("word/document.xml", "word/vbaProject.bin")), ("a.pdf", b""),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_its_name_says_is_refused_in_words(send, name, content):
    answer = send(name, content)
    assert (answer.status_code, Attachment.objects.count(), StoredFile.objects.count()) == (422, 0, 0)
    assert "Tệp" in answer.content.decode()


def test_a_paper_beyond_the_limit_is_refused(send, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    answer = send("a.pdf", PDF + b"x" * 1024 * 1024)
    assert (answer.status_code, "lớn hơn 1 MB" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.pdf", "..\\..\\boot.pdf", "/etc/passwd.pdf", "a\u202efdp.exe.pdf", "a\x01b\x1b.pdf",
        "x" * 190 + ".pdf",
    ],
)  # fmt: skip
def test_the_server_names_the_file_whatever_the_sender_calls_it(send, settings, name):
    assert send(name, PDF).status_code == 200
    stored = StoredFile.objects.get()
    assert stored.file.name.startswith("stored/") and ".." not in stored.file.name and "passwd" not in stored.file.name
    assert stored.file.path.startswith(str(settings.MEDIA_ROOT))
    assert not set(stored.name) & set("/\\\u202e\x01\x1b") and stored.name.endswith(".pdf") and len(stored.name) <= 200


def paper_url(paper, name="paper-file"):
    return reverse(f"awards:{name}", args=[paper.dossier.public_id, paper.public_id])


def test_a_paper_is_handed_out_as_a_file_and_never_opened_as_a_page(client, send):
    send('"><script>.pdf', PDF)
    paper = Attachment.objects.get()
    answer = client.get(paper_url(paper))
    assert (b"".join(answer), answer.headers["Content-Type"]) == (PDF, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert (answer.headers["X-Content-Type-Options"], answer.headers["Cache-Control"]) == ("nosniff", "no-store")
    assert "\n" not in answer.headers["Content-Disposition"]


def test_a_paper_taken_away_is_gone_from_view_and_comes_back(client, send):
    send("a.pdf", PDF)
    paper = Attachment.objects.get()
    client.post(paper_url(paper, "paper-remove"))
    assert client.get(paper_url(paper)).status_code == 404
    client.post(paper_url(paper, "paper-restore"))
    assert client.get(paper_url(paper)).status_code == 200


def test_a_paper_of_another_unit_does_not_exist(client, world, send):
    send("Zuyên.pdf", PDF)
    paper = Attachment.objects.get()
    client.force_login(world.dung)
    own = factories.make_dossier(world, unit=world.other_district, created_by=world.dung)
    through_own = reverse("awards:paper-file", args=[own.public_id, paper.public_id])
    for url in (paper_url(paper), through_own):
        answer = client.get(url)
        assert (answer.status_code, "Zuyên" in answer.content.decode()) == (404, False)
    for name in ("paper-remove", "paper-restore"):
        assert client.post(paper_url(paper, name)).status_code == 404
    paper.refresh_from_db()
    assert paper.removed_at is None
