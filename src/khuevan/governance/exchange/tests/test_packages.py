"""The package of a school: made by a job, read back, compared, refused, logged."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse

from khuevan.governance.exchange import queries, services, tasks
from khuevan.governance.exchange.models import CheckedRecord, Package, PackageCheck
from khuevan.governance.exchange.permissions import VIEW_PACKAGES
from khuevan.governance.exchange.rules.packages import canonical
from khuevan.kernel import access, database, files, jobs
from khuevan.kernel.access import Refused
from khuevan.kernel.audit.models import AuditEntry
from khuevan.kernel.records import Invalid
from khuevan.kernel.testing import actor, assert_queries, client_for
from khuevan.kernel.testing.record_setting import words
from khuevan.register.people.models import Person
from khuevan.school.schoolyear.tests import builders as schoolyear

from .builders import AT, EVERYTHING, YEAR, World

pytestmark = pytest.mark.django_db


def no_step(done: int, of: int | None = None, what: str = "") -> None:
    """Nobody looks on."""


@pytest.fixture
def world() -> World:
    return World()


def made(world: World) -> Package:
    with database.acting(world.head):
        package = services.begin_package(world.head, at=AT, unit_id=world.school, school_year=YEAR)
        assert jobs.JobRun.objects.get(pk=package.run_id).name == tasks.make_package_file.name
        return services.make_package(world.head, at=AT, package_id=package.pk, step=no_step)


def content(world: World, package: Package) -> bytes:
    with database.acting(world.head), services.download(world.head, package, at=AT) as stream:
        return stream.read()


def checked(world: World, sent: bytes, unit_id: int | None = None) -> PackageCheck:
    """Handed in on the page by the officer, then the job's work done."""
    client = client_for(world.officer)
    answer = client.post(
        reverse("exchange:check_package"),
        {"unit": world.code[unit_id or world.school], "file": SimpleUploadedFile("goi.zip", sent)},
    )
    assert answer.status_code == 302, answer.content.decode()
    number = int(answer.headers["Location"].rpartition("/")[2])
    with database.acting(world.officer):
        return services.run_check(world.officer, at=AT, check_id=number, step=no_step)


def log(action: str, kind: str) -> list[AuditEntry]:
    with database.acting(access.system()):
        return list(AuditEntry.objects.filter(action=action, kind=kind).order_by("id"))


def bent(sent: bytes, name: str, old: bytes, new: bytes, **manifest: Any) -> bytes:
    """The same package with something replaced in one member, whole as an archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sent)) as archive, zipfile.ZipFile(stream, "w") as other:
        for member in archive.namelist():
            inside = archive.read(member)
            if member == name:
                inside = inside.replace(old, new)
                if manifest:
                    inside = canonical({**json.loads(inside), **manifest})
            other.writestr(member, inside)
    return stream.getvalue()


def test_a_package_holds_the_school_and_nothing_of_another(world: World) -> None:
    package = made(world)
    assert (package.state, package.rows > 10, len(package.digest)) == ("ready", True, 64)
    rows = {part["kind"]: part["rows"] for part in package.parts}
    assert (rows["learners.learner"], rows["people.person"], rows["schoolyear.classgroup"]) == (3, 3, 1)
    assert sum(rows.values()) == package.rows
    sent = content(world, package)
    with zipfile.ZipFile(io.BytesIO(sent)) as archive:
        people = archive.read("data/people.person.jsonl").decode()
        manifest = json.loads(archive.read("manifest.json"))
    assert "Lê Ánh" in people
    assert "Đỗ Dung" not in people
    assert '"sort_key"' not in people
    assert (manifest["school"]["id"], manifest["school_year"]) == (world.school, YEAR)
    assert manifest["cursor"] == package.cursor > 0
    assert {json.loads(line)["version"] for line in people.splitlines()} == {1}
    assert len(log("exchange.package:export", "export")) == 2


def test_the_same_records_give_the_same_content_digest(world: World) -> None:
    first, second = made(world), made(world)
    assert first.content_digest == second.content_digest
    assert first.digest != second.digest
    with database.acting(access.system()):
        Person.objects.filter(pk=world.enrolments[0].person_id).update(birthplace="Đà Lạt")
    assert made(world).content_digest != first.content_digest


def test_another_year_has_no_enrolments(world: World) -> None:
    schoolyear.year("2025-2026")
    with database.acting(world.head):
        package = services.begin_package(world.head, at=AT, unit_id=world.school, school_year="2025-2026")
        package = services.make_package(world.head, at=AT, package_id=package.pk, step=no_step)
    rows = {part["kind"]: part["rows"] for part in package.parts}
    assert (rows["schoolyear.enrolment"], rows["schoolyear.placement"], rows["people.person"]) == (0, 0, 3)


def test_what_was_just_packed_is_the_same(world: World) -> None:
    done = checked(world, content(world, made(world)))
    assert (done.state, done.is_ours, done.reason) == ("same", True, "")
    assert done.counts["people.person"] == {"same": 3}
    page = client_for(world.officer).get(reverse("exchange:check", args=[done.pk])).content.decode()
    assert "giống hệt" in page


def test_what_changed_since_is_shown_record_by_record(world: World) -> None:
    sent = content(world, made(world))
    changed = world.enrolments[0]
    with database.acting(access.system()):
        Person.objects.filter(pk=changed.person_id).update(birthplace="Đà Lạt", phone="0912345678")
    schoolyear.enrolment(world.school, "Võ Em", group=world.group)
    done = checked(world, sent)
    assert done.state == "different"
    assert done.counts["people.person"] == {"same": 2, "differing": 1, "extra": 1}
    with database.acting(world.officer):
        (only,) = CheckedRecord.objects.filter(check_of=done, kind="people.person", result="differing")
        assert (only.record_id, only.columns) == (changed.person_id, ["birthplace", "phone"])
    client = client_for(world.officer)
    page = client.get(reverse("exchange:check", args=[done.pk]), {"kind": "people.person"}).content.decode()
    assert "Lê Ánh" in page
    assert "nơi sinh" in page
    assert "Võ Em" in page
    assert "0912345678" not in page
    assert "Trần Bình" not in page


def test_a_foreign_package_is_refused_and_logged(world: World) -> None:
    done = checked(world, content(world, made(world)), world.other)
    assert done.state == "refused"
    assert "trường khác: Tiểu học Đắk Nông" in done.reason
    (entry,) = log("exchange.package:refuse", "refusal")
    assert (entry.unit_id, entry.why) == (world.other, done.reason)
    page = client_for(world.officer).get(reverse("exchange:check", args=[done.pk])).content.decode()
    assert "Gói bị từ chối" in page


def test_damaged_forged_and_bloated_packages_are_refused_in_words(world: World) -> None:
    sent = content(world, made(world))
    person = "data/people.person.jsonl"
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data/people.person.jsonl", b"0" * 64 * 1024**2)
    climbing = io.BytesIO(sent)
    with zipfile.ZipFile(climbing, "a") as archive:
        archive.writestr("../../x", b"x")
    cases = [
        (sent[: len(sent) // 2], "bị hỏng"),
        (bent(sent, person, "Lê Ánh".encode(), "Lê Anh".encode()), "Gói đã bị sửa"),
        (bent(sent, "manifest.json", b"", b"", format_version=2), "phiên bản 2"),
        (bomb.getvalue(), "phình ra quá lớn"),
        (climbing.getvalue(), "tên lạ"),
        (b"khong phai zip", "ở đây chỉ nhận"),
    ]
    for content_, said in cases:
        done = checked(world, content_)
        assert (done.state, said in done.reason) == ("refused", True), done.reason
    assert len(log("exchange.package:refuse", "refusal")) == len(cases)


def test_a_package_that_bears_our_number_but_is_another_is_forged(world: World) -> None:
    """Every digest in it holds: somebody has computed them anew."""
    package = made(world)
    with database.acting(access.system()):
        Person.objects.filter(pk=world.enrolments[0].person_id).update(birthplace="Đà Lạt")
    other = made(world)
    with database.acting(access.system()):
        Package.objects.filter(pk=other.pk).update(uid="6f1e6a3e-7d0e-4a5b-9a55-0123456789ab")
        Package.objects.filter(pk=package.pk).update(uid=other.uid)
    assert "Gói giả" in checked(world, content(world, other)).reason
    with database.acting(access.system()):
        Package.objects.filter(pk=package.pk).update(uid="6f1e6a3e-7d0e-4a5b-9a55-0123456789ac")
    unknown = checked(world, content(world, other))
    assert (unknown.state, unknown.is_ours) == ("same", False)
    page = client_for(world.officer).get(reverse("exchange:check", args=[unknown.pk])).content.decode()
    assert "không xác nhận được ai lập" in page


def test_rights_are_asked_where_the_work_is_done(world: World) -> None:
    viewer = actor(VIEW_PACKAGES, units=[world.school])
    package = made(world)
    with database.acting(viewer):
        with pytest.raises(Http404):
            services.begin_package(viewer, at=AT, unit_id=world.school, school_year=YEAR)
        with pytest.raises(Refused):
            services.download(viewer, package, at=AT)
    with database.acting(world.head):
        with pytest.raises(Http404):
            services.begin_package(world.head, at=AT, unit_id=world.other, school_year=YEAR)
        with pytest.raises(Invalid):
            services.begin_package(world.head, at=AT, unit_id=world.school, school_year="1999-2000")
        waiting = services.begin_package(world.head, at=AT, unit_id=world.school, school_year=YEAR)
        with pytest.raises(Http404):
            services.download(world.head, waiting, at=AT)
    with database.acting(viewer), pytest.raises(Refused):
        services.make_package(viewer, at=AT, package_id=waiting.pk, step=no_step)
    with database.acting(actor(*EVERYTHING, units=[world.other])):
        assert Package.objects.count() == PackageCheck.objects.count() == 0
        assert files.StoredFile.objects.count() == 0


def test_pages_and_their_queries(world: World) -> None:
    package = made(world)
    client = client_for(world.head)
    assert "Tiểu học Đắk Nông" in client.get(reverse("exchange:packages")).content.decode()
    one = client.get(reverse("exchange:package", args=[package.pk])).content.decode()
    assert package.digest in one
    sent = b"".join(client.get(reverse("exchange:download", args=[package.pk])).streaming_content)
    assert sent == content(world, package)
    answer = client.post(
        reverse("exchange:make_package"), {"unit": world.code[world.school], "school_year": YEAR}
    )
    assert answer.status_code == 302
    assert "Đang lập" in client.get(answer.headers["Location"]).content.decode()
    with database.acting(access.system()):
        jobs.JobRun.objects.update(state="cancelled", ended_at=AT)
        number = Package.objects.get(state="waiting").pk
    for shown in (reverse("exchange:packages"), answer.headers["Location"]):
        told = client.get(shown).content.decode()
        assert "Đã dừng" in told
        assert "Đang lập" not in told
    assert client.get(f"/api/v1/exchange/packages/{number}").json()["state"] == "cancelled"
    wrong = client.post(
        reverse("exchange:make_package"), {"unit": world.code[world.other], "school_year": YEAR}
    )
    assert wrong.status_code == 422
    assert client.get(reverse("exchange:package", args=[10**9])).status_code == 404
    again = client_for(world.head)
    with assert_queries(5):
        again.get(reverse("exchange:packages"))


def test_changes_on_pages(world: World) -> None:
    client = client_for(world.head)
    page = client.get(reverse("exchange:changes")).content.decode()
    assert "Lê Ánh" in page
    assert "Đỗ Dung" not in page
    people = words(client.get(reverse("exchange:changes"), {"kind": "people.person", "verb": "NEW"}))
    assert people.count("Mới") >= 3
    assert "3A" not in people
    none = client.get(reverse("exchange:changes"), {"since": "2027-01-01"}).content.decode()
    assert "Không có thay đổi nào" in none
    assert client.get(reverse("exchange:changes"), {"unit": world.other}).status_code == 404
    with database.acting(access.system()):
        Person.objects.filter(pk=world.enrolments[0].person_id).update(birthplace="Đà Lạt")
    services.follow()
    with database.acting(world.head):
        latest = queries.changes(world.head, queries.ChangeFilter()).order_by("-seq")[0]
    with database.acting(world.officer):
        far = queries.changes(world.officer, queries.ChangeFilter()).filter(unit_id=world.other)[0]
    one = client.get(reverse("exchange:change", args=[latest.seq])).content.decode()
    assert f"people.person/{world.enrolments[0].person_id}@{world.school}" in one
    assert "Đà Lạt" in one
    assert client.get(reverse("exchange:change", args=[far.seq])).status_code == 404
    with assert_queries(10):
        client.get(reverse("exchange:changes"))


def test_the_api_is_followed_from_a_cursor(world: World) -> None:
    client = client_for(world.head)
    root = "/api/v1/exchange"
    cursor, seen = 0, []
    while True:
        answer = client.get(f"{root}/changes", {"after": cursor, "size": 4}).json()
        seen += answer["items"]
        cursor = answer["cursor"]
        if not answer["more"]:
            break
    assert len(seen) > 10
    assert {row["unit_id"] for row in seen} == {world.school}
    assert [row["seq"] for row in seen] == sorted({row["seq"] for row in seen})
    assert client.get(f"{root}/changes", {"after": cursor}).json()["items"] == []
    assert client.get(f"{root}/changes", {"unit": world.other}).status_code == 404
    for wrong in ({"after": -1}, {"size": 10**9}, {"kind": "no.kind"}, {"event": "DROP"}, {"after": 10**30}):
        assert client.get(f"{root}/changes", wrong).status_code == 422
    body = {"school": world.school, "school_year": YEAR}
    begun = client.post(f"{root}/packages", body, content_type="application/json")
    assert begun.status_code == 201
    number = begun.json()["id"]
    assert client.get(f"{root}/packages/{number}/file").status_code == 404
    with database.acting(world.head):
        services.make_package(world.head, at=AT, package_id=number, step=no_step)
    status = client.get(f"{root}/packages/{number}").json()
    assert (status["state"], status["rows"] > 10) == ("ready", True)
    sent = b"".join(client.get(f"{root}/packages/{number}/file").streaming_content)
    assert len(sent) == status["size"]
    assert client.get(f"{root}/packages").json()[0]["id"] == number
    for wrong in ({"school": world.other, "school_year": YEAR}, {"school": 10**30, "school_year": YEAR}, {}):
        refused = client.post(f"{root}/packages", wrong, content_type="application/json")
        assert refused.status_code in (404, 422)
