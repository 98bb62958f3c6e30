"""The claims of the six tables: their captions, headers and cells."""

from __future__ import annotations

import re

import pandas as pd

from supportgroups.audit.claims import Observation, Reading, Record, Untested, claim, records
from supportgroups.audit.tables import Tables
from supportgroups.audit.untested import needs
from supportgroups.audit.values import (
    Possible,
    all_of,
    between,
    exactly,
    found,
    holds,
    open_question,
    year,
)
from supportgroups.dataset import PRINTED_COLUMNS, TABLES

EVERY_TABLE = "Table 1; Table 2; Table 3; Table 4; Table 5; Table 6"
PLACES = {
    "Tokyo": "東京|Tokyo|三多摩|江戸川|八王子|渋谷|大田",
    "Kanagawa": "神奈川|かながわ|Kanagawa|横浜|よこはま|Yokohama|横須賀|Yokosuka|相模原|Sagamihara",
}
"""Prefecture → place names in it that stand in the names of groups."""
NOT_ETHNIC = ("All foreigners", "All Foreigners", 'All "illegal" foreigners', "Asian Women", "European")
"""Printed labels that name neither a nationality nor a descent (E-041, E-069, E-096)."""
NO_LEGAL_FORM = ("religious_body", "lawyers_body", "un_ngo")
"""Entries of the column of legal status that are no form in law, and not None either (E-005, E-130, E-079)."""
MAY_BE_SUPPORT = "The printed year may be that in which help for foreigners began, not that of the founding (E-090)."


def _printed(tables: Tables) -> pd.DataFrame:
    """Return all rows as printed, under one set of column names, with the table that each stands in."""
    frames = []
    for table in TABLES:
        frame = tables[f"table-{table}"].copy()
        frame.columns = pd.Index(["row", *PRINTED_COLUMNS])
        frames.append(frame.fillna(dict.fromkeys(PRINTED_COLUMNS, "")).assign(table=table))
    return pd.concat(frames, ignore_index=True)


def _rows(printed: pd.DataFrame) -> list[Record]:
    """Return printed rows as evidence: the group where the row has a number, and the row itself where it has none."""
    return [
        Record("groups", f"T{row['table']}-{int(row['number']):02d}") if row["number"] else Record(f"table-{row['table']}", str(row["row"]))
        for row in printed.to_dict("records")
    ]


def _category(tables: Tables, category: str) -> pd.DataFrame:
    return tables["groups"][tables["groups"]["category"] == category]


def _number(condition: pd.Series) -> int:
    return int(condition.fillna(False).sum())


def _of(low: int, high: int, total: int) -> Possible:
    return found(low, total) if low == high else between(low, high, f"{low} to {high} of {total}")


# --- captions


@claim(
    "Tab-01",
    locator=EVERY_TABLE,
    kind="universal",
    statement="All six captions place the groups in Tokyo and Kanagawa.",
    asserted=all_of(80),
    discussed="02-support-groups#fig-categories",
)
def _places(tables: Tables) -> Observation:
    printed = _printed(tables)
    return Observation(
        found(_number(printed["location"].isin(["Tokyo", "Kanagawa"])), len(printed)),
        "Printed rows whose location is one of the two.",
        records(tables, "groups", tables["groups"]),
        remark="Some are national or international bodies, of which only the office can be meant (E-078, E-107, E-172).",
    )


@claim(
    "Tab-02",
    locator=EVERY_TABLE,
    kind="universal",
    statement="Each of the six kinds is found in Tokyo and in Kanagawa.",
    asserted=all_of(6),
    discussed="02-support-groups#fig-categories",
)
def _both_places(tables: Tables) -> Observation:
    placed = tables["groups"].groupby("table")["location"].nunique()
    return Observation(
        found(_number(placed == 2), len(placed)),
        "Tables with rows in both.",
        records(tables, "categories", tables["categories"]),
    )


@claim(
    "Tab-03",
    locator=EVERY_TABLE,
    kind="text against table",
    statement="A group that names a place of one prefecture is located in that prefecture.",
    asserted=all_of(28),
    discussed="02-support-groups#the-six-tables",
)
def _named_places(tables: Tables) -> Observation:
    groups = tables["groups"]
    names = groups["name_ja"] + " " + groups["name_en"]
    naming = {place: names.str.contains(pattern) for place, pattern in PLACES.items()}
    rows = groups[naming["Tokyo"] ^ naming["Kanagawa"]]
    agree = rows.apply(lambda row: bool(re.search(PLACES[str(row["location"])], f"{row['name_ja']} {row['name_en']}")), axis="columns")
    apart = ", ".join(rows.loc[~agree, "group_id"])
    return Observation(
        found(int(agree.sum()), len(rows)),
        f"Groups whose name has a place of just one of the two prefectures, and that are located there; not so {apart or 'none'}.",
        records(tables, "groups", rows),
        [Reading("The office may be elsewhere than the place of the name.", between(int(agree.sum()), len(rows)))],
        remark="T6-06 is the last row placed in Tokyo before the first in Kanagawa; a slip of one line is possible (E-175).",
    )


@claim(
    "Tab-04",
    locator=f"{EVERY_TABLE}; II, para. 3; II, para. 4; II, para. 5; II, para. 6; II, para. 7; II, para. 8",
    kind="text against table",
    statement="The tables follow the prose, kind by kind.",
    asserted=all_of(6),
    discussed="02-support-groups#six-kinds-of-groups",
)
def _tables_follow_the_prose(tables: Tables) -> Observation:
    categories = tables["categories"]
    paragraphs = categories["locator"].str.extract(r"II, para\. (\d+)")[0].astype(int)
    numbers = categories["caption_printed"].str.extract(r"Table ?(\d)")[0].astype(int)
    rank = paragraphs.rank().astype(int)
    other_words = [
        caption for name, caption in zip(categories["name_in_text"], categories["caption_printed"], strict=True) if name not in caption
    ]
    return Observation(
        found(_number(numbers == rank), len(categories)),
        "Captions whose number is the place of the kind in the prose.",
        records(tables, "categories", categories),
        remark=f"{len(other_words)} captions use other words than the prose: groups for women are women support groups, and legal services "
        "lawyers, which is narrower (E-064, E-125).",
    )


@claim(
    "Tab-05",
    locator="Table 1",
    kind="description of a category",
    statement="All groups of Table 1 are Christian.",
    asserted=all_of(14),
    discussed="02-support-groups#christian-ngos",
)
def _christian_groups(tables: Tables) -> Observation:
    rows = _category(tables, "christian")
    citizens = rows["name_ja"].str.contains("市民")
    religious = _number((rows["legal_form"] == "religious_body") & ~citizens)
    return Observation(
        _of(religious, religious + _number(citizens), len(rows)),
        f"Rows that print religious body; {', '.join(rows.loc[citizens, 'group_id'])}, by its name a citizens' group, counts both ways.",
        records(tables, "groups", rows),
        remark="The column says religious, not Christian.",
    )


@claim(
    "Tab-06",
    locator="Table 2",
    kind="description of a category",
    statement="All groups of Table 2 are unions.",
    asserted=all_of(19),
    discussed="02-support-groups#community-workers-unions",
)
def _unions(tables: Tables) -> Observation:
    printed = _printed(tables)
    rows = printed[printed["table"] == 2]
    mutual = _number(rows["name"].str.contains("互助組合"))
    return Observation(
        found(_number(rows["legal_status"] == "労働組合"), len(rows)),
        "Rows that print labour union (労働組合) as legal status.",
        _rows(rows),
        remark=f"By their names, {mutual} of them is a mutual-aid association, T2-16 (E-059); which are community unions is not said.",
    )


@claim(
    "Tab-07",
    locator="Table 2",
    kind="arithmetic",
    statement="The unions of Table 2 are unions for foreign workers.",
    asserted=all_of(15),
    discussed="02-support-groups#size",
)
def _unions_for_foreign_workers(tables: Tables) -> Observation:
    rows = _category(tables, "union")
    both = rows[rows["foreign_members"].notna()]
    share = int(both["foreign_members"].sum()) / int(both["members"].sum())
    mostly = _number(both["foreign_members"] > both["members"] / 2)
    return Observation(
        found(mostly, len(both)),
        f"Unions of which the second, italic figure is more than half of the first, of the {len(both)} that print two. Together the second "
        f"figures are {share:.0%} of the first.",
        records(tables, "groups", rows),
        [Reading("A union for foreign workers is one that has foreign members.", found(_number(both["foreign_members"] > 0), len(both)))],
        remark="That the italic figure counts the foreign members is our reading (E-038, E-032).",
    )


@claim(
    "Tab-08",
    locator="Table 3",
    kind="description of a category",
    statement="All groups of Table 3 support women.",
    asserted=all_of(8),
    discussed="02-support-groups#support-groups-for-women",
)
def _groups_for_women(tables: Tables) -> Observation:
    printed = _printed(tables)
    rows = printed[printed["table"] == 3]
    saying = rows["name"].str.contains("女|Women") | rows["communities"].str.contains("Filipina|Women")
    return Observation(
        found(_number(saying), len(rows)),
        "Rows that speak of women in the name or in the last column.",
        _rows(rows),
        remark="By its own account T3-05 works for many minorities, of both sexes (E-080).",
    )


@claim(
    "Tab-09",
    locator="Table 4, no. 12",
    kind="text against table",
    statement="Jujo-dori is a clinic.",
    asserted=holds(),
    discussed="02-support-groups#medical-ngos",
)
def _clinic_or_hospital(tables: Tables) -> Observation:
    name = str(tables.record("groups", "T4-12")["name_ja"])
    return Observation(
        holds("病院" not in name, "a hospital" if "病院" in name else "a clinic"),
        f"What the Japanese name in the same cell says: {name}.",
        [Record("groups", "T4-12")],
        remark="Perhaps 医院, a clinic, is meant; that could not be settled (E-117).",
    )


@claim(
    "Tab-10",
    locator="Table 5",
    kind="description of a category",
    statement="All groups of Table 5 are lawyers' groups.",
    asserted=all_of(11),
    discussed="02-support-groups#legal-services",
)
def _lawyers(tables: Tables) -> Observation:
    rows = _category(tables, "legal")
    other = rows["name_ja"].str.contains("行政書士")
    shown = (rows["name_ja"].str.contains("弁護") | (rows["legal_form"] == "lawyers_body")) & ~other
    silent = len(rows) - _number(shown) - _number(other)
    english = _number(shown | rows["name_en"].str.contains("Lawyer"))
    return Observation(
        _of(_number(shown), _number(shown) + silent, len(rows)),
        f"Rows that speak of lawyers (弁護士, 弁護団) in the name or as legal status. {', '.join(rows.loc[other, 'group_id'])} belongs to "
        f"another profession, administrative scriveners; {silent} rows say nothing and count both ways.",
        records(tables, "groups", rows),
        [
            Reading(
                "The English name of the scriveners' group, Administrative Lawyer Association, is taken at its word.",
                between(english, len(rows)),
            )
        ],
        remark="Administrative scriveners draw up documents for authorities; they are no lawyers (E-152, E-154).",
    )


@claim(
    "Tab-11",
    locator="Table 5, no. 1; Table 5, no. 5",
    kind="text against table",
    statement="Bodies that call themselves teams of lawyers have one label in the column of legal status.",
    asserted=all_of(2),
    discussed="02-support-groups#legal-services",
)
def _teams_of_lawyers(tables: Tables) -> Observation:
    rows = _category(tables, "legal")
    rows = rows[rows["name_ja"].str.contains("弁護団")]
    return Observation(
        found(_number(rows["legal_status"] == "弁護団"), len(rows)),
        "Groups with 弁護団 in their Japanese name, and what they print as legal status.",
        records(tables, "groups", rows),
        remark="T5-05 prints None (E-136).",
    )


# --- headers


@claim(
    "Tab-12",
    locator=EVERY_TABLE,
    kind="arithmetic",
    statement="The rows of each table are numbered from 1 without a gap.",
    asserted=all_of(6),
    discussed="02-support-groups#the-six-tables",
)
def _numbering(tables: Tables) -> Observation:
    printed = _printed(tables)
    numbers = printed[printed["number"] != ""].groupby("table")["number"].agg(list)
    without_gap = [[int(number) for number in found_in] == list(range(1, len(found_in) + 1)) for found_in in numbers]
    return Observation(
        found(sum(without_gap), len(without_gap)),
        "Tables whose printed numbers, in order, are 1, 2, 3 and so on; rows without a number are passed over.",
        records(tables, "categories", tables["categories"]),
    )


@claim(
    "Tab-13",
    locator=EVERY_TABLE,
    kind="universal",
    statement="Every row has a number.",
    asserted=exactly(0, "no row without one"),
    discussed="02-support-groups#tab-printed-1",
)
def _rows_without_a_number(tables: Tables) -> Observation:
    printed = _printed(tables)
    rows = printed[printed["number"] == ""]
    former = rows["name"].str.startswith("旧")
    return Observation(
        exactly(len(rows)),
        "Printed rows with an empty first cell.",
        [*_rows(rows), Record("groups", "T1-10")],
        [Reading("A row that is marked as a former body (旧) is no group of its own and needs no number.", exactly(_number(~former)))],
        remark="Other former bodies stand inside their successor's row (E-022). Whether this one counts is a switch of the counting rules.",
    )


@claim(
    "Tab-14",
    locator=EVERY_TABLE,
    kind="description of a category",
    statement="The column of legal status gives legal forms.",
    asserted=all_of(77),
    discussed="03-after-the-npo-law#tab-standing",
)
def _legal_forms(tables: Tables) -> Observation:
    groups = tables["groups"]
    rows = groups[groups["legal_form"] != "not_stated"]
    other = rows[rows["legal_form"].isin(NO_LEGAL_FORM)]
    kinds = ", ".join(f"{status} {number}" for status, number in other["legal_status"].value_counts().items())
    return Observation(
        found(len(rows) - len(other), len(rows)),
        f"Filled cells that print a form of incorporation, or None. The others say what sort of body it is: {kinds}.",
        records(tables, "groups", other),
        remark="So the column cannot show which of these groups were already incorporated (E-005, E-130, E-079).",
    )


@claim(
    "Tab-15",
    locator=EVERY_TABLE,
    kind="description of a category",
    statement="The last column names ethnic groups.",
    asserted=all_of(19),
    discussed="02-support-groups#who-serves-whom",
)
def _ethnic_groups(tables: Tables) -> Observation:
    labels = tables["communities_served"]["printed"]
    distinct = sorted(set(labels))
    other = [label for label in distinct if label in NOT_ETHNIC]
    used = tables["communities_served"][labels.isin(NOT_ETHNIC)]
    silent = len(tables["groups"]) - tables["communities_served"]["group_id"].nunique()
    return Observation(
        found(len(distinct) - len(other), len(distinct)),
        f"Different printed labels that name a nationality or a descent. {len(other)} do not, but everybody, Asian women, or a continent.",
        [Record("groups", group_id) for group_id in sorted(set(used["group_id"]))],
        remark=f"{silent} of {len(tables['groups'])} rows leave the column blank (E-040, E-095).",
    )


# --- cells: former bodies


@claim(
    "Tab-16",
    locator="Table 6, no. 2",
    kind="text against table",
    statement="What Inoken's row gives in English is the name of a former body.",
    asserted=holds(),
    discussed="02-support-groups#tab-printed-6",
)
def _former_name_of_inoken(tables: Tables) -> Observation:
    printed = _printed(tables)
    english, japanese = printed["name"].str.contains("Former"), printed["name"].str.contains("旧")
    row = printed[(printed["table"] == 6) & (printed["number"] == "2")]
    others = printed[english & ~printed.index.isin(row.index)]
    marked = bool((japanese & english).loc[row.index].all())
    return Observation(
        holds(marked, "marked in both languages" if marked else "marked in English only"),
        f"The Japanese in the same cell, which marks a former body with 旧 in {_number(japanese.loc[others.index])} of the {len(others)} "
        "other rows that print Former.",
        _rows(pd.concat([row, others])),
        remark="The English translates the full name in the Japanese parenthesis; this book reads it so (E-166).",
    )


@claim(
    "Tab-17",
    locator="Table 1; Table 2, no. 14; Table 3, no. 1; Table 3, no. 2; Table 4, no. 6; Table 6, no. 5",
    kind="order in time",
    statement="Each former body began before the group that came after it.",
    asserted=all_of(6),
    discussed="02-support-groups#the-six-tables",
)
def _former_bodies_are_older(tables: Tables) -> Observation:
    former = tables["predecessors"].merge(tables["groups"][["group_id", "began"]], on="group_id", suffixes=("", "_after"))
    return Observation(
        found(_number(former["began"] < former["began_after"]), len(former)),
        "Former bodies whose first year is before the upright year of the row.",
        [Record("groups", group_id) for group_id in former["group_id"]],
    )


@claim(
    "Tab-18",
    locator="Table 1, no. 10",
    kind="date",
    statement="The centre of the diocese of Yokohama ended in the year in which its successor began.",
    asserted=year(2002),
    discussed="02-support-groups#tab-printed-1",
)
def _handover(tables: Tables) -> Observation:
    former = tables["predecessors"]
    ended = former.loc[(former["group_id"] == "T1-10") & former["own_row"], "ended"].max()
    began = tables.record("groups", "T1-10")["began"]
    return Observation(
        between(min(ended, began), max(ended, began), f"{ended}" if ended == began else f"{ended}; {began}"),
        "The end of the row without a number, and the upright year of T1-10.",
        [Record("groups", "T1-10")],
    )


@claim(
    "Tab-19",
    locator="Table 1, no. 11; Table 1, no. 12; Table 1, no. 13",
    kind="description of a category",
    statement="The three desks of the diocese of Yokohama are groups of their own.",
    asserted=holds(),
    discussed="02-support-groups#tab-ended",
)
def _desks(tables: Tables) -> Observation:
    labels, groups = tables["communities_served"], tables["groups"].set_index("group_id")
    desks = ["T1-11", "T1-12", "T1-13"]
    of_desks = set(labels.loc[labels["group_id"].isin(desks), "community"])
    of_centre = set(labels.loc[labels["group_id"] == "T1-10", "community"])
    ended = bool((groups.loc[desks, "ended"] == groups.loc["T1-10", "began"]).all())
    alike = ended and of_desks == of_centre
    return Observation(
        open_question("numbered, yet like parts of the centre") if alike else holds(True, "numbered rows"),
        "They have numbers of their own. They end together, in the year in which T1-10 begins, and their communities together are just "
        "those of T1-10."
        if alike
        else "They have numbers of their own.",
        [Record("groups", group_id) for group_id in ["T1-10", *desks]],
        remark="Whether they count is a switch of the counting rules (E-021).",
    )


@claim(
    "Tab-20",
    locator="Table 1, no. 11; Table 1, no. 12",
    kind="text against table",
    statement="The desk printed as Korean in English serves Koreans, the Philippines desk Filipinos.",
    asserted=all_of(2),
    discussed="02-support-groups#tab-printed-1",
)
def _transposed_names(tables: Tables) -> Observation:
    printed = _printed(tables)
    rows = printed[(printed["table"] == 1) & printed["number"].isin(["11", "12"])]
    meant = {"Korean": "Korean Desk", "Filipino": "Philippines Desk"}
    agree = [meant.get(str(row["communities"]), "?") in str(row["name"]) for row in rows.to_dict("records")]
    return Observation(
        found(sum(agree), len(rows)),
        "The English names as printed, against the last column of their rows.",
        _rows(rows),
        remark="The Japanese names fit the column: the English ones have changed places, and this book corrects them (E-028, E-029).",
    )


# --- cells: years


@claim(
    "Tab-21",
    locator=EVERY_TABLE,
    kind="order in time",
    statement="A body that has ended had begun before.",
    asserted=all_of(8),
    discussed="02-support-groups#tab-ended",
)
def _ends_after_beginnings(tables: Tables) -> Observation:
    columns = ["group_id", "began", "ended"]
    bodies = pd.concat([tables["groups"][columns], tables["predecessors"][columns]])
    ended = bodies[bodies["ended"].notna()]
    return Observation(
        found(_number(ended["began"] < ended["ended"]), len(ended)),
        "Groups and former bodies with a printed end that lies after their upright year.",
        [Record("groups", group_id) for group_id in ended["group_id"]],
    )


@claim(
    "Tab-22",
    locator="Table 2; Table 3; Table 4; Table 5",
    kind="order in time",
    statement="An italic year beside the year of beginning is an earlier one.",
    asserted=all_of(14),
    discussed="02-support-groups#the-six-tables",
)
def _italic_years_are_earlier(tables: Tables) -> Observation:
    groups = tables["groups"]
    rows = groups[groups["organisation_founded"].notna()]
    return Observation(
        found(_number(rows["organisation_founded"] < rows["began"]), len(rows)),
        "Rows with an italic year in the column of years that is before the upright one.",
        records(tables, "groups", rows),
        remark="No legend says what it means. That it is the founding of the organisation is our reading (E-036).",
    )


@claim(
    "Tab-23",
    locator="Table 3; Table 4; n. 4",
    kind="order in time",
    statement="Groups became NPO corporations after the law came into force, and not before they began.",
    asserted=all_of(6),
    discussed="03-after-the-npo-law#when-they-did",
)
def _npo_years(tables: Tables) -> Observation:
    groups = tables["groups"]
    rows = groups[groups["npo_since"].notna()]
    law = int(str(tables.record("events", "EV-40")["date"])[:4])
    return Observation(
        found(_number((rows["npo_since"] > law) & (rows["npo_since"] >= rows["began"])), len(rows)),
        f"Italic years in the column of legal status that lie after {law}, in the last month of which the law came into force, and not "
        "before the upright year of the row.",
        [*records(tables, "groups", rows), Record("events", "EV-40")],
    )


def _checks(tables: Tables, part: str, column: str, source: str) -> pd.DataFrame:
    """Return the years that outside accounts give for a part of a row, beside those of the tables.

    Parameters
    ----------
    part
        What the outside account dates, as ``founding-checks`` calls it.
    column, source
        The column, and the table, that have the paper's year.
    """
    found_outside = []
    for record in tables["founding-checks"].to_dict("records"):
        for what, elsewhere in zip(str(record["what"]).split("; "), str(record["elsewhere"]).split("; "), strict=False):
            if what == part and (match := re.match(r"[12]\d{3}", elsewhere)):
                key = f"{record['row']}/{record['what']}"
                found_outside.append({"group_id": record["row"], "elsewhere": int(match[0]), "key": key})
    outside = pd.DataFrame(found_outside).merge(tables[source][["group_id", column]], on="group_id")
    return outside[outside[column].notna()].assign(same=lambda frame: frame["elsewhere"] == frame[column])


def _against_outside(tables: Tables, checks: pd.DataFrame, column: str, *, rule: str, reading: str = "", remark: str = "") -> Observation:
    """Count the years that outside accounts share."""
    same, total = int(checks["same"].sum()), len(checks)
    apart = checks[~checks["same"]]
    differing = "; ".join(f"{row['group_id']} {row[column]}, elsewhere {row['elsewhere']}" for row in apart.to_dict("records"))
    # A year of first help for foreigners can only be later than the founding.
    explained = int((apart["elsewhere"] < apart[column]).sum())
    return Observation(
        found(same, total),
        f"{rule} Apart: {differing or 'none'}.",
        [
            *(Record("groups", group_id) for group_id in checks["group_id"]),
            *(Record("founding-checks", key) for key in apart["key"]),
        ],
        [Reading(reading, _of(same, same + explained, total))] if reading and explained else [],
        remark=remark,
    )


@claim(
    "Tab-24",
    locator=EVERY_TABLE,
    kind="date",
    statement="The groups began in the years printed.",
    asserted=all_of(19),
    discussed="02-support-groups#the-six-tables",
)
def _years_of_beginning(tables: Tables) -> Observation:
    return _against_outside(
        tables,
        _checks(tables, "began", "began", "groups"),
        "began",
        rule="Upright years that the groups' own accounts, or others', also give, of those for which one was found.",
        reading=MAY_BE_SUPPORT,
        remark="The accounts were found, not drawn by lot; the other rows are unchecked.",
    )


@claim(
    "Tab-25",
    locator="Table 3, no. 1; Table 4, no. 6; Table 6, no. 5",
    kind="date",
    statement="The former bodies began in the years printed.",
    asserted=all_of(3),
    discussed="02-support-groups#the-six-tables",
)
def _years_of_former_bodies(tables: Tables) -> Observation:
    return _against_outside(
        tables,
        _checks(tables, "predecessor", "began", "predecessors"),
        "began",
        rule="Years of former bodies that the groups' own accounts also give.",
        reading=MAY_BE_SUPPORT,
    )


@claim(
    "Tab-26",
    locator="Table 4, no. 2; Table 5, no. 4",
    kind="date",
    statement="The organisations behind the groups date from the italic years.",
    asserted=all_of(2),
    discussed="02-support-groups#the-six-tables",
)
def _italic_years_elsewhere(tables: Tables) -> Observation:
    return _against_outside(
        tables,
        _checks(tables, "organisation founded", "organisation_founded", "groups"),
        "organisation_founded",
        rule="Italic years that outside accounts give for the founding of the organisation.",
        remark="In these rows the italic year is that of a founding; for the bar associations of Table 5 that is doubtful (E-129).",
    )


@claim(
    "Tab-27",
    locator="Table 4, no. 6; Table 4, no. 19",
    kind="date",
    statement="The groups became NPO corporations in the italic years of the column of legal status.",
    asserted=all_of(2),
    discussed="03-after-the-npo-law#when-they-did",
)
def _npo_years_elsewhere(tables: Tables) -> Observation:
    return _against_outside(
        tables,
        _checks(tables, "NPO corporation", "npo_since", "groups"),
        "npo_since",
        rule="Italic years of NPO status that the groups' own accounts also give.",
    )


@claim(
    "Tab-28",
    locator="Table 6, no. 4; Table 6, no. 5",
    kind="order in time",
    statement="APFS and the National Network are printed as unincorporated, which they were at the time.",
    asserted=all_of(2),
    discussed="02-support-groups#concerned-citizens",
)
def _not_yet_incorporated(tables: Tables) -> Observation:
    checks, groups = tables["founding-checks"], tables["groups"].set_index("group_id")
    of_npo = checks[(checks["what"] == "NPO corporation") & (checks["paper"] == "none")]
    last = int(tables["interviews"]["date"].dt.year.max())
    later = of_npo["elsewhere"].str[:4].astype(int) > last
    unincorporated = groups.loc[of_npo["row"], "legal_form"].eq("none").to_numpy()
    return Observation(
        found(int((later & unincorporated).sum()), len(of_npo)),
        f"Groups that print None, and that by their own account became NPO corporations after {last}, the year of the last interview.",
        [Record("groups", group_id) for group_id in of_npo["row"]] + records(tables, "founding-checks", of_npo),
        remark="Both took the status years after the paper.",
    )


# --- cells: members and communities


@claim(
    "Tab-29",
    locator="Table 2, no. 5; Table 2, no. 6",
    kind="arithmetic",
    statement="The two branches for foreign workers have 3,000 and 3,642 members.",
    asserted=all_of(2, "members of both foreign"),
    discussed="02-support-groups#size",
)
def _members_of_branches(tables: Tables) -> Observation:
    rows = tables["groups"][tables["groups"]["group_id"].isin(["T2-05", "T2-06"])]
    figures = "; ".join(f"{row['foreign_members']:,} of {row['members']:,}" for row in rows.to_dict("records"))
    return Observation(
        found(_number(rows["members"] == rows["foreign_members"]), len(rows)),
        f"Branches all of whose members are foreign, if the second, italic figure counts these: {figures}.",
        records(tables, "groups", rows),
        [
            Reading(
                "The first figure is that of the whole union, the second that of the branch.",
                found(_number(rows["foreign_members"] < rows["members"]), len(rows)),
            )
        ],
        remark="The range of members in II, para. 4 then mixes branches and whole unions (E-047, E-050).",
    )


@claim(
    "Tab-30",
    locator="Table 1, no. 6",
    kind="description of a category",
    statement="A society has one member.",
    asserted=exactly(1),
    discussed="02-support-groups#fig-members",
)
def _one_member(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "groups",
        ["staff"],
        "another figure for the same group; it may be its staff, or a digit may be lost.",
        evidence=[Record("groups", "T1-06")],
        remark="Nothing in the paper bears on it (E-017).",
    )


@claim(
    "Tab-31",
    locator="Table 3, no. 6",
    kind="text against text",
    statement="Mizula has 607 members.",
    asserted=exactly(607),
    discussed="02-support-groups#fig-members",
)
def _members_of_mizula(tables: Tables) -> Observation:
    elsewhere = str(tables.record("founding-checks", "T3-06/members")["elsewhere"])
    match = re.fullmatch(r"(\d+) \(in (\d{4})\)", elsewhere)
    figure, of_year = (int(match[1]), int(match[2])) if match else (0, 0)
    printed = int(tables.record("groups", "T3-06")["members"])
    return Observation(
        exactly(figure),
        f"An outside account has {figure} for {of_year}; the row prints {printed}, without a date.",
        [Record("groups", "T3-06"), Record("founding-checks", "T3-06/members")],
        [Reading("The figure of the table is of another year.", between(min(figure, printed), max(figure, printed)))],
    )


@claim(
    "Tab-32",
    locator="Table 2, no. 5",
    kind="arithmetic",
    statement="The branch of Zentoitsu serves four communities.",
    asserted=exactly(4),
    discussed="02-support-groups#who-serves-whom",
)
def _a_community_twice(tables: Tables) -> Observation:
    printed = _printed(tables)
    row = printed[(printed["table"] == 2) & (printed["number"] == "5")]
    labels = str(row["communities"].iloc[0]).split(", ")
    return Observation(
        exactly(len(set(labels))),
        f"Different labels among the {len(labels)} that the cell prints.",
        _rows(row),
        remark="Indian stands twice; the second may be a slip for another name (E-048).",
    )
