"""A child's cards go from one installation to another that shares nothing with it: two databases, two data folders, two
signing authorities. Only files and what two administrators wrote down connect them."""

from __future__ import annotations

import hashlib
import io
import re
import ssl
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from khuevan.kernel.testing.patience import PATIENCE
from khuevan.kernel.testing.server import Platform, start_platform
from khuevan.school.custody.offline import archive
from tests.house import sign_in, token_of

pytestmark = pytest.mark.process
OF_A_CARD = """
select coalesce(nullif(p.sector_id, ''), l.code) from reportcards_card c
join schoolyear_enrolment e on e.id = c.enrolment_id join learners_learner l on l.id = e.learner_id
join people_person p on p.id = e.person_id
join accounts_account a on a.unit_id = c.school_id and a.username = 'hieutruong.thcs'
where c.state = 'issued' order by c.id limit 1
"""


@pytest.fixture
def there(tmp_path: Path, django_db_blocker: Any) -> Iterator[Platform]:
    """The second installation."""
    with django_db_blocker.unblock():
        for made in start_platform(tmp_path, mark="there", apart=True):
            with made.connect(
                owner=True
            ) as connection:  # both were furnished alike: here nobody knows their seals
                connection.execute("update signing_certificate set is_seal = false")
            yield made


@dataclass
class Person:
    """Somebody signed in, who fills forms as a browser would."""

    platform: Platform
    name: str

    def __post_init__(self) -> None:
        self.session = requests.Session()
        assert sign_in(self.session, self.platform.url, self.name).status_code == 200

    def get(self, path: str) -> requests.Response:
        answer = self.session.get(self.platform.url + path, timeout=PATIENCE)
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
        return answer

    def post(self, path: str, file: bytes = b"", **fields: str) -> str:
        """The page that comes of it, whatever it says."""
        page = self.get(path).text
        given: dict[str, object] = dict(re.findall(r'name="(version)" value="(\d+)"', page))
        select = re.search(r'<select[^>]*name="certificate".*?</select>', page, re.S)
        if select:
            given["certificate"] = re.findall(r'<option value="(\d+)"', select[0])[0]
        data = {**given, **fields, "csrfmiddlewaretoken": token_of(page)}
        files = {"file": ("file", file)} if file else None
        url = self.platform.url + path
        answer = self.session.post(url, data, files=files, headers={"Referer": url}, timeout=PATIENCE)
        assert answer.status_code in (200, 422), (path, answer.status_code, answer.text[:500])
        self.at = answer.url.removeprefix(self.platform.url)
        found = re.search(r"<main.*</main>", answer.text, re.S)
        return found[0] if found else answer.text


def test_cards_are_taken_over_from_an_installation_that_shares_nothing(
    platform: Platform, there: Platform, tmp_path: Path
) -> None:
    head, clerk = Person(platform, "hieutruong.thcs"), Person(there, "vanthu")
    here_admin, there_admin = Person(platform, "quantri"), Person(there, "quantri")
    roots = [admin.get("/signing/trust/own.pem").content for admin in (here_admin, there_admin)]
    assert roots[0] != roots[1]
    clerk.session.post(
        f"{there.url}/signing/certificates/test", timeout=PATIENCE, headers={"Referer": there.url},
        data={"seal": 1, "csrfmiddlewaretoken": token_of(clerk.get("/signing/certificates").text)},
    )  # fmt: skip
    with platform.connect(owner=True) as connection:
        learner = connection.execute(OF_A_CARD).fetchone()[0]  # type: ignore[index]

    sealed = head.post("/custody/handovers/seal/", learner=learner, other_name="Trường ở tỉnh kia")
    assert "chờ biên nhận" in sealed
    out = head.at
    content = head.get(f"{out}download/").content

    receiving = "/custody/handovers/receive/"
    assert "do nơi cấp không được tin cậy" in clerk.post(receiving, content)
    trust(there_admin, roots[0])
    stranger = clerk.post(receiving, content)
    assert "không phải của nơi gửi" in stranger
    know(there_admin, sender_of(content), stranger)
    assert "chờ ký biên nhận" in clerk.post(receiving, content)
    held = clerk.at
    assert "Đã tiếp nhận" in clerk.post(f"{held}countersign/")
    receipt = clerk.get(f"{held}receipt/").content

    assert "do nơi cấp không được tin cậy" in head.post(f"{out}prove/", receipt)
    trust(here_admin, roots[1])
    stranger = head.post(f"{out}prove/", receipt)
    assert "không phải con dấu của đơn vị" in stranger
    know(here_admin, place_in(receipt, "NOI_NHAN"), stranger)
    assert "Nơi nhận đã ký biên nhận" in head.post(f"{out}prove/", receipt)

    there.end()
    files = {"x.zip": content, "r.xml": receipt, "a.pem": roots[0], "b.pem": roots[1]}
    for name, one in files.items():
        (tmp_path / name).write_bytes(one)
    asked = [str(tmp_path / "x.zip"), str(tmp_path / "r.xml"), "--trust", str(tmp_path / "a.pem")]
    assert archive.run([*asked, "--trust", str(tmp_path / "b.pem")]) == 0
    assert archive.run(asked) == 1, "the receipt is by somebody whom only the other root vouches for"


def trust(admin: Person, root: bytes) -> None:
    der = ssl.PEM_cert_to_DER_cert(root.decode())
    said = admin.post(
        "/signing/trust/authorities/add", root, printed=hashlib.sha256(der).hexdigest(), source="Công văn 12/SGDĐT"
    )  # fmt: skip
    assert "Công văn 12/SGDĐT" in said


def know(admin: Person, place: tuple[str, str], page: str) -> None:
    """The administrator, having asked the school on another way, writes down the identifier that the page names."""
    identifier = re.search(r"MST:\w+", page)
    assert identifier, page[:2000]
    code, name = place
    said = admin.post(
        "/signing/trust/seals/add", code=code, name=name, identifier=identifier[0], source="Công văn 12/SGDĐT",
        valid_from="01/01/2026",
    )  # fmt: skip
    assert f"{identifier[0]}</td>" in said


def sender_of(content: bytes) -> tuple[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return place_in(opened.read("goi.xml"), "NOI_GUI")


def place_in(xml: bytes, element: str) -> tuple[str, str]:
    found = re.search(rf'<{element} Ma="([^"]*)">([^<]*)<', xml.decode())
    assert found
    return found[1], found[2]
