"""A small invented event in a folder, the way a person would lay it out."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "needs.csv": """need_id,title,text,company,confidential
N1,对硝基苯胺连续加氢催化剂,现有钯炭催化剂选择性不足，需提高到 99 %,甲化工,false
N2,高盐废水脱盐,蒸发结垢严重，要求膜浓缩后回用,乙环保,false
N3,秘密配方XYZ的替代,不得外传的配方细节,乙环保,true
N4,Recovery of solvent from membrane casting,NMP recovery above 99 percent,Delta Ltd,false
""",
    "experts.csv": """expert_id,name,organisation,directions
E1,王喆,虚构大学化学学院,催化加氢;钯炭催化剂
E2,李䶮,虚构大学环境学院,膜分离;高盐废水脱盐
E3,Ann Example,Invented University,solvent recovery;membranes
""",
    "evidence.csv": """expert_id,kind,title,text,year
E1,paper,硝基苯胺选择性加氢,铂催化剂上硝基化合物加氢,2023
E2,patent,一种高盐废水膜浓缩方法,反渗透与蒸发结晶,2022
E3,paper,NMP recovery in membrane casting,Distillation and membranes recover NMP,2024
""",
    "event.toml": """title = { zh = "小型对接会", en = "A small meeting" }
[[days]]
date = 2027-05-20
slots = { start = "14:00", minutes = 20, count = 5, pause = 0 }
[[rooms]]
name = "A"
tables = 2
[limits]
per_need = "1:2"
per_expert = "1:4"
""",
}


def write_event(folder: Path, **changes: str) -> Path:
    """Write the small event into `folder`; `changes` replace a file (``needs_csv=...``)."""
    folder.mkdir(parents=True, exist_ok=True)
    replaced = {name.replace("_", "."): text for name, text in changes.items()}
    for name, text in (FILES | replaced).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
