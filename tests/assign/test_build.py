import numpy as np
import pytest

from duijie.assign.build import build_problem
from duijie.assign.problem import AssignProblem
from duijie.assign.size import notice_large
from duijie.domain.bounds import Bounds
from duijie.domain.errors import BadData
from duijie.domain.plans import AffinityMatrix
from duijie.domain.records import Company, Conflict, Expert, Need, Pin

AFFINITY = AffinityMatrix(
    ("N-01", "N-02"), ("E-01", "E-02"), np.array([[0.5, np.nan], [0.25, 0.75]])
)
NEEDS = (
    Need("N-01", "brine", company="Sea Salt Ltd", wanted_meetings=2),
    Need("N-02", "odour", company="Green Paint Ltd"),
)
EXPERTS = (
    Expert("E-01", "An", min_meetings=1, max_meetings=4),
    Expert("E-02", "Bo"),
)


def bounds(problem: AssignProblem) -> list[list[int]]:
    arrays = (problem.need_min, problem.need_max, problem.expert_min, problem.expert_max)
    return [array.tolist() for array in arrays]


def test_affinities_alone_make_a_problem_with_the_usual_bounds() -> None:
    problem = build_problem(AFFINITY)
    assert problem.need_ids == ("N-01", "N-02")
    assert problem.need_titles == ()
    assert bounds(problem) == [[1, 1], [3, 3], [0, 0], [8, 8]]
    assert problem.allowed.tolist() == [[True, False], [True, True]]


def test_columns_of_the_sheets_beat_what_is_usual_and_options_beat_columns() -> None:
    problem = build_problem(AFFINITY, NEEDS, EXPERTS)
    assert problem.need_titles == ("brine", "odour")
    assert bounds(problem) == [[2, 1], [2, 3], [1, 0], [4, 8]]
    usual = build_problem(
        AFFINITY, NEEDS, EXPERTS, usual_per_need=Bounds(0, 1), usual_per_expert=Bounds(2, 3)
    )
    assert bounds(usual) == [[2, 0], [2, 1], [1, 2], [4, 3]]
    forced = build_problem(AFFINITY, NEEDS, EXPERTS, per_need=Bounds(1, 1), per_expert=Bounds(0, 5))
    assert bounds(forced) == [[1, 1], [1, 1], [0, 0], [5, 5]]


def test_a_side_left_open_gives_way_to_the_side_that_is_stated() -> None:
    experts = (Expert("E-01", "An", max_meetings=1), Expert("E-02", "Bo", min_meetings=9))
    problem = build_problem(AFFINITY, experts=experts, usual_per_expert=Bounds(2, 8))
    assert bounds(problem)[2:] == [[1, 9], [1, 9]]


def test_people_without_any_affinity_are_kept() -> None:
    needs = (Need("N-03", "dust"), *NEEDS)
    problem = build_problem(AFFINITY, needs, (*EXPERTS, Expert("E-03", "Cy")))
    assert problem.need_ids == ("N-01", "N-02", "N-03")
    assert problem.expert_ids == ("E-01", "E-02", "E-03")
    assert problem.need_titles == ("brine", "odour", "dust")
    assert not problem.allowed[2].any()
    assert not problem.allowed[:, 2].any()


def test_a_conflict_names_a_need_or_a_company() -> None:
    conflicts = (
        Conflict("E-01", need_id="N-02"),
        Conflict("E-02", company=" sea salt LTD"),
    )
    problem = build_problem(AFFINITY, NEEDS, EXPERTS, conflicts)
    assert problem.forbidden.tolist() == [[False, True], [True, False]]


def test_the_company_list_lends_its_short_names_and_ids() -> None:
    companies = (
        Company("C1", "Sea Salt Ltd", short_name="Sea Salt"),
        Company("C2", "Green Paint Limited Company", short_name="Green Paint Ltd"),
        Company("C3", "No Needs Ltd"),
    )
    conflicts = (
        Conflict("E-01", company="Sea Salt"),
        Conflict("E-02", company="C2"),
        Conflict("E-01", company="No Needs Ltd"),
    )
    problem = build_problem(AFFINITY, NEEDS, EXPERTS, conflicts, companies=companies)
    assert problem.forbidden.tolist() == [[True, False], [False, True]]


def test_pins_are_read_and_an_unscored_must_counts_nothing() -> None:
    pins = (Pin("N-01", "E-02", "must"), Pin("N-02", "E-01", "never"))
    problem = build_problem(AFFINITY, NEEDS, EXPERTS, pins=pins)
    assert problem.must.tolist() == [[False, True], [False, False]]
    assert problem.forbidden.tolist() == [[False, False], [True, False]]
    assert problem.affinity[0, 1] == 0


@pytest.mark.parametrize(
    ("conflicts", "pins", "message"),
    [
        (
            (),
            (Pin("N-02", "E-01", "must", by="dean"), Pin("N-02", "E-01", "never", by="office")),
            r'N-02 with E-01: the pin "must" \(by dean\) contradicts the pin "never" \(by office\)',
        ),
        (
            (Conflict("E-01", need_id="N-02", reason="former partner"),),
            (Pin("N-02", "E-01", "must"),),
            r'the pin "must" contradicts a conflict \(former partner\)',
        ),
    ],
)
def test_contradictions_name_both_sides(
    conflicts: tuple[Conflict, ...], pins: tuple[Pin, ...], message: str
) -> None:
    with pytest.raises(BadData, match=message):
        build_problem(AFFINITY, NEEDS, EXPERTS, conflicts, pins)


def test_unknown_ids_are_refused_with_the_nearest_ones() -> None:
    with pytest.raises(BadData, match="unknown need_id N-20") as caught:
        build_problem(AFFINITY, pins=[Pin("N-20", "E-01", "must")])
    assert "did you mean N-02 or N-01?" in caught.value.describe("en")
    with pytest.raises(BadData, match="unknown expert_id X9") as caught:
        build_problem(AFFINITY, conflicts=[Conflict("X9", need_id="N-01")])
    assert caught.value.hints == ()
    with pytest.raises(BadData, match="unknown company Sea Sallt") as caught:
        build_problem(AFFINITY, NEEDS, conflicts=[Conflict("E-01", company="Sea Sallt")])
    assert "Sea Salt Ltd" in caught.value.describe("zh")


def test_an_affinity_for_somebody_not_on_the_sheet_is_refused() -> None:
    with pytest.raises(BadData, match="unknown need_id N-02"):
        build_problem(AFFINITY, NEEDS[:1])
    with pytest.raises(BadData, match="unknown expert_id E-01"):
        build_problem(AFFINITY, experts=EXPERTS[1:])


def test_a_person_twice_is_refused() -> None:
    with pytest.raises(BadData, match="need_id N-01 stands twice"):
        build_problem(AFFINITY, (*NEEDS, NEEDS[0]))


def test_needs_of_one_company_are_put_together_however_it_is_spelled() -> None:
    needs = (
        *NEEDS,
        Need("N-03", "dust", company=" sea salt LTD"),
        Need("N-04", "noise"),
    )
    problem = build_problem(
        AFFINITY, needs, per_company=Bounds(1, 4), company_most={"Sea salt ltd": 2, "Other": 0}
    )
    assert problem.companies
    assert problem.companies.names == ("Sea Salt Ltd", "Green Paint Ltd")
    assert problem.companies.of_need.tolist() == [0, 1, 0, -1]
    assert problem.companies.low.tolist() == [1, 1]
    assert problem.companies.high.tolist() == [2, 4]
    free = build_problem(AFFINITY, needs, company_most={"Sea Salt Ltd": 2})
    assert free.companies
    assert free.companies.low.tolist() == [0, 0]
    assert free.companies.high[0] == 2
    assert build_problem(AFFINITY, needs).companies is None
    assert build_problem(AFFINITY, per_company=Bounds(1, 4)).companies is None


def test_a_company_with_less_time_than_meetings_asked_of_it_is_refused() -> None:
    with pytest.raises(BadData, match="company Sea Salt Ltd: at least 2 and at most 1"):
        build_problem(AFFINITY, NEEDS, per_company=Bounds(2, 4), company_most={"Sea Salt Ltd": 1})


def test_departments_of_one_organisation_are_groups() -> None:
    experts = (
        Expert("E-01", "An", organisation="North", department="Chemistry"),
        Expert("E-02", "Bo", organisation="South", department="Chemistry"),
        Expert("E-03", "Cy", organisation="North", department="chemistry "),
        Expert("E-04", "Di", organisation="North"),
    )
    problem = build_problem(AFFINITY, NEEDS, experts, per_department=1)
    assert problem.groups
    assert problem.groups.names == ("North Chemistry", "South Chemistry")
    assert problem.groups.of_expert.tolist() == [0, 1, 0, -1]
    assert problem.groups.most == 1
    assert build_problem(AFFINITY, NEEDS, experts).groups is None
    assert build_problem(AFFINITY, NEEDS, EXPERTS, per_department=1).groups is None


def test_more_pairs_than_an_event_can_have_are_refused_with_their_number() -> None:
    many = tuple(Need(f"N-{number}", "the same") for number in range(5000))
    crowd = tuple(Expert(f"E-{number}", "An") for number in range(5000))
    nobody = AffinityMatrix((), (), np.zeros((0, 0)))
    with pytest.raises(BadData, match=r"5,000 needs x 5,000 experts = 25,000,000 pairs") as caught:
        build_problem(nobody, many, crowd)
    assert "right file" in caught.value.describe("en")


def test_a_thousand_needs_are_mentioned() -> None:
    many = tuple(Need(f"N-{number}", "the same") for number in range(1000))
    problem = build_problem(AffinityMatrix((), (), np.zeros((0, 0))), many, EXPERTS)
    assert notice_large(problem).en.startswith("there are 1,000 needs, far more than")
    assert notice_large(problem).zh.startswith("共有 1,000 项需求，比一般对接会多得多")
    assert not notice_large(build_problem(AFFINITY))
