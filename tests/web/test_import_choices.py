"""What the wizard offers: meanings of columns, and rows that may be one."""

from __future__ import annotations

import re

from duijie.web.register.models import Evidence, Expert
from tests.web.conftest import World
from tests.web.test_imports import look, send, uploaded, workbook


def test_the_menu_of_a_column_says_where_it_lands(world: World) -> None:
    sheet = "姓名,单位,学历,ORCID,星座\n羿知秋,河西理工大学,博士,0000-0002-1825-0097,狮子座\n"
    one = uploaded(world, sheet, "专家.csv")
    page = look(world, one)
    for words in ("degree", "ORCID", "kept beside"):
        assert f'<option value="">{words}</option>' in page
    send(world, "run_import", one)
    made = Expert.objects.get(name="羿知秋")
    assert (made.degree, made.orcid, made.extra) == (
        "博士",
        "0000-0002-1825-0097",
        [["星座", "狮子座"]],
    )


def test_the_menu_of_a_column_speaks_to_people(world: World) -> None:
    page = look(world, uploaded(world))
    assert ">budget</option>" in page
    assert "budget cny" not in page


def test_who_stands_in_the_sheets_twice_can_be_said_to_be_one(world: World) -> None:
    book = workbook(
        {
            "专家": "编号,姓名,单位,研究方向\nX1,章小泉,河西理工大学,膜分离\n"
            "X2,Zhang Xiaoquan,河西理工大学,\n",
            "成果": "专家编号,成果名称,类型\nX2,纳滤膜污染机理,论文\n",
            "企业": "企业名称,企业简称,地址\n临澜碧芥水务有限公司,碧芥水务,一路 1 号\n碧芥水务,,\n",
        }
    )
    one = uploaded(world, book, "登记.xlsx")
    page = look(world, one)
    offered = dict(re.findall(r'name="(same-[^"]+)".*?<option value="(=[^"]+)"', page))
    assert offered["same-expert:X2"] == "=X1"
    send(world, "run_import", one, **{"same-expert:X2": "=X1"})
    assert list(Expert.objects.filter(employer="河西理工大学", code__startswith="X")) == [
        Expert.objects.get(name="章小泉")
    ]
    assert Evidence.objects.get(title="纳滤膜污染机理").expert.code == "X1"


def test_two_people_of_one_name_stay_two_unless_somebody_says_so(world: World) -> None:
    sheet = "编号,姓名,单位\nX1,章小泉,河西理工大学\nX2,章小泉,东岭化工学院\n"
    one = uploaded(world, sheet, "专家.csv")
    assert 'value="=X1"' in look(world, one)
    send(world, "run_import", one)
    assert Expert.objects.filter(name="章小泉").count() == 2
