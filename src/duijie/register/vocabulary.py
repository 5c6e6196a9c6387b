"""The headings that real forms use: one table a kind of sheet, best heading first.

The first heading of a field is its canonical column. Headings are compared folded (see
``headings.fold_heading``), so width, case, spaces, stars, numbering and bracketed remarks need
no entries of their own. Where two columns claim one field, the heading further left wins and
the other column is kept as an extra.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from duijie.domain.text import Text

Kind = Literal["needs", "experts", "evidence", "companies", "conflicts", "pins", "decisions"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Field:
    """A field and its headings; `many` when several columns add up to one value."""

    headings: tuple[str, ...]
    many: bool = False

    @property
    def name(self) -> str:
        """The canonical column."""
        return self.headings[0]


def _words(listed: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in listed.split("|"))


def _field(headings: str, *, many: bool = False) -> Field:
    return Field(_words(headings), many)


PLAIN_TEXT = _field(
    "text | 需求描述 | 技术需求描述 | 需求内容 | 技术需求内容 | 需求说明 | 需求详情 | "
    "需求详细描述 | 需求简介 | 需求概述 | 具体需求 | 具体内容 | 详细描述 | 描述 | 内容 | "
    "正文 | 主要内容 | description | need description | details | abstract | summary"
)
"""Headings under which the whole text of a need stands; other parts keep their heading."""

_INDUSTRY = _field(
    "industry | 行业 | 所属行业 | 行业类别 | 行业分类 | 行业代码 | 国民经济行业 | "
    "国民经济行业分类 | 所属国民经济行业 | 所属产业 | 产业领域 | 技术领域 | 所属领域 | "
    "领域 | sector"
)

# Columns of a company's own particulars, which also stand beside its needs.
_COMPANY_PARTICULARS = (
    _field("short_name | 简称 | 企业简称 | 公司简称 | 单位简称 | short name"),
    _field(
        "uscc | 统一社会信用代码 | 社会信用代码 | 信用代码 | 统一信用代码 | 组织机构代码 | "
        "机构代码 | unified social credit code | credit code"
    ),
    _field(
        "products | 主要产品 | 主营产品 | 产品 | 主要产品及服务 | 主要产品和服务 | "
        "产品名称 | 主营业务 | main products"
    ),
    _field(
        "contact | 联系人 | 企业联系人 | 联系人姓名 | 项目联系人 | 对接联系人 | 姓名 | "
        "负责人 | contact person | contact name"
    ),
    _field(
        "phone | 手机 | 手机号 | 手机号码 | 联系电话 | 联系手机 | 电话 | 联系人手机 | "
        "联系人电话 | 移动电话 | 办公电话 | 联系方式 | mobile | telephone | tel | "
        "phone number"
    ),
    _field(
        "email | 邮箱 | 电子邮箱 | 电子邮件 | 联系邮箱 | 联系人邮箱 | e-mail | mail | email address"
    ),
    _field(
        "address | 地址 | 企业地址 | 单位地址 | 通讯地址 | 通信地址 | 联系地址 | "
        "注册地址 | 办公地址"
    ),
    _field(
        "intro | 简介 | 企业简介 | 公司简介 | 单位简介 | 机构简介 | 企业介绍 | 公司介绍 | "
        "企业概况 | 基本情况 | 企业基本情况 | 企业创新情况 | introduction | profile | "
        "about | company profile"
    ),
)

FIELDS: dict[Kind, tuple[Field, ...]] = {
    "needs": (
        _field("need_id | 需求编号 | 需求id | 需求代码 | 编号 | 项目编号 | id"),
        _field(
            "title | 技术需求名称 | 需求名称 | 需求题目 | 需求标题 | 技术需求题目 | "
            "技术难题名称 | 难题名称 | 榜单名称 | 课题名称 | 项目名称 | 标题 | 题目 | "
            "名称 | 技术难题 | 技术需求 | 企业技术需求 | 企业需求 | 需求 | 难题 | need | "
            "need title | topic | subject"
        ),
        Field(
            (
                *PLAIN_TEXT.headings,
                *_field(
                    "主要问题 | 技术关键 | 技术关键（含主要指标） | 关键技术 | 技术难点 | "
                    "主要技术难题 | 预期目标 | 预期成果 | 现有基础 | 现有工作基础 | "
                    "已有基础 | 前期基础 | 可验收技术指标 | 技术指标 | 主要技术指标 | "
                    "考核指标 | 验收指标 | 问题描述 | 难题描述 | 存在问题 | 需求背景 | "
                    "背景 | 技术要求 | 研究内容 | 技术需求 | 企业需求 | 需求 | "
                    "background | objective | objectives | requirements | main problem | "
                    "key technology | expected results | existing basis | targets"
                ).headings,
            ),
            many=True,
        ),
        _field(
            "company | 企业名称 | 机构全称 | 企业全称 | 单位全称 | 单位名称 | 公司名称 | "
            "机构名称 | 需求单位 | 需求企业 | 需求方 | 提出单位 | 申报单位 | 填报单位 | "
            "所属企业 | 企业 | 公司 | 单位 | company name | organisation | organization | "
            "firm | enterprise"
        ),
        _INDUSTRY,
        _field("keywords | 关键字 | 关键词 | 技术关键词 | keyword | key words", many=True),
        _field(
            "wanted_meetings | 希望对接专家数 | 期望对接专家数 | 拟对接专家数 | "
            "拟对接专家人数 | 希望会见专家数 | 希望对接人数 | 期望对接人数 | "
            "希望对接场次 | 期望场次 | 对接场次 | 希望洽谈场次 | 希望会见场次 | 专家数 | "
            "meetings | number of meetings | meetings wanted"
        ),
        _field(
            "budget_cny | 拟投入资金 | 拟投入经费 | 拟投入金额 | 投入资金 | 投入经费 | "
            "资金投入 | 计划投入 | 预算 | 经费预算 | 资金预算 | 研发预算 | 预算金额 | "
            "项目预算 | 榜额 | 揭榜金额 | budget | funding | investment"
        ),
        _field(
            "deadline | 需求时限 | 截止日期 | 截止时间 | 需求截止时间 | 完成时限 | "
            "解决时限 | 要求完成时间 | 完成时间 | 期望完成时间 | 时限 | 期限 | 有效期 | "
            "due | due date | needed by"
        ),
        _field(
            "mode | 解决方式 | 拟解决方式 | 需求解决方式 | 合作方式 | 拟合作方式 | "
            "期望合作方式 | 合作模式 | 对接方式 | cooperation mode | cooperation"
        ),
        _field(
            "wanted_maturity | 期望成熟度 | 要求成熟度 | 成熟度要求 | 期望技术成熟度 | "
            "所需技术成熟度 | 技术成熟度要求 | 技术成熟度 | 成熟度 | maturity | trl | "
            "wanted trl"
        ),
        _field("confidential | 是否保密 | 是否涉密 | 保密 | 涉密 | 保密要求 | 需求保密 | secret"),
        _field("public | 是否公开 | 可否公开 | 是否可公开 | 是否同意公开 | 能否公开 | 公开"),
    ),
    "experts": (
        _field("expert_id | 专家编号 | 专家id | 专家代码 | 工号 | 教工号 | 人员编号 | 编号 | id"),
        _field(
            "name | 姓名 | 专家姓名 | 教师姓名 | 姓名/职称 | 姓名及职称 | 姓名职称 | "
            "专家姓名及职称 | 专家 | 教师 | full name | expert | expert name | professor"
        ),
        _field(
            "organisation | organization | 单位 | 工作单位 | 所在单位 | 所属单位 | "
            "单位名称 | 依托单位 | 学校 | 高校 | 院校 | 所在高校 | 所属高校 | 机构 | "
            "机构全称 | affiliation | institution | university | employer"
        ),
        _field(
            "department | 部门 | 院系 | 所在院系 | 学院 | 所在学院 | 所属学院 | 系所 | "
            "所在部门 | 二级单位 | 所在系 | 系 | college | school | dept | faculty"
        ),
        _field(
            "title | 职称 | 专业技术职务 | 技术职称 | 职称/职务 | 职称职务 | 职务/职称 | "
            "职务职称 | 职称及职务 | 职务及职称 | academic title | position | rank | 职务"
        ),
        _field(
            "directions | 研究方向 | 主要研究方向 | 研究领域 | 主要研究领域 | "
            "研究方向及领域 | 研究方向/领域 | 技术领域 | 研究专长 | research directions | "
            "research direction | research interests | research areas | research fields"
        ),
        _field(
            "keywords | 关键词 | 关键字 | 专业特长 | 技术特长 | 技术专长 | 专长 | 特长 | "
            "擅长领域 | 擅长技术 | expertise | skills | specialities | keyword",
            many=True,
        ),
        _field(
            "min_meetings | 最少会见场次 | 最少场次 | 最少对接场次 | 至少场次 | 最少会见 | "
            "min meetings"
        ),
        _field(
            "max_meetings | 最多会见场次 | 最多场次 | 最多对接场次 | 可对接场次 | "
            "可会见场次 | 最多对接企业数 | 可对接企业数 | 最多会见 | max meetings"
        ),
        # Cells of these become evidence of the expert in the same row; see EVIDENCE_COLUMNS.
        _field(
            "achievement | 代表成果 | 代表性成果 | 主要成果 | 科研成果 | 已有成果 | "
            "可转化成果 | 科技成果 | 主要科研成果 | achievements",
            many=True,
        ),
        _field(
            "paper | 代表论文 | 代表性论文 | 主要论文 | 论文 | publications | papers",
            many=True,
        ),
        _field("patent | 代表专利 | 授权专利 | 主要专利 | 发明专利 | 专利 | patents", many=True),
        _field("award | 获奖情况 | 所获奖励 | 主要奖励 | 获奖 | 科技奖励 | awards", many=True),
        _field(
            "project | 承担项目 | 主持项目 | 科研项目 | 主要项目 | 在研项目 | projects",
            many=True,
        ),
        _field(
            "service | 可提供的技术服务 | 可提供技术服务 | 可提供的服务 | 可提供服务 | "
            "技术服务 | 技术服务内容 | services | technical services",
            many=True,
        ),
    ),
    "evidence": (
        _field(
            "expert_id | 专家编号 | 专家id | 完成人编号 | 工号 | 完成人 | 成果完成人 | "
            "主要完成人 | 第一完成人 | 专家姓名 | 专家 | 姓名 | 负责人 | 发明人 | 作者 | "
            "name | expert | expert name | author | authors | inventor | inventors"
        ),
        _field("kind | 类型 | 成果类型 | 类别 | 成果类别 | 种类 | 成果形式 | type | category"),
        _field(
            "title | 成果名称 | 科技成果名称 | 题目 | 标题 | 成果题目 | 论文题目 | "
            "论文名称 | 专利名称 | 项目名称 | 获奖名称 | 服务名称 | 名称"
        ),
        _field(
            "text | 简介 | 成果简介 | 成果介绍 | 成果内容 | 摘要 | 内容简介 | 内容 | "
            "描述 | 成果描述 | abstract | summary | description"
        ),
        _field(
            "year | 年份 | 年度 | 年 | 发表年份 | 发表时间 | 完成年份 | 完成时间 | "
            "授权年份 | 授权日期 | 获奖年份 | 获奖时间 | 时间 | date"
        ),
        _field(
            "maturity | 所处阶段 | 成熟度 | 技术成熟度 | 成果阶段 | 成果成熟度 | "
            "研发阶段 | 阶段 | trl | stage"
        ),
        _field("doi | doi号"),
    ),
    "companies": (
        _field("company_id | 企业编号 | 公司编号 | 单位编号 | 企业id | 编号 | id"),
        _field(
            "name | 机构全称 | 企业名称 | 企业全称 | 单位全称 | 公司全称 | 单位名称 | "
            "公司名称 | 机构名称 | 企业 | 公司 | 单位 | 名称 | company | company name | "
            "firm | enterprise"
        ),
        _INDUSTRY,
        *_COMPANY_PARTICULARS,
    ),
    "conflicts": (
        _field("need_id | 需求编号 | 需求id | 需求名称 | 技术需求名称 | 需求 | need"),
        _field(
            "company | 企业名称 | 企业 | 公司 | 公司名称 | 单位名称 | 机构全称 | "
            "企业全称 | 需求单位 | company name | company_id | 企业编号"
        ),
        _field("expert_id | 专家编号 | 专家id | 专家姓名 | 专家 | 姓名 | expert | expert name"),
        _field("reason | 原因 | 回避原因 | 冲突原因 | 理由 | 回避理由 | 说明 | 利益关系 | 关系"),
    ),
    "pins": (
        _field("need_id | 需求编号 | 需求id | 需求名称 | 技术需求名称 | 需求 | need"),
        _field("expert_id | 专家编号 | 专家id | 专家姓名 | 专家 | 姓名 | expert | expert name"),
        _field("rule | 规则 | 安排 | 要求 | 类型 | 是否必见"),
        _field("by | 指定人 | 决定人 | 提出人 | 指定单位 | 提出单位 | 来源 | decided by"),
    ),
    "decisions": (
        _field("need_id | 需求编号 | 需求id | 需求名称 | 技术需求名称 | 需求 | need"),
        _field("expert_id | 专家编号 | 专家id | 专家姓名 | 专家 | 姓名 | expert | expert name"),
        _field(
            "decision | 决定 | 答复 | 对接结果 | 对接答复 | 回复结果 | 是否接受 | 是否同意对接 | "
            "response | answer | outcome"
        ),
        _field(
            "rating | 评分 | 会面评分 | 对接评分 | 效果评分 | 评价 | 满意度 | 对接满意度 | "
            "score | satisfaction"
        ),
        _field(
            "reason | 原因 | 理由 | 婉拒原因 | 婉拒理由 | 拒绝原因 | 拒绝理由 | 未接受原因 | "
            "declined because"
        ),
        _field("by | 答复人 | 决定人 | 评价人 | 填报人 | 反馈人 | 反馈单位 | decided by"),
        _field("date | 日期 | 答复日期 | 决定日期 | 反馈日期 | 会面日期 | 对接日期 | 时间"),
    ),
}

EVIDENCE_COLUMNS = ("achievement", "paper", "patent", "award", "project", "service")
"""Fields of an expert's row that become evidence of that kind."""

PARTICULARS: tuple[Field, ...] = _COMPANY_PARTICULARS

KEPT = frozenset(
    _words(
        "职务 | 学历 | 学位 | 性别 | 年龄 | 出生年月 | 可应用行业 | 应用行业 | 应用领域 | "
        "个人简介 | 专家简介 | 合作意向单位 | 意向单位 | 意向专家 | 推荐单位 | 机构属性 | "
        "单位性质 | 企业性质 | 企业规模 | 注册资本 | 法定代表人 | 技术水平 | 专利号 | "
        "转化方式 | 知识产权 | 备注 | 填报人 | 填报日期 | 审核意见 | 姓名 | 手机 | 电话 | "
        "联系电话 | 联系方式 | 邮箱 | 电子邮箱 | 地址 | 联系人 | 简介 | 期刊 | 来源 | 单位 | "
        "部门 | 职称 | remarks | remark | notes | source | degree | phone | email | journal"
    )
)
"""Headings of real forms that duijie has no field for: kept as extras without remark."""

ORDINAL = frozenset({"序号", "序", "no", "no.", "#", "顺序号", "行号"})
"""Headings of mere row numbers, which are no ids: they change when a sheet is sorted."""

CALLED: dict[Kind, Text] = {
    "needs": Text("需求", "needs"),
    "experts": Text("专家", "experts"),
    "evidence": Text("成果", "pieces of evidence"),
    "companies": Text("企业", "companies"),
    "conflicts": Text("回避关系", "conflicts"),
    "pins": Text("指定", "pins"),
    "decisions": Text("决定", "decisions"),
}
"""What the records of a kind are called in messages."""

NAMED_FOR: dict[Kind, tuple[str, ...]] = {
    "needs": ("needs", "need", "需求", "难题", "榜单"),
    "experts": ("experts", "expert", "专家", "教师", "师资", "教授"),
    "evidence": ("evidence", "成果", "论文", "专利", "业绩"),
    "companies": ("companies", "company", "企业", "公司", "单位"),
    "conflicts": ("conflicts", "conflict", "回避", "冲突"),
    "pins": ("pins", "pin", "指定", "必见"),
    "decisions": ("decisions", "decision", "决定", "答复", "对接结果", "反馈"),
}
"""Words in the name of a file or sheet that tell its kind."""

REQUIRED: dict[Kind, tuple[tuple[str, ...], ...]] = {
    "needs": (("title", "text"),),
    "experts": (("name",),),
    "evidence": (("expert_id",), ("title",)),
    "companies": (("name",),),
    "conflicts": (("expert_id",), ("need_id", "company")),
    "pins": (("need_id",), ("expert_id",), ("rule",)),
    "decisions": (("need_id",), ("expert_id",), ("decision", "rating")),
}
"""Of each group, a sheet of that kind has at least one heading."""
