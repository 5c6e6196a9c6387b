"""The import wizard, from a messy sheet to undo."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import CharField
from django.urls import reverse

from duijie.register.vocabulary import FIELDS
from duijie.web.core.models import Activity
from duijie.web.imports import services
from duijie.web.imports.models import Import
from duijie.web.register.kinds import KINDS, PLURALS
from duijie.web.register.models import Company, Evidence, Expert, Need
from tests.io.test_other_files import OLD, cell, docx, table
from tests.web.conftest import World

SAMPLE = Path(__file__).parents[2] / "examples" / "sample"
NEEDS = """某园区企业需求汇总表,,,,
序号,技术需求名称,单位名称,拟投入资金（万元）,需求时限
1,高盐废水脱盐,临澜甲化工有限公司,120,2027年6月
2,,临澜乙材料有限公司,面议,2027-12-31
3,催化剂再生,临澜乙材料有限公司,80-100,待定
合计,3,,,
"""


def upload(world: World, text: str | bytes = NEEDS, name: str = "needs.csv") -> Any:
    data = text.encode() if isinstance(text, str) else text
    address = reverse("imports", args=[world.event.slug])
    return world.client("organiser").post(address, {"file": SimpleUploadedFile(name, data)})


def uploaded(world: World, text: str | bytes = NEEDS, name: str = "needs.csv") -> Import:
    answer = upload(world, text, name)
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.latest("pk")


def send(world: World, name: str, one: Import, **data: Any) -> Any:
    address = reverse(name, args=[world.event.slug, one.pk])
    return world.client("organiser").post(address, data)


def look(world: World, one: Import, query: str = "") -> str:
    address = reverse("import", args=[world.event.slug, one.pk]) + query
    return str(world.client("organiser").get(address).content.decode())


def workbook(sheets: dict[str, str]) -> bytes:
    """Return an .xlsx file with the given sheets, cells between commas."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        for name, text in sheets.items():
            page = book.add_worksheet(name)
            for number, line in enumerate(text.splitlines()):
                page.write_row(number, 0, line.split(","))
    return made.getvalue()


def test_nothing_is_written_before_import(world: World) -> None:
    before = Need.objects.count()
    one = uploaded(world)
    look(world, one)
    assert Need.objects.count() == before
    assert one.state == Import.State.PREVIEW


def test_the_grid_says_in_the_cell_what_is_wrong(world: World) -> None:
    content = look(world, uploaded(world))
    assert "高盐废水脱盐" in content
    assert 'class="cell-error"' in content
    assert "a title is missing" in content
    assert "1 row would not come in" in content


def test_a_cell_is_mended_in_place_and_comes_in(world: World) -> None:
    one = uploaded(world)
    send(world, "mend_import", one, of_sheet=0, row=3, column=1, value="废溶剂回收")
    content = look(world, one)
    assert "a title is missing" not in content
    send(world, "run_import", one)
    assert Need.objects.filter(title="废溶剂回收").exists()


def test_import_writes_needs_companies_and_figures(world: World) -> None:
    one = uploaded(world)
    send(world, "run_import", one)
    need = Need.objects.get(title="高盐废水脱盐")
    assert need.budget_low == 1_200_000
    assert need.deadline == date(2027, 6, 30)
    assert need.company_name == "临澜甲化工有限公司"
    assert world.event in need.events.all()
    assert world.event in need.company.events.all()  # type: ignore[union-attr]  # it has one
    one.refresh_from_db()
    assert one.state == Import.State.DONE


def test_importing_the_same_sheet_again_changes_nothing(world: World) -> None:
    send(world, "run_import", uploaded(world))
    count, logged = Need.objects.count(), Activity.objects.count()
    again = uploaded(world)
    assert "Nothing here is new." in look(world, again)
    send(world, "run_import", again)
    assert (Need.objects.count(), Activity.objects.count()) == (count, logged)


def test_an_empty_cell_erases_nothing_that_is_known(world: World) -> None:
    sheet = "需求编号,需求名称,单位名称,需求描述\nN-1,脱硫,临澜甲化工有限公司,现有装置\n"
    send(world, "run_import", uploaded(world, sheet))
    send(
        world,
        "run_import",
        uploaded(world, sheet.replace("现有装置", "").replace("脱硫", "深度脱硫")),
    )
    need = Need.objects.get(code="N-1")
    assert (need.title, need.text) == ("深度脱硫", "现有装置")


def test_a_click_too_many_imports_once(world: World) -> None:
    one = uploaded(world)
    send(world, "run_import", one)
    count = Need.objects.count()
    send(world, "run_import", one)
    assert Need.objects.count() == count
    assert not services.queue_import(one)


def test_undo_takes_everything_back_but_what_was_edited_since(world: World) -> None:
    before = {model: set(model.objects.values_list("pk", flat=True)) for model in (Need, Company)}
    one = uploaded(world)
    send(world, "run_import", one)
    edited = Need.objects.get(title="催化剂再生")
    page = reverse("edit_record", args=["spring", "needs", edited.pk])
    form = {"title": "催化剂再生与回用", "company": edited.company_id, "version": edited.version}
    assert world.client("organiser").post(page, form).status_code == 302

    send(world, "undo_import", one)
    assert set(Need.objects.values_list("pk", flat=True)) - before[Need] == {edited.pk}
    left = set(Company.objects.values_list("pk", flat=True)) - before[Company]
    assert left == {edited.company_id}, "the company of a need that stays has to stay"
    one.refresh_from_db()
    assert [row["label"] for row in one.result["kept"]] == [
        "催化剂再生与回用",
        "临澜乙材料有限公司",
    ]
    assert "催化剂再生与回用" in look(world, one)


def test_undo_then_import_again(world: World) -> None:
    one = uploaded(world)
    send(world, "run_import", one)
    send(world, "undo_import", one)
    assert not Need.objects.filter(title="高盐废水脱盐").exists()
    send(world, "run_import", uploaded(world))
    assert Need.objects.filter(title="高盐废水脱盐").count() == 1


def test_the_meaning_of_a_column_can_be_said_and_is_remembered(world: World) -> None:
    sheet = "需求名称,单位名称,我们叫它\n脱硫,临澜甲化工有限公司,烟气二氧化硫超标\n"
    one = uploaded(world, sheet)
    send(world, "mend_import", one, of_sheet=0, column=2, field="text")
    send(world, "run_import", one)
    assert Need.objects.get(title="脱硫").text == "烟气二氧化硫超标"

    second = uploaded(world, sheet.replace("脱硫", "脱硝"))
    assert second.choices == {"0": {"kind": "needs", "fields": {"2": "text"}}}
    send(world, "run_import", second)
    assert Need.objects.get(title="脱硝").text == "烟气二氧化硫超标"


def test_a_sheet_can_be_left_out(world: World) -> None:
    one = uploaded(world)
    send(world, "mend_import", one, of_sheet=0, kind="none")
    assert "Nothing here is new." in look(world, one)


def test_a_person_known_by_another_spelling_is_shown_and_merged_on_request(world: World) -> None:
    known = world.own["expert"]
    Expert.objects.filter(pk=known.pk).update(name="张珊")
    known.refresh_from_db()
    known.save()
    one = uploaded(world, "姓名,单位,研究方向\nZhang Shan,河西理工大学,膜分离\n", "experts.csv")
    content = look(world, one)
    assert "These may be known already" in content
    code = content.partition("same-expert:")[2].partition('"')[0]
    before = Expert.objects.count()
    send(world, "run_import", one, **{f"same-expert:{code}": known.pk})
    assert Expert.objects.count() == before
    known.refresh_from_db()
    assert known.directions == "膜分离"


def test_a_failure_leaves_nothing_behind(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    one = uploaded(world)
    before = Company.objects.count(), Need.objects.count(), Activity.objects.count()

    def break_off(*_args: object) -> None:
        raise MemoryError

    monkeypatch.setattr(services, "write_pairs", break_off)
    send(world, "run_import", one)
    assert (Company.objects.count(), Need.objects.count(), Activity.objects.count()) == before
    one.refresh_from_db()
    assert one.state == Import.State.FAILED
    monkeypatch.undo()
    send(world, "run_import", one)
    assert Need.objects.filter(title="高盐废水脱盐").exists()


def test_an_import_that_a_dead_server_left_running_can_be_tried_again(world: World) -> None:
    one = uploaded(world)
    Import.objects.filter(pk=one.pk).update(state=Import.State.RUNNING)
    assert services.take_up_interrupted() == 1
    assert "Nothing was written" in look(world, one)
    send(world, "run_import", one)
    assert Need.objects.filter(title="高盐废水脱盐").exists()


def test_a_form_that_one_company_filled_in_comes_in_with_the_company(world: World) -> None:
    rows = (("企业名称", "临澜氢能装备有限公司"), ("需求名称", "密封材料"), ("主要问题", "磨损快"))
    form = docx(table(*("".join(map(cell, row)) for row in rows)))
    one = uploaded(world, form, "征集表.docx")
    assert "密封材料" in look(world, one)
    send(world, "run_import", one)
    need = Need.objects.get(title="密封材料")
    assert need.company is not None
    assert (need.company.name, need.text) == ("临澜氢能装备有限公司", "磨损快")


def test_an_old_workbook_comes_in(world: World) -> None:
    send(world, "run_import", uploaded(world, OLD.read_bytes(), "old.xls"))
    assert Need.objects.filter(title__in=["高盐废水脱盐", "除氟"]).count() == 2


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"%PDF-1.4", "needs.csv", "PDF"),
        (b"", "needs.csv", "empty"),
        (b"hello", "needs.exe", ".exe"),
        (b"PK\x03\x04 broken", "needs.xlsx", "needs.xlsx"),
    ],
)
def test_files_that_cannot_be_read_are_refused_with_a_reason(
    world: World, data: bytes, name: str, said: str
) -> None:
    answer = upload(world, data, name)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Import.objects.exists()


def test_a_file_too_large_is_refused_with_the_limit(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "MAX_UPLOAD_MB", 0)
    answer = upload(world)
    assert answer.status_code == 422
    assert "more than 0 MB" in answer.content.decode()


@pytest.mark.parametrize("kind", ["needs", "experts", "companies", "evidence"])
def test_cells_longer_than_a_column_are_cut_and_kept_whole_beside(world: World, kind: Any) -> None:
    """SQLite takes texts of any length; PostgreSQL does not."""
    entity = KINDS[PLURALS[kind]]
    long = {field.headings[0]: f"{field.headings[0]} 长" * 500 for field in FIELDS[kind]}
    if kind == "evidence":
        long["专家编号"] = long["expert_id"] = world.own["expert"].code
    sheet = ",".join(long) + "\n" + ",".join(long.values()) + "\n"
    before = set(entity.model.objects.values_list("pk", flat=True))
    one = uploaded(world, sheet, f"{kind}{'x' * 300}.csv")
    send(world, "run_import", one)
    one.refresh_from_db()
    assert one.state == Import.State.DONE
    assert len(one.file_name) <= 200
    (row,) = entity.model.objects.exclude(pk__in=before)
    cut = [
        field
        for field in row._meta.concrete_fields
        if isinstance(field, CharField) and str(field.value_from_object(row)).endswith("…")
    ]
    assert cut
    kept = "".join(value for _heading, value in row.extra)
    for field in cut:
        value = field.value_from_object(row)
        assert len(value) == field.max_length
        assert value.removesuffix("…") in kept
    assert len(row.code) <= 60
    again = uploaded(world, sheet, "again.csv")
    assert "Nothing here is new." in look(world, again)


@pytest.mark.slow
def test_the_sample_sheets_come_in_whole_and_go_out_again(world: World) -> None:
    for name in ("companies.xlsx", "experts.xlsx", "needs.xlsx"):
        send(world, "run_import", uploaded(world, (SAMPLE / name).read_bytes(), name))
    assert Need.objects.filter(events=world.event).count() == 55 + 2
    answer = world.client("organiser").get(reverse("export", args=["spring"]))
    from duijie.io.sheets import read_sheets  # noqa: PLC0415
    from duijie.register.reader import read_register  # noqa: PLC0415
    from duijie.web.register.bridge import to_register  # noqa: PLC0415

    sheets = read_sheets(io.BytesIO(answer.content).getvalue(), "spring.xlsx")
    again, _ = read_register(
        [one for one in sheets if one.name not in {"innovations", "resources"}]
    )
    was = to_register(world.event)
    assert {need.need_id: need.title for need in again.needs} == {
        need.need_id: need.title for need in was.needs
    }
    assert [need.budget_cny for need in again.needs] == [need.budget_cny for need in was.needs]
    assert len(again.experts) == len(was.experts)
    assert len(again.evidence) == Evidence.objects.filter(events=world.event).count()


@pytest.fixture
def settled(world: World) -> World:
    """An event that knows an expert and a need already."""
    send(
        world,
        "run_import",
        uploaded(world, "编号,姓名,单位\nE-9,羿知秋,河西理工大学\n", "专家.csv"),
    )
    needs = "需求编号,需求名称,单位名称\nN-9,废盐资源化,临澜甲化工有限公司\n"
    send(world, "run_import", uploaded(world, needs))
    return world


def test_a_list_of_evidence_alone_finds_the_experts_who_are_there(settled: World) -> None:
    sheet = "专家,成果名称,类型\n羿知秋,废盐热解装置,专利\n无此人,催化剂,论文\n"
    one = uploaded(settled, sheet, "成果.csv")
    assert "there is no such expert" in look(settled, one)
    send(settled, "run_import", one)
    piece = Evidence.objects.get(title="废盐热解装置")
    assert (piece.expert.code, Expert.objects.filter(name="羿知秋").count()) == ("E-9", 1)
    assert not Evidence.objects.filter(title="催化剂").exists()


@pytest.mark.parametrize(
    ("kind", "sheet", "said"),
    [
        ("pins", "需求编号,专家编号,规则\nN-9,E-9,must\n", {"rule": "must"}),
        ("decisions", "需求编号,专家编号,决定\n废盐资源化,羿知秋,拒绝\n", {"decision": "declined"}),
        ("conflicts", "专家,企业,原因\n羿知秋,临澜甲,师生\n", {"reason": "师生"}),
    ],
)
def test_what_is_said_of_pairs_comes_in_once_and_goes_when_undone(
    settled: World, kind: str, sheet: str, said: dict[str, str]
) -> None:
    one = uploaded(settled, sheet, f"{kind}.csv")
    send(settled, "run_import", one)
    (row,) = getattr(settled.event, kind).all()
    assert row.expert.code == "E-9"
    assert {name: getattr(row, name) for name in said} == said
    again = uploaded(settled, sheet, f"{kind}.csv")
    assert "Nothing here is new." in look(settled, again)
    send(settled, "undo_import", one)
    assert not getattr(settled.event, kind).exists()


def test_ids_that_nobody_has_do_not_come_in(world: World) -> None:
    one = uploaded(world, "需求编号,专家编号,规则\nN-404,E-404,must\n", "pins.csv")
    assert "there is no such expert" in look(world, one)
    send(world, "run_import", one)
    one.refresh_from_db()
    assert not world.event.pins.exists()
