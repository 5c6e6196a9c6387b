"""A dozen subjects, each as a need and as evidence, in Chinese and in English: written by us.

Far apart from each other, so that an encoder which reads both sides finds the partner of each.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    """What a company asks and what an expert has shown, on one subject in two languages."""

    need_zh: str
    need_en: str
    evidence_zh: str
    evidence_en: str


SUBJECTS = (
    Subject(
        "含氟废水深度处理，出水氟离子要稳定低于1毫克每升",
        "Polishing fluoride wastewater so that the effluent stays below 1 mg per litre",
        "镧改性吸附剂去除水中氟离子的性能与再生",
        "Lanthanum-modified adsorbents for removing fluoride from water and their regeneration",
    ),
    Subject(
        "加氢催化剂积炭失活快，希望延长使用寿命",
        "Our hydrogenation catalyst loses activity by coking; we want a longer life",
        "抗积炭镍基催化剂的制备及加氢稳定性",
        "Preparation of coke-resistant nickel catalysts and their stability in hydrogenation",
    ),
    Subject(
        "锂离子电池电解液在高电压下分解产气",
        "Electrolyte of lithium-ion batteries decomposes and forms gas at high voltage",
        "高电压电解液成膜添加剂对锂电池界面的影响",
        "Film-forming additives for high-voltage electrolytes and the interfaces of lithium cells",
    ),
    Subject(
        "精馏塔能耗高，寻求热泵或热耦合节能改造",
        "Distillation columns use too much energy; heat pumps or heat integration are sought",
        "隔壁塔与热泵精馏的模拟优化及工业应用",
        "Simulation and industrial use of dividing-wall columns and heat-pump distillation",
    ),
    Subject(
        "环氧树脂灌封料固化后开裂，耐热不够",
        "Our epoxy potting compound cracks after curing and does not withstand heat",
        "增韧耐高温环氧树脂体系的分子设计",
        "Molecular design of toughened, heat-resistant epoxy resins",
    ),
    Subject(
        "手性农药中间体的不对称合成，要求光学纯度高",
        "Asymmetric synthesis of a chiral pesticide intermediate of high optical purity",
        "手性配体金属催化的对映选择性反应研究",
        "Enantioselective reactions catalysed by metals with chiral ligands",
    ),
    Subject(
        "药物晶型控制和粒度分布不稳定",
        "Crystal form and particle size of our drug vary from batch to batch",
        "结晶过程在线监测与多晶型控制",
        "In-line monitoring of crystallisation and control of polymorphs",
    ),
    Subject(
        "车间挥发性有机物废气治理，要求达标排放",
        "Abatement of volatile organic compounds in workshop exhaust to meet emission limits",
        "蓄热催化燃烧处理工业有机废气",
        "Regenerative catalytic oxidation of industrial organic exhaust gas",
    ),
    Subject(
        "利用酵母发酵生产有机酸，产率有待提高",
        "Organic acids by yeast fermentation: the yield must rise",
        "代谢工程改造微生物高产羧酸",
        "Metabolic engineering of microbes for high titres of carboxylic acids",
    ),
    Subject(
        "二氧化碳捕集吸收剂再生能耗过高",
        "Regenerating the solvent takes too much energy in carbon dioxide capture",
        "相变胺溶液吸收二氧化碳的热力学与工艺",
        "Thermodynamics and process of phase-change amines for absorbing carbon dioxide",
    ),
    Subject(
        "水性涂料防腐性能差，盐雾试验不合格",
        "Our waterborne coating protects poorly against corrosion and fails the salt-spray test",
        "石墨烯改性水性防腐涂层的屏蔽机理",
        "Barrier mechanism of graphene-modified waterborne anticorrosive coatings",
    ),
    Subject(
        "微通道反应器中硝化反应的放大与安全",
        "Scale-up and safety of nitration in microchannel reactors",
        "连续流强放热反应的传热与热失控研究",
        "Heat transfer and thermal runaway of strongly exothermic reactions in continuous flow",
    ),
)
