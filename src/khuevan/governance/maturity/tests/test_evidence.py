"""Evidence: files with their hash, links that live or died, and what is refused in words."""

from __future__ import annotations

import contextlib
import io
import socket
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404

from khuevan.governance.maturity import queries, services
from khuevan.governance.maturity.choices import LinkState, Topic
from khuevan.governance.maturity.models import Evidence
from khuevan.governance.maturity.services import links
from khuevan.kernel import access, clock, database
from khuevan.kernel.records import Invalid
from khuevan.kernel.testing import client_for

from .builders import AT, World

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
EICAR = PDF + b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def world(tmp_path: Path, settings: Any) -> Iterator[World]:
    settings.FILES_ROOT = tmp_path / "files"
    made = World()
    with clock.frozen(AT):
        yield made


class Endless(io.RawIOBase):
    """Two gigabytes that are nowhere; counts how much of it was read."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        if self.given >= 2 * 1024**3:
            return b""
        self.given += 1024**2
        return PDF + b"\0" * (1024**2 - len(PDF))


def given(world: World, content: bytes, name: str = "kế hoạch.pdf") -> Evidence:
    with database.acting(world.head):
        return services.give_file(
            world.head,
            at=AT,
            unit_id=world.school,
            topic=Topic.PLAN,
            title="",
            stream=io.BytesIO(content),
            name=name,
        )


def test_given_once_it_serves_every_criterion_that_asks_for_the_topic(world: World) -> None:
    one = world.begun()
    with database.acting(world.head):
        services.give_file(
            world.head,
            at=AT,
            unit_id=world.school,
            topic=Topic.SYSTEM,
            title="Hợp đồng phần mềm",
            stream=io.BytesIO(PDF),
            name="hd.pdf",
        )
        told = {row.row.code: row.evidence for row in queries.sheet(one).leaves}
    assert (told["2.3.2"], told["2.3.7"], told["1.4"]) == (1, 1, 0)


def test_two_gigabytes_and_a_virus_are_refused_in_words_and_leave_nothing(
    world: World, settings: Any, tmp_path: Path
) -> None:
    scanner = tmp_path / "scanner.py"
    scanner.write_text(
        "import sys\nsys.exit(1 if b'EICAR-STANDARD-ANTIVIRUS-TEST-FILE' in open(sys.argv[-1], 'rb').read() else 0)\n"
    )
    settings.ANTIVIRUS_COMMAND = f"{sys.executable} {scanner}"
    endless: Any = Endless()
    with database.acting(world.head):
        with pytest.raises(Invalid) as large:
            services.give_file(
                world.head,
                at=AT,
                unit_id=world.school,
                topic=Topic.PLAN,
                title="lớn",
                stream=endless,
                name="lon.pdf",
            )
        assert "50" in large.value.errors["file"]
        assert endless.given < 60 * 1024**2
    with pytest.raises(Invalid) as infected:
        given(world, EICAR)
    assert "mã độc" in infected.value.errors["file"]
    with database.acting(access.system()):
        assert Evidence.objects.count() == 0


class Answering(BaseHTTPRequestHandler):
    """200 where the path says so, 404 elsewhere; refuses HEAD at /get."""

    def do_HEAD(self) -> None:
        self._say(405 if self.path == "/get" else 200 if self.path == "/alive" else 404)

    def do_GET(self) -> None:
        self._say(200)

    def _say(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def linked(world: World, address: str) -> Evidence:
    with database.acting(world.head):
        one = services.give_link(
            world.head,
            at=AT,
            unit_id=world.school,
            topic=Topic.MATERIALS,
            title="Kho học liệu",
            address=address,
        )
        return services.try_link(world.head, at=AT, evidence_id=one.pk)


def test_a_link_that_died_is_said_and_stays(world: World, settings: Any, site: str) -> None:
    settings.LINKS_INSIDE = ["127.0.0.1"]
    said = {path: linked(world, site + path) for path in ("/alive", "/get", "/gone")}
    assert {path: one.link_state for path, one in said.items()} == {
        "/alive": LinkState.ALIVE, "/get": LinkState.ALIVE, "/gone": LinkState.DEAD,
    }  # fmt: skip
    assert "404" in said["/gone"].link_said
    silent = linked(world, "http://127.0.0.1:9/")
    assert (silent.link_state, silent.link_said) == (LinkState.DEAD, "Không kết nối được.")
    page = client_for(world.head).get(f"/maturity/units/{world.school}/evidence").content.decode()
    assert "Không mở được" in page


def test_links_are_looked_at_again_each_week_and_the_school_is_told(
    world: World, settings: Any, site: str
) -> None:
    settings.LINKS_INSIDE = ["127.0.0.1"]
    for path in ("/alive", "/gone", "/gone"):
        with database.acting(world.head):
            services.give_link(
                world.head,
                at=AT,
                unit_id=world.school,
                topic=Topic.MATERIALS,
                title="Kho",
                address=site + path,
            )
    system = access.system()
    head = client_for(world.head)
    assert "Đường dẫn minh chứng không mở được" not in head.get("/").content.decode()
    first = services.watch_links(system, at=AT)
    assert (first.tried, first.died) == (3, 2)
    assert services.watch_links(system, at=AT + timedelta(days=5)).tried == 0
    again = services.watch_links(system, at=AT + timedelta(days=7))
    assert (again.tried, again.died) == (3, 0), "who was told once is not told again"
    assert "Đường dẫn minh chứng không mở được" in head.get("/").content.decode()
    with database.acting(world.head):
        assert queries.dead_links(world.school) == 2
        dead = Evidence.objects.filter(link_state=LinkState.DEAD).first()
        assert dead is not None
        services.withdraw_evidence(world.head, at=AT, evidence_id=dead.pk)
        assert queries.dead_links(world.school) == 1
    with pytest.raises(access.Refused), database.acting(world.officer):
        services.watch_links(world.officer, at=AT)


def test_a_site_that_drips_is_not_waited_for(
    world: World, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LINKS_INSIDE = ["127.0.0.1"]
    monkeypatch.setattr(links, "SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as door:
        stop = threading.Event()
        thread = threading.Thread(target=_drip, args=(door, stop), daemon=True)
        thread.start()
        said = linked(world, f"http://127.0.0.1:{door.getsockname()[1]}/")
        stop.set()
        thread.join()
    assert said.link_state == LinkState.DEAD


def _drip(door: socket.socket, stop: threading.Event) -> None:
    """Letters of a first line that ends at last, and well, for whoever waits so long."""
    line, _whose = door.accept()
    with line, contextlib.suppress(OSError):
        line.sendall(b"HTTP/1.1")
        for _letter in range(300):
            if stop.wait(0.1):
                return
            line.sendall(b" ")
        line.sendall(b"200 OK\r\n\r\n")


INSIDE = (
    "127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "::1",
    "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
)  # fmt: skip


def test_which_addresses_are_of_the_world_outside() -> None:
    assert {one: links._is_of_the_world(one) for one in INSIDE} == dict.fromkeys(INSIDE, False)
    assert links._is_of_the_world("8.8.8.8")
    assert links._is_of_the_world("2001:4860:4860::8888")


def test_the_server_is_not_sent_into_its_own_network(world: World, site: str) -> None:
    refused = linked(world, f"{site}/alive")
    assert refused.link_state == LinkState.DEAD
    assert "nội bộ" in refused.link_said


WRONG = (
    "ftp://truong.edu.vn",
    "truong.edu.vn",
    "javascript:alert(1)",
    "https://",
    "http://a@b.vn/",
    "http://[1",
    "https://x:0/",
)


def test_what_is_no_address_is_refused(world: World) -> None:
    refused = []
    for address in WRONG:
        with database.acting(world.head), pytest.raises(Invalid) as invalid:
            services.give_link(
                world.head, at=AT, unit_id=world.school, topic=Topic.MATERIALS, title="Kho", address=address
            )
        refused.append("address" in invalid.value.errors)
    assert refused == [True] * len(WRONG)


def test_over_the_page_and_for_whom_the_file_is(world: World) -> None:
    head = client_for(world.head)
    url = f"/maturity/units/{world.school}/evidence"
    empty = head.post(url, {"topic": "plan", "kind": "file", "title": "Kế hoạch"})
    assert empty.status_code == 422
    assert 'value="Kế hoạch"' in empty.content.decode()
    sent = {
        "topic": "plan",
        "kind": "file",
        "title": "Kế hoạch 12",
        "file": SimpleUploadedFile("kh.pdf", PDF),
    }
    assert head.post(url, sent).status_code == 302
    assert "Kế hoạch 12" in head.get(url).content.decode()
    with database.acting(access.system()):
        one = Evidence.objects.get()
    assert len(one.sha256) == 64
    file = f"/maturity/evidence/{one.pk}/file"
    assert head.get(file).getvalue() == PDF
    assert client_for(world.commune_officer).get(file).getvalue() == PDF
    assert client_for(world.other_head).get(file).status_code == 404
    assert client_for(world.commune_officer).post(url, sent).status_code == 403
    assert head.post(f"/maturity/evidence/{one.pk}/withdraw").status_code == 302
    with database.acting(world.head), pytest.raises(Http404):
        services.withdraw_evidence(world.head, at=AT, evidence_id=one.pk)
