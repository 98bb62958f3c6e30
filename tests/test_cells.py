"""The grammar of printed cells: what it reads, what it refuses, and that it reads all of the paper's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import pytest

from supportgroups.cells import (
    COMMUNITIES,
    LEGAL_FORMS,
    LOCATIONS,
    CellError,
    Name,
    parse_communities,
    parse_location,
    parse_members,
    parse_name,
    parse_number,
    parse_status,
    parse_years,
)
from supportgroups.dataset import data_directory, load_communities, load_printed_table, read_descriptor
from supportgroups.derive import PrintedCellError, derive, emended_tables


def allowed(table: str, column: str) -> list[str]:
    """Return the values that the descriptor allows in a column."""
    (resource,) = (entry for entry in read_descriptor(data_directory())["resources"] if entry["name"] == table)
    (field,) = (entry for entry in resource["schema"]["fields"] if entry["name"] == column)
    values: list[str] = field["constraints"]["enum"]
    return values


def not_refused(parse: Callable[[str], object], texts: Iterable[str], message: str) -> dict[str, object]:
    """Return the texts that a grammar reads, or refuses in other words than these."""
    taken: dict[str, object] = {}
    for text in texts:
        try:
            taken[text] = parse(text)
        except CellError as error:
            if message not in str(error):
                taken[text] = str(error)
    return taken


YEARS: dict[str, dict[str, int]] = {
    "": {},
    "1990": {"began": 1990},
    "1992 -2002": {"began": 1992, "ended": 2002},
    "1988 *1984*": {"began": 1988, "organisation_founded": 1984},
    "1998 1990": {"began": 1998, "predecessor_began": 1990},
}
NO_YEAR = dict.fromkeys(("began", "ended", "organisation_founded", "predecessor_began"))


def test_years() -> None:
    assert {text: parse_years(text) for text in YEARS} == {text: {**NO_YEAR, **years} for text, years in YEARS.items()}


NO_YEARS = (
    "199O",
    "90",
    "19900",
    "0990",
    "１９９０",
    " 1990",
    "1990 ",
    "1990\n",
    "1992-2002",
    "1992 - 2002",
    "1992 –2002",
    "1992 -",
    "1988 *1984",
    "1988 1984*",
    "1988*1984*",
    "*1984* 1988",
    "*1984*",
    "1988 **1984**",
    "1998 1990 1985",
    "1988 *1984* 1980",
    "N/A",
    "c. 1990",
)


def test_years_outside_the_grammar() -> None:
    assert not_refused(parse_years, NO_YEARS, "expected a year, “1992 -2002”, “1988 *1984*”, “1998 1990”, or nothing") == {}


STATUS = {
    "NPO *2001*": ("npo_corporation", 2001),
    "労働組合": ("labour_union", None),
    "UN NGO": ("un_ngo", None),
    "None": ("none", None),
    "": ("not_stated", None),
}


def test_status() -> None:
    assert {text: tuple(parse_status(text).values()) for text in STATUS} == STATUS
    assert [*parse_status("")] == ["legal_form", "npo_since"]


NO_STATUS = ("N/A", "none", "NGO", "宗教法人", "NPO *2001", "NPO 2001", "NPO*2001*", "NPO *2001* ", " None", "UN  NGO")


def test_status_outside_the_grammar() -> None:
    assert not_refused(parse_status, NO_STATUS, "expected one of 宗教団体, ") == {}


OTHER_YEAR = ("NPO", "労働組合 *1990*", "None *2001*")


def test_a_year_stands_with_npo_and_only_there() -> None:
    assert not_refused(parse_status, OTHER_YEAR, "expected an italic year with NPO, and only with NPO: “NPO *2001*”") == {}


MEMBERS = {
    "": (None, None, "blank"),
    "N/A": (None, None, "not_applicable"),
    "1": (1, None, "reported"),
    "300": (300, None, "reported"),
    "130 *10*": (130, 10, "reported"),
    "3,000 *2,000*": (3000, 2000, "reported"),
    "6,000": (6000, None, "reported"),
    "1,234,567": (1234567, None, "reported"),
}


def test_members() -> None:
    assert {text: tuple(parse_members(text).values()) for text in MEMBERS} == MEMBERS
    assert [*parse_members("")] == [*parse_members("1")] == ["members", "foreign_members", "members_status"]


def test_approximate_members_are_read_where_a_dataset_knows_them() -> None:
    about = {"about 300": (300, None, "approximate"), "about 3,000 *20*": (3000, 20, "approximate")}
    assert {text: tuple(parse_members(text, approximate=True).values()) for text in about | MEMBERS} == about | MEMBERS


NO_MEMBERS = (
    "-300",
    "0",
    "007",
    "3000",
    "3,00",
    "3,0000",
    "3.000",
    "３００",
    "300 persons",
    "*10*",
    "130 10",
    "130 *10",
    "130*10*",
    "n/a",
    "NA",
    "None",
    " ",
    "about 300",
)


def test_members_outside_the_grammar() -> None:
    assert not_refused(parse_members, NO_MEMBERS, "expected a number, “3,000 *2,000*”, “N/A”, or nothing") == {}


COMMUNITY_CELLS = {
    "": [],
    "Filipino": [("Filipino", "Filipino", False)],
    "Thai, Filipina": [("Thai", "Thai", False), ("Filipina", "Filipino", False)],
    "Thai,Filipina": [("Thai", "Thai", False), ("Filipina", "Filipino", False)],
    "Chinese, (American, European)": [("Chinese", "Chinese", False), ("American", "American", True), ("European", "European", True)],
    "Chinese, (American)": [("Chinese", "Chinese", False), ("American", "American", True)],
    "(American, Thai, European), Chinese": [
        ("American",) * 2 + (True,),
        ("Thai",) * 2 + (True,),
        ("European",) * 2 + (True,),
        ("Chinese",) * 2 + (False,),
    ],
    "North Korean, Korean": [("North Korean", "North Korean", False), ("Korean", "Korean", False)],
    "Nikkei Peruvian": [("Nikkei Peruvian", "Nikkei Peruvian", False)],
    "All Foreigners": [("All Foreigners", "All foreigners", False)],
    'All "illegal" foreigners': [('All "illegal" foreigners', "All undocumented foreigners", False)],
}


def test_communities() -> None:
    columns = ("printed", "community", "in_parentheses")
    assert {text: parse_communities(text) for text in COMMUNITY_CELLS} == {
        text: [dict(zip(columns, item, strict=True)) for item in communities] for text, communities in COMMUNITY_CELLS.items()
    }


NO_COMMUNITIES = {
    "Martian": "“Martian” is none of them",
    "filipino": "“filipino” is none of them",
    "Thai;Filipina": "“Thai;Filipina” is none of them",
    "Thai,  Filipina": "“ Filipina” is none of them",
    "Thai,": "“” is none of them",
    "N/A": "“N/A” is none of them",
    "Thai, Thai": "expected each community once; “Thai” is there twice",
    "Filipina, Filipino": "expected each community once; “Filipino” is there twice",
    "Chinese, (American, European": "expected parentheses that open and close once",
    "Chinese, American)": "expected parentheses that open and close once",
    "(Chinese, (American), European)": "expected parentheses that open and close once",
    "Chinese (American, European)": "“Chinese (American” is none of them",
}


def test_communities_outside_the_grammar() -> None:
    for text, message in NO_COMMUNITIES.items():
        assert not_refused(parse_communities, [text], message) == {}


NAMES = {
    "東京ユニオン (Tokyo Union)": Name("東京ユニオン", "Tokyo Union"),
    "医病問題(Esperanza-no-kai)": Name("医病問題", "Esperanza-no-kai"),
    "SABAY (SABAY)": Name("SABAY", "SABAY"),
    "SHARE (国際保健協力市民の会) (SHARE)": Name("SHARE (国際保健協力市民の会)", "SHARE"),
    "外国人労働者弁護団 (LAFLR) (Lawyers Association for Foreign Laborers Rights)": Name(
        "外国人労働者弁護団 (LAFLR)", "Lawyers Association for Foreign Laborers Rights"
    ),
}
FORMER_NAMES = (
    "旧：基金 (Former: Fund)",
    "旧:基金 (Former: Fund)",
    "旧 :基金 (Former: Fund)",
    "旧 基金 (Former: Fund)",
    "旧：基金 (Former：Fund)",
    "旧：基金 (Former:Fund)",
    "旧：基金(Former: Fund)",
)


def test_names() -> None:
    assert {text: parse_name(text) for text in NAMES} == NAMES
    expected = Name("友の会", "Friends", "基金", "Fund")
    assert [former for former in FORMER_NAMES if parse_name(f"友の会 (Friends) {former}") != expected] == []


NO_NAMES = (
    "",
    " ",
    "東京ユニオン",
    "(Tokyo Union)",
    "東京ユニオン ()",
    "東京ユニオン (Tokyo Union",
    "東京ユニオン （Tokyo Union）",
    " 東京ユニオン (Tokyo Union)",
    "東京ユニオン (Tokyo Union) ",
    "東京ユニオン (Tokyo (Union))",
    "友の会 (Friends) 旧：基金",
    "友の会 (Friends) (Former: Fund) 基金",
)


def test_names_outside_the_grammar() -> None:
    assert not_refused(parse_name, NO_NAMES, "expected “name (English name)”, and “旧：name (Former: English name)” behind it") == {}


def test_the_name_of_the_unnumbered_row() -> None:
    assert parse_name("旧：連帯する会 (Solidarity Center)", numbered=False) == Name("連帯する会", "Solidarity Center")
    with pytest.raises(CellError, match=re.escape("expected “旧：name (English name)”")):
        parse_name("連帯する会 (Solidarity Center)", numbered=False)


def test_numbers() -> None:
    assert (parse_number("1"), parse_number("19"), parse_number("99999")) == (1, 19, 99999)
    outside = ["", "0", "01", "100000", "1.", "１", "1１", "-1", "1 "]
    assert not_refused(parse_number, outside, "expected a whole number from 1 to 99999") == {}


def test_locations() -> None:
    assert parse_location("Kanagawa") == "Kanagawa"
    assert not_refused(parse_location, ["", "tokyo", "Osaka", "Tokyo ", "東京"], "expected Tokyo or Kanagawa") == {}


def test_the_vocabularies_are_the_descriptor_s() -> None:
    assert set(LEGAL_FORMS.values()) == set(allowed("groups", "legal_form"))
    assert set(COMMUNITIES.values()) == set(allowed("communities_served", "community"))
    assert set(LOCATIONS) == set(allowed("groups", "location"))


def test_every_word_of_the_vocabularies_is_printed() -> None:
    printed = emended_tables()
    assert {re.sub(r" \*.*", "", text) for text in printed["legal_status"]} == set(LEGAL_FORMS)
    assert set(load_communities()["printed"]) == set(COMMUNITIES)


def test_every_printed_name_is_within_the_grammar() -> None:
    rows = emended_tables()
    assert len(rows) == 80
    for number, text in zip(rows["number"], rows["name"], strict=True):
        name = parse_name(text, numbered=bool(number))
        # What is read is what is printed: nothing falls between the parts.
        read = "".join(part for part in name if part)
        rest = re.sub(r"旧 ?[:：]?|Former[:：]|[() ]", "", text)
        assert re.sub(r"[() ]", "", read) == rest


def test_no_printed_number_is_lost() -> None:
    """The years and numbers of members in the groups and predecessors are those of the printed cells, each as often."""
    tables = derive()
    rows = emended_tables()
    figures = pd.concat([rows["began"], rows["legal_status"], rows["members"]])
    printed = sorted(int(figure.replace(",", "")) for text in figures for figure in re.findall(r"\d[\d,]*", text))
    derived = pd.concat(
        [
            *(tables["groups"][column] for column in ("began", "ended", "organisation_founded", "npo_since", "members", "foreign_members")),
            *(tables["predecessors"][column] for column in ("began", "ended")),
        ]
    )
    assert sorted(derived.dropna().astype(int)) == printed


@pytest.mark.parametrize(
    ("table", "row", "column", "text", "expected"),
    [
        (1, 11, "name", "横浜教区", "expected “旧：name (English name)”"),
        (1, 2, "number", "1", "expected a number that no other row has"),
        (3, 2, "began", "1991", "expected a second, upright year exactly where the name cell gives a predecessor"),
        (3, 4, "began", "1986 1980", "expected a second, upright year exactly where the name cell gives a predecessor"),
        (4, 19, "communities", "Martian", "“Martian” is none of them"),
    ],
)
def test_a_cell_outside_the_grammar_is_named(data: Path, table: int, row: int, column: str, text: str, expected: str) -> None:
    # No emendation may find its cell changed: that would be another error.
    emendations = pd.read_csv(data / "emendations.csv", dtype=str, keep_default_na=False)
    emendations["corrected"] = emendations["corrected"].where((emendations["table"] != str(table)) | (emendations["row"] != str(row)), "")
    emendations.to_csv(data / "emendations.csv", index=False, lineterminator="\n")
    file = data / "source" / f"table-{table}.csv"
    printed = pd.read_csv(file, dtype=str, keep_default_na=False)
    printed.iloc[row - 1, 1 + list(load_printed_table(table).columns[1:]).index(column)] = text
    printed.to_csv(file, index=False, lineterminator="\n")
    with pytest.raises(PrintedCellError) as caught:
        derive(data)
    error = caught.value
    assert (error.table, error.row, error.column, error.text) == (table, row, column, text)
    assert expected in error.expected
    assert str(error) == f"table {table}, row {row}, {column}: “{text}”: {error.expected}"


@pytest.mark.parametrize("table", [1, 2])
def test_a_row_without_a_number_needs_a_row_above_it_in_its_own_table(data: Path, table: int) -> None:
    emendations = pd.read_csv(data / "emendations.csv", dtype=str, keep_default_na=False)
    emendations["corrected"] = emendations["corrected"].where((emendations["table"] != str(table)) | (emendations["row"] != "1"), "")
    emendations.to_csv(data / "emendations.csv", index=False, lineterminator="\n")
    file = data / "source" / f"table-{table}.csv"
    printed = pd.read_csv(file, dtype=str, keep_default_na=False)
    printed.iloc[0, 1:3] = ["", "旧：会 (Former Group)"]
    printed.to_csv(file, index=False, lineterminator="\n")
    with pytest.raises(PrintedCellError, match=f"table {table}, row 1, number: .*no row above it could be its successor"):
        derive(data)


@pytest.mark.parametrize(
    ("emendation", "expected"),
    [
        ("E-900,1,2,name,no such text,other,misprint,Test.,", "E-900 expects “no such text” here exactly once"),
        ("E-900,1,2,name,CTIC,AAA,misprint,Test.,", "E-900 expects “CTIC” here exactly once"),  # it is there twice
        ("E-900,6,3,communities,,Thai,misprint,Test.,", "E-900 expects “” here exactly once"),  # a blank cell has no text to correct
    ],
)
def test_an_emendation_that_fits_no_cell_is_named(data: Path, emendation: str, expected: str) -> None:
    with (data / "emendations.csv").open("a", encoding="utf-8") as file:
        file.write(emendation + "\n")
    with pytest.raises(PrintedCellError, match=re.escape(expected)):
        derive(data)
