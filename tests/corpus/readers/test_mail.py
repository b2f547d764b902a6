import base64
from email.message import EmailMessage

import pytest

from corpus.errors import Damaged, EmptyFile
from corpus.readers import read, unpack
from corpus.types import Remark

SENTENCE = "Sở Y tế chủ trì, phối hợp với Sở Tài chính rà soát các cơ sở khám bệnh."
TCVN3 = "Së Y tÕ chñ tr×, phèi hîp víi Së Tµi chÝnh rµ so¸t c¸c c¬ së kh¸m bÖnh."


def letter(**headers):
    message = EmailMessage()
    message["Subject"] = headers.pop("subject", "V/v rà soát cơ sở khám bệnh")
    message["From"] = "Văn thư Sở Y tế <van.thu@example.org>"
    message["To"] = "vp@example.org, Lê An <le.an@example.org>"
    message["Date"] = "Mon, 03 Mar 2025 08:05:00 +0700"
    return message


def members(message):
    return {member.name: member.data for member in unpack(bytes(message), "thư.eml")}


def raw(head, body):
    return head.encode() + b"\r\nFrom: a@example.org\r\n\r\n" + body


def test_a_letter_and_its_attachments_are_files_of_their_own():
    message = letter()
    message.set_content(SENTENCE)
    message.add_alternative(f"<p>{SENTENCE}</p>", subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="Kế hoạch 56.pdf")
    message.add_attachment(b"a", maintype="application", subtype="pdf", filename="Kế hoạch 56.pdf")
    message.add_attachment(b"b", maintype="application", subtype="pkcs7-signature", filename="smime.p7s")
    found = members(message)
    assert list(found) == ["V-v rà soát cơ sở khám bệnh.txt", "Kế hoạch 56.pdf", "Kế hoạch 56 (2).pdf"]
    assert found["Kế hoạch 56.pdf"] == b"%PDF-1.4"
    assert found["V-v rà soát cơ sở khám bệnh.txt"].decode().split("\n") == [
        "V/v rà soát cơ sở khám bệnh",
        "Người gửi: Văn thư Sở Y tế <van.thu@example.org>",
        "Người nhận: vp@example.org, Lê An <le.an@example.org>",
        "Ngày gửi: 03/03/2025 08:05",
        "",
        SENTENCE,
    ]


def test_a_mail_is_read_without_its_attachments():
    message = letter()
    message.set_content(SENTENCE)
    message.add_attachment(b"x", maintype="application", subtype="zip", filename="a.zip")
    reading = read(bytes(message), "thư.eml")
    assert reading.mapped.text.endswith(SENTENCE)
    assert reading.provenance.reader == "mail"


def test_a_table_is_taken_from_the_page_of_the_letter():
    message = letter()
    message.set_content("STT Nhiệm vụ Chủ trì 1 Rà soát Sở Y tế")
    rows = "<tr><td>STT<td>Nhiệm vụ<td>Chủ trì<tr><td>1<td>Rà soát<td>Sở Y tế"
    message.add_alternative(f"<div class=menu>Gửi các sở:</div><table>{rows}</table>", subtype="html")
    text = read(bytes(message), "a.eml").mapped.text
    assert text.endswith("Gửi các sở:\n| STT | Nhiệm vụ | Chủ trì |\n| 1 | Rà soát | Sở Y tế |")


def test_a_page_serves_where_plain_text_is_only_a_stub():
    message = letter()
    message.set_content("Xem bản HTML")
    message.add_alternative(f"<p>{SENTENCE}</p>", subtype="html")
    assert read(bytes(message), "a.eml").mapped.text.endswith(SENTENCE)


def test_a_forwarded_mail_is_a_member_that_opens_again():
    inner = letter(subject="Bên trong")
    inner.set_content(SENTENCE)
    inner.add_attachment(b"x", maintype="application", subtype="pdf", filename="a.pdf")
    message = letter(subject="Chuyển tiếp")
    message.set_content("Kính chuyển.")
    message.add_attachment(inner)
    found = members(message)
    assert list(found) == ["Chuyển tiếp.txt", "đính kèm.eml"]
    assert [one.name for one in unpack(found["đính kèm.eml"], "đính kèm.eml")] == ["Bên trong.txt", "a.pdf"]


@pytest.mark.parametrize(
    ("subject", "meant"),
    [
        ("=?utf-8?B?" + base64.b64encode("Rà soát".encode()).decode() + "?=", "Rà soát"),
        ("=?UTF-8?Q?R=C3=A0_so=C3?= =?UTF-8?Q?=A1t?= 2025", "Rà soát 2025"),  # a letter cut in two
        ("=?utf-8?B?!!!?=", "=?utf-8?B?!!!?="),
        ("Rà soát", "Rà soát"),  # bytes that nobody declared
        ("=?x-unknown?Q?R=C3=A0?=", "Rà"),
    ],
)
def test_subjects(subject, meant):
    text = read(raw(f"Subject: {subject}", SENTENCE.encode()), "a.eml").mapped.text
    assert text.split("\n")[0] == meant


def test_an_old_mail_in_tcvn3_with_its_subject():
    data = b"Subject: R\xb5 so\xb8t\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
    data += b"Content-Transfer-Encoding: 8bit\r\n\r\n" + TCVN3.encode("latin-1")
    reading = read(data, "a.eml")
    assert reading.mapped.text == f"Rà soát\n{SENTENCE}"
    assert reading.provenance.remarks == (Remark.LEGACY_FONT,)


@pytest.mark.parametrize("charset", ["utf-16", "zip", "unicode_escape", "us-ascii"])
def test_charsets_that_are_wrong_or_rare(charset):
    body = SENTENCE.encode(charset if charset.startswith("utf") else "utf-8")
    head = f"Subject: a\r\nContent-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: base64"
    assert read(raw(head, base64.encodebytes(body)), "a.eml").mapped.text.endswith(SENTENCE)


def test_flowed_lines_are_joined():
    head = "Subject: a\r\nContent-Type: text/plain; charset=utf-8; format=flowed"
    text = read(raw(head, "Sở Y tế chủ trì, \r\nPhòng A phối hợp.\r\nHết.".encode()), "a.eml").mapped.text
    assert text.split("\n")[-2:] == ["Sở Y tế chủ trì, Phòng A phối hợp.", "Hết."]


def test_logos_of_a_letter_are_no_documents_but_scans_are():
    message = letter()
    message.set_content(SENTENCE)
    message.add_attachment(b"x", maintype="image", subtype="png", cid="<a>", disposition="inline")
    message.add_attachment(bytes(30_000), maintype="image", subtype="jpeg", cid="<b>", disposition="inline")
    assert list(members(message))[1:] == ["đính kèm.jpg"]


@pytest.mark.parametrize(
    ("data", "error"), [(b"", EmptyFile), (b"\r\n", EmptyFile), (b"\xff\xfe\x00garbage", Damaged)]
)
def test_what_is_no_mail(data, error):
    with pytest.raises(error):
        list(unpack(data, "a.eml"))
    with pytest.raises(error):
        read(data, "a.eml")
