"""Checks of the six tables: their captions, headers and cells."""

import math

import pandas as pd

from supportgroups.audit.vocabulary import *
from supportgroups.dataset import PRINTED_COLUMNS, TABLES

check("Tab-01", lambda t: share_of_all([printed(t, table) for table in TABLES], f"location in {[*NAMES['places']]}"))
check("Tab-06", lambda t: share(facts.of_category(t, "union"), "legal_form == 'labour_union'"))
check("Tab-08", lambda t: share(printed(t, 3), "name.str.contains('女|Women') | communities.str.contains('Filipina|Women')"))
check("Tab-09", lambda t: holds(not t.tells("T4-12", "病院", column="name_ja"), t.pick("T4-12"), text="a clinic", otherwise="a hospital"))
check("Tab-11", lambda t: share(t["groups"].query("name_ja.str.contains('弁護団')"), "legal_status == '弁護団'"))
check(
    "Tab-17",
    lambda t: share(t["predecessors"], lambda rows: rows["began"] < rows["group_id"].map(t["groups"]["began"]), facts.with_former_body(t)),
)
check("Tab-18", lambda t: both(year(t.where("predecessors", group_id="T1-10", own_row=True), "ended"), year(t.pick("T1-10"), "began")))
check(
    "Tab-20",
    lambda t: share(
        printed(t, 1, "11", "12"), lambda rows: rows["name"].str.extract(r"\((.+)\)")[0].map(NAMES["desks"]) == rows["communities"]
    ),
)
check("Tab-21", lambda t: share_of_all([t[name].dropna(subset="ended") for name in ("groups", "predecessors")], "began < ended"))
check("Tab-22", lambda t: share(t["groups"].dropna(subset="organisation_founded"), "organisation_founded < began"))
check(
    "Tab-23",
    lambda t: share(t["groups"].dropna(subset="npo_since"), f"npo_since > {facts.law(t).year} and npo_since >= began", t.pick("EV-40")),
)
check(
    "Tab-32",
    lambda t: distinct(printed(t, 2, "5").assign(label=lambda rows: rows["communities"].str.split(", ")).explode("label"), "label"),
)
check(
    "Tab-33",
    lambda t: share(
        printed(t, 5, "6", "7"), lambda rows: rows["name"].map(lambda name: t.tells("CF-75", name.split()[0])), t.pick("CF-75")
    ),
)


def printed(t: Tables, table: int, *numbers: str) -> pd.DataFrame:
    """Return rows of a table as they are printed, under one set of column names; all, unless numbers are given. Blank cells are empty."""
    rows = t[f"table-{table}"].set_axis(["row", *PRINTED_COLUMNS], axis="columns").fillna(dict.fromkeys(PRINTED_COLUMNS, ""))
    return rows[rows["number"].isin(numbers)] if numbers else rows


@check("Tab-02")
def kinds_in_both_prefectures(t: Tables) -> Finding:
    kinds, places = t["categories"], t["groups"].groupby("category")["location"].nunique()
    return share(kinds, kinds["category"].map(places).eq(len(NAMES["places"])), t["groups"])


@check("Tab-03")
def names_and_locations(t: Tables) -> Finding:
    named = t["groups"]["name_ja"] + " " + t["groups"]["name_en"]
    kanagawa = named.str.contains(NAMES["places"]["Kanagawa"])
    rows = t["groups"][kanagawa ^ named.str.contains(NAMES["places"]["Tokyo"])]
    return share(rows, (rows["location"] == "Kanagawa") == kanagawa[rows.index])


@check("Tab-04")
def order_of_kinds(t: Tables) -> Finding:
    kinds = t["categories"]
    told = kinds["locator"].str.extract(r"II, para\. (\d+)")[0].astype(int).rank()
    printed_as = kinds["caption_printed"].str.extract(r"Table ?(\d)")[0].astype(int)
    other_words = [name for name, caption in zip(kinds["name_in_text"], kinds["caption_printed"], strict=True) if name not in caption]
    return share(kinds, told == printed_as).says(other_words=len(other_words))


@check("Tab-05")
def christian_bodies(t: Tables) -> Finding:
    rows = facts.of_category(t, "christian")
    return share(rows, (rows["legal_form"] == "religious_body").astype("boolean").mask(rows["name_ja"].str.contains("市民")))


@check("Tab-07")
def unions_of_foreign_workers(t: Tables) -> Finding:
    rows = facts.of_category(t, "union")
    two = rows.dropna(subset="foreign_members")
    found = share(rows, rows["foreign_members"] > rows["members"] / 2).or_else(share(rows, rows["foreign_members"] > 0))
    return found.says(two=len(two), part=two["foreign_members"].sum() / two["members"].sum())


@check("Tab-10")
def lawyers(t: Tables) -> Finding:
    rows = facts.of_category(t, "legal")
    other = rows["name_ja"].str.contains("行政書士")
    shown = (rows["name_ja"].str.contains("弁護") | (rows["legal_form"] == "lawyers_body")) & ~other
    return share(rows, surely(shown, ~other))


@check("Tab-12")
def numbers_without_a_gap(t: Tables) -> Finding:
    tables = [printed(t, table) for table in TABLES]
    numbers = [[int(number) for number in rows["number"] if number] for rows in tables]
    return exactly(sum(found == list(range(1, len(found) + 1)) for found in numbers), *tables, of=len(tables))


@check("Tab-13")
def rows_without_a_number(t: Tables) -> Finding:
    rows = [printed(t, table, "") for table in TABLES]
    none, former = sum(map(len, rows)), sum(int(each["name"].str.startswith("旧").sum()) for each in rows)
    return exactly(none, *rows).or_else(exactly(none - former, *rows))


@check("Tab-14")
def legal_forms(t: Tables) -> Finding:
    filled = t["groups"][t["groups"]["legal_form"] != "not_stated"]
    form = facts.legal_form_known(t)[filled.index]
    kinds = filled["legal_status"][form.isna()].value_counts()
    return share(filled, form.notna()).says(kinds=", ".join(f"{status} {number}" for status, number in kinds.items()))


@check("Tab-15")
def labels_of_communities(t: Tables) -> Finding:
    entries, groups = t["communities_served"], t["groups"]
    labels, silent = entries.drop_duplicates("community"), groups[~groups["group_id"].isin(entries["group_id"])]
    return share(labels, ~labels["community"].isin([*facts.GENERAL, "European"]), entries).says(silent=silent, groups=groups)


@check("Tab-16")
def former_name_of_inoken(t: Tables) -> Finding:
    row, marked = printed(t, 6, "2"), printed(t, 6, "2")["name"].str.contains("旧").all()
    every = pd.concat([printed(t, table)["name"] for table in TABLES])
    former = every[every.str.contains("Former") & ~every.isin(row["name"])]
    found = holds(marked, row, text="marked in both languages", otherwise="marked in English only")
    return found.says(others=len(former), japanese=int(former.str.contains("旧").sum()))


@check("Tab-19")
def desks_of_the_diocese_of_yokohama(t: Tables) -> Finding:
    desks, centre = t.pick("T1-11", "T1-12", "T1-13"), t.pick("T1-10")
    of_desks, of_centre = facts.labels_of(t, desks), facts.labels_of(t, centre)
    like_parts = (desks["ended"] == t.cell("T1-10", "began")).all() and set(of_desks["community"]) == set(of_centre["community"])
    rows = desks, centre, of_desks, of_centre
    return confirmable(not like_parts, *rows, text="numbered rows", otherwise="numbered, yet like parts of the centre")


@check("Tab-24", part="began", column="began", or_later=True)
@check("Tab-25", part="predecessor", column="began", source="predecessors", or_later=True)
@check("Tab-26", part="organisation founded", column="organisation_founded")
@check("Tab-27", part="NPO corporation", column="npo_since")
def years_elsewhere(t: Tables, part: str, column: str, source: str = "groups", or_later: bool = False) -> Finding:
    """Count of how many years that outside accounts give for a part of a row the tables print the same.

    Rules may name ``{apart}``, the rows that differ.

    Another reading may take a later printed year for that of the first help for foreigners. ``part`` is named as in ``founding-checks``.
    """
    outside, ours = facts.outside_years(t, part), t[source].drop_duplicates("group_id").set_index("group_id")[column]
    told = outside.assign(printed=outside["row"].map(ours).astype("Int64")).dropna(subset="printed")
    same, rows = told["year"] == told["printed"], t.where(source, group_id=told["row"])
    apart = [f"{one.row} {one.printed}, elsewhere {one.year}" for one in told[~same].itertuples()]
    found = share(told, same, rows).says(apart="; ".join(apart) or "none")
    return found.or_else(share(told, same.mask(told["year"] < told["printed"]), rows)) if or_later else found


@check("Tab-28")
def not_yet_incorporated(t: Tables) -> Finding:
    told = facts.later_corporations(t)
    groups = t.where("groups", group_id=told["row"])
    return share(told, (told["year"] > facts.last_interview(t).year) & (told["row"].map(groups["legal_form"]) == "none"), groups)


@check("Tab-29")
def members_of_branches(t: Tables) -> Finding:
    rows = t.pick("T2-05", "T2-06")
    alike, fewer = rows["foreign_members"] == rows["members"], rows["foreign_members"] < rows["members"]
    figures = "; ".join(f"{row.foreign_members:,} of {row.members:,}" for row in rows.itertuples())
    return share(rows, alike).or_else(share(rows, alike.mask(fewer))).says(figures=figures)


@check("Tab-31")
def members_of_mizula(t: Tables) -> Finding:
    told = t.where("founding-checks", row="T3-06", what="members")
    figure, of_year = told["elsewhere"].str.extract(r"(\d+)\D+(\d+)").iloc[0].astype(int)
    found = exactly(figure, told, text=f"{figure} in {of_year}").says(figure=figure, of_year=of_year)
    return found.or_else(between(-math.inf, math.inf, told))
