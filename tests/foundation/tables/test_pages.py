"""Through the pages: choose a file, look, decide, watch, take out."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jiayuan.foundation.access.enums import Role
from jiayuan.foundation.organisations.models import Organisation
from jiayuan.foundation.tables.domain.take_out import write_file
from jiayuan.foundation.tables.domain.work import work_on
from jiayuan.foundation.tables.enums import JobState
from jiayuan.foundation.tables.models import Export, Job
from tests.factories import FaultFactory, JobFactory, PlaceFactory

from .conftest import HEADINGS, HERE, row, xlsx

pytestmark = pytest.mark.django_db


def in_english(client):
    client.cookies["jiayuan_prefs"] = "en.0.auto"
    return client


@pytest.fixture
def desk(person_with, sign_in):
    PlaceFactory(path=HERE, name="桃园三社区")
    return in_english(sign_in(person_with(Role.DISTRICT_OFFICER, "140106")))


def choose(client, content, *, sheet="organisations", name="商户 2026.xlsx"):
    return client.post(reverse("console-table", args=[sheet]), {"file": SimpleUploadedFile(name, content)})


def body(response) -> str:
    return response.content.decode()


def test_an_office_sees_its_lists_and_a_unit_only_its_kept_words(desk, person_with, sign_in):
    page = body(desk.get(reverse("console-tables")))
    for name in ("places", "people", "organisations", "roles", "categories", "cases"):
        assert reverse("console-table", args=[name]) in page
    assert "None yet. Choose a list above." in page
    resident = in_english(sign_in(person_with()))
    assert resident.get(reverse("console-tables")).status_code == 403
    unit = in_english(sign_in(person_with(Role.UNIT_OFFICER, "140106")))
    kept = body(unit.get(reverse("console-tables")))
    assert reverse("console-table", args=["replies"]) in kept
    assert reverse("console-table", args=["people"]) not in kept
    assert unit.get(reverse("console-table", args=["people"])).status_code == 403
    assert unit.get(reverse("console-table-sample", args=["people", "good"])).status_code == 403
    assert unit.post(reverse("console-table-export", args=["people"]), {"kind": "csv"}).status_code == 403


def test_the_whole_way(desk):
    response = choose(desk, xlsx([HEADINGS, row(), row(name="乙", kind="商商")]))
    job = Job.objects.get()
    address = reverse("console-table-job", args=[job.pk])
    assert response["Location"] == address
    waiting = body(desk.get(address))
    assert 'hx-trigger="every 2s"' in waiting
    assert "You can leave this page" in waiting
    work_on(job.pk)
    page = body(desk.get(address))
    assert "every 2s" not in page
    assert "B3" in page
    assert "This value is not known." in page
    assert "Import the good rows (1)" in page
    assert "李建芳" not in page
    assert address in body(desk.get(reverse("console-tables")))
    assert desk.post(reverse("console-table-decide", args=[job.pk]), {"mode": "good"}).status_code == 302
    work_on(job.pk)
    assert "Rows that are in: 1. Rows left out: 1." in body(desk.get(address))
    assert Organisation.objects.get().name == "永和超市"


def test_faults_are_paged_and_narrowed(desk):
    choose(
        desk, xlsx([HEADINGS, *[row(name=f"店{index}", kind="？") for index in range(60)], row(phone="1")])
    )
    job = Job.objects.get()
    work_on(job.pk)
    address = reverse("console-table-job", args=[job.pk])
    first = desk.get(address)
    assert len(first.context["faults"]) == 50
    second = desk.get(address, {"after": first.context["faults"].next_cursor})
    assert len(second.context["faults"]) == 11
    assert [each.cell for each in desk.get(address, {"code": "length"}).context["faults"]] == ["E62"]
    assert [(each.code, each.count) for each in first.context["summaries"]] == [
        ("unknown", 60),
        ("length", 1),
    ]


def test_the_table_comes_back_with_a_column_of_what_to_correct(desk):
    choose(desk, xlsx([HEADINGS, row(), row(name="@乙", kind="商商"), row(name="丙", phone="1", since="x")]))
    job = Job.objects.get()
    work_on(job.pk)
    response = desk.get(reverse("console-table-marked", args=[job.pk]))
    assert response["Cache-Control"] == "no-store"
    page = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [cell.value for cell in page[1]] == [*HEADINGS, "What to correct"]
    assert page["H2"].value is None
    assert page["H3"].value.startswith("B3: This value is not known.")
    assert (page["A3"].value, page["A3"].data_type) == ("@乙", "s")
    assert "E4: " in page["H4"].value
    assert "G4: " in page["H4"].value


def test_a_csv_comes_back_as_csv(desk):
    choose(desk, "名称,类型,社区\n甲,？,桃园三社区\n".encode("gb18030"), name="a.csv")
    job = Job.objects.get()
    work_on(job.pk)
    content = b"".join(desk.get(reverse("console-table-marked", args=[job.pk])).streaming_content).decode(
        "utf-8-sig"
    )
    assert content.splitlines()[1].startswith('甲,？,桃园三社区,"B2: ')
    assert "read as GBK" in body(desk.get(reverse("console-table-job", args=[job.pk])))


def test_columns_are_named_on_the_page(desk):
    choose(desk, "a,b,c\n甲,商户,桃园三社区\n".encode(), name="a.csv")
    job = Job.objects.get()
    work_on(job.pk)
    page = body(desk.get(reverse("console-table-job", args=[job.pk])))
    assert "No column of the file is named for: Name, Kind, Place" in page
    assert "B · b" in page
    address = reverse("console-table-columns", args=[job.pk])
    twice = desk.post(address, {"column-name": "0", "column-kind": "0"})
    assert (twice.status_code, "named for two columns" in body(twice)) == (422, True)
    refused = desk.post(reverse("console-table-decide", args=[job.pk]), {"mode": "all"})
    assert refused.status_code == 422
    for row_number in ("9" * 30, "9" * 5000, "0", "²"):
        assert desk.post(address, {"column-name": "0", "header_row": row_number}).status_code == 302
        work_on(job.pk)
        job.refresh_from_db()
        assert job.header_row == 1
    assert (
        desk.post(
            address, {"column-name": "0", "column-kind": "1", "column-place": "2", "header_row": "1"}
        ).status_code
        == 302
    )
    work_on(job.pk)
    assert "Import all rows (1)" in body(desk.get(reverse("console-table-job", args=[job.pk])))


def test_an_id_card_column_is_refused_and_the_file_is_not_kept(desk):
    choose(desk, "姓名,手机号,身份证号\n李建芳,13800000001,x\n".encode(), sheet="people", name="a.csv")
    job = Job.objects.get()
    work_on(job.pk)
    job.refresh_from_db()
    assert (job.state, job.file.name) == (JobState.FAILED, "")
    page = body(desk.get(reverse("console-table-job", args=[job.pk])))
    assert "Column C holds ID card numbers. We do not collect them." in page
    assert "Choose another file" in page


def test_no_file_is_said_and_another_list_is_not_found(desk):
    response = desk.post(reverse("console-table", args=["organisations"]), {})
    assert (response.status_code, "No file was chosen." in body(response)) == (422, True)
    assert desk.get(reverse("console-table", args=["secrets"])).status_code == 404
    assert desk.get(reverse("console-table-sample", args=["people", "ugly"])).status_code == 404


def test_stopping_and_somebody_elses_import(desk, person_with, sign_in):
    choose(desk, xlsx([HEADINGS, row()]))
    job = Job.objects.get()
    other = sign_in(person_with(Role.DISTRICT_OFFICER, "140106"))
    for name in ("job", "marked"):
        assert other.get(reverse(f"console-table-{name}", args=[job.pk])).status_code == 404
    for name in ("columns", "decide", "cancel"):
        assert other.post(reverse(f"console-table-{name}", args=[job.pk])).status_code == 404
    assert desk.post(reverse("console-table-cancel", args=[job.pk])).status_code == 302
    assert "Cancelled. Rows imported before, which stay: 0." in body(
        desk.get(reverse("console-table-job", args=[job.pk]))
    )
    assert desk.post(reverse("console-table-cancel", args=[job.pk])).status_code == 409
    assert desk.get(reverse("console-table-marked", args=[job.pk])).status_code == 404


def test_a_list_is_taken_out_and_fetched(desk):
    address = reverse("console-table-export", args=["organisations"])
    assert desk.post(address, {"kind": "pdf"}).status_code == 422
    assert desk.post(address, {"kind": "xlsx", "in_full": "1"}).status_code == 422
    assert desk.post(address, {"kind": "xlsx"}).status_code == 302
    export = Export.objects.get()
    assert desk.get(reverse("console-table-download", args=[export.pk])).status_code == 409
    write_file(export.pk)
    response = desk.get(reverse("console-table-download", args=[export.pk]))
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content).startswith(b"PK")
    assert reverse("console-table-download", args=[export.pk]) in body(desk.get(reverse("console-tables")))


def test_samples_are_drawn_on_request(desk):
    for kind in ("blank", "good", "bad"):
        response = desk.get(reverse("console-table-sample", args=["organisations", kind]))
        assert response["Content-Disposition"] == f'attachment; filename="organisations-{kind}.xlsx"'
        openpyxl.load_workbook(io.BytesIO(response.content))


def test_a_job_page_costs_the_same_for_many_faults(desk, django_assert_max_num_queries):
    person = Job.objects.none()
    assert not person
    choose(desk, xlsx([HEADINGS, row()]))
    job = Job.objects.get()
    work_on(job.pk)
    FaultFactory.create_batch(60, job=job)
    with django_assert_max_num_queries(14):
        desk.get(reverse("console-table-job", args=[job.pk]))


def test_progress_is_a_share_of_the_rows():
    job = JobFactory.build(who=None, total=200, checked=50, state=JobState.READ)
    assert job.percent == 25
    assert JobFactory.build(who=None, total=200, written=100, state=JobState.RUNNING).percent == 50
    assert JobFactory.build(who=None).percent == 0


def test_a_photo_is_refused_before_it_is_queued(desk):
    response = choose(desk, b"\xff\xd8\xff\xe0" + b"0" * 100, name="表.xlsx")
    assert response.status_code == 422
    assert "This is a photo, not a table." in body(response)
    assert not Job.objects.exists()
