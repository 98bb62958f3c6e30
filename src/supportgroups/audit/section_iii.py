"""The claims of section III: after the NPO law, and its footnotes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

import pandas as pd

from supportgroups.audit.claims import Observation, Reading, Record, Untested, claim, records
from supportgroups.audit.multiverse import COUNTS, observe
from supportgroups.audit.tables import Tables
from supportgroups.audit.untested import needs
from supportgroups.audit.values import (
    Possible,
    about,
    all_of,
    at_least,
    between,
    exactly,
    few_of,
    found,
    holds,
    most_of,
    open_question,
    year,
)

OTHER_FORMS = ["religious_body", "labour_union", "medical_corporation", "lawyers_body", "foundation", "incorporated_association"]
"""Kinds of legal status that the tables print, other than that of an NPO corporation; taken generously, as the paper takes them."""
UNKNOWN_FORMS = ["not_stated", "un_ngo"]
"""A blank cell, and a standing with the United Nations, which is no legal form: the tables do not tell the form."""


def with_status(tables: Tables) -> pd.DataFrame:
    """Return the groups that the tables print as NPO corporations."""
    return _of_form(tables, ["npo_corporation"])


def law_year(tables: Tables) -> int:
    """Return the year in which the NPO law came into force."""
    return int(tables.record("events", "EV-40")["date"][:4])


def short_names(tables: Tables, group_ids: Iterable[str]) -> str:
    """Return the groups' names as the paper's prose has them, or else as the tables have them, joined by commas."""
    in_prose, in_tables = _prose_names(tables), tables.indexed("groups")["name_en"]
    return ", ".join(str(in_prose.get(group_id, in_tables.get(group_id, group_id))) for group_id in sorted(group_ids))


def _prose_names(tables: Tables) -> pd.Series:
    return tables["partnerships"].dropna(subset=["group_id"]).drop_duplicates("group_id").set_index("group_id")["group_name"]


def _of_form(tables: Tables, forms: list[str]) -> pd.DataFrame:
    groups = tables["groups"]
    return groups[groups["legal_form"].isin(forms)]


def _of_category(tables: Tables, *categories: str) -> pd.DataFrame:
    groups = tables["groups"]
    return groups[groups["category"].isin(categories)]


def _group_rows(tables: Tables, group_ids: Iterable[str]) -> list[Record]:
    groups = tables["groups"]
    return records(tables, "groups", groups[groups["group_id"].isin(list(group_ids))])


def _listed(table: str, *keys: str) -> list[Record]:
    return [Record(table, key) for key in keys]


def _by_name(tables: Tables, aspects: list[str], directions: list[str]) -> pd.DataFrame:
    """Return what is reported of single NPO corporations, by name, on some subjects and in some directions."""
    outcomes = tables["incorporation_outcomes"]
    return outcomes[
        outcomes["group_id"].isin(with_status(tables)["group_id"])
        & outcomes["aspect"].isin(aspects)
        & outcomes["direction"].isin(directions)
    ]


def _said_of_all(tables: Tables, told: pd.DataFrame, against: pd.DataFrame, general: list[str], rule: str, remark: str = "") -> Observation:
    """Weigh a statement about all six: a group that is named with it counts, one named with the opposite does not, others are open."""
    six = with_status(tables)
    named, opposed = set(told["group_id"]), set(against["group_id"]) - set(told["group_id"])
    names = f": {short_names(tables, named)}" if named else ""
    return Observation(
        between(len(named), len(six) - len(opposed), f"{len(named)} of {len(six)} by name{names}"),
        rule=f"{rule} The groups of which only the general sentence speaks count both ways.",
        evidence=[
            *_listed("incorporation_outcomes", *general),
            *records(tables, "incorporation_outcomes", told),
            *records(tables, "groups", six),
        ],
        remark=remark,
    )


def _official(tables: Tables, series: str) -> pd.Series:
    statistics = tables["official-statistics"]
    return statistics[statistics["series"] == series].set_index("date")["value"].astype(int).sort_index()


def _official_rows(series: pd.Series, name: str) -> list[Record]:
    return [Record("official-statistics", f"{name}/{date:%Y-%m-%d}") for date in series.index]


def _follows(period: pd.Series, since: Any) -> Possible:
    """Say whether what happened over a period can have followed from a status that was there since some year."""
    first, last = int(period["period_from"]), int(period["period_to"])
    if pd.isna(since):
        return open_question(f"{first} to {last}; year of the status not printed")
    status = int(since)
    text = f"growth {first} to {last}, status in {status}"
    return open_question(text) if first < status <= last else holds(status <= first, text)


def _later_than(day: pd.Timestamp, since: Any) -> Possible:
    """Say whether an interview came after the year in which a status was acquired; in the same year the order is open."""
    text = f"interview on {day.day} {day:%B %Y}, status in {since}"
    status = int(since)
    return open_question(text) if day.year == status else holds(day.year > status, text)


# Paragraph 1: who took the status, and who did not


@claim(
    "III-01",
    locator="III, para. 1",
    kind="universal",
    statement="No organisation that already stands under another legal form applies for NPO status.",
    asserted=exactly(0, "none"),
    discussed="03-after-the-npo-law#who-could-have-applied",
)
def _no_other_form_applies(tables: Tables) -> Observation:
    other = _of_form(tables, OTHER_FORMS)
    both = int(other["npo_since"].notna().sum())
    return Observation(
        between(both, len(other), f"{both} of {len(other)} have it; who applied is not shown"),
        rule="Groups printed with another form, and those among them printed with a year of NPO status.",
        evidence=[*_listed("incorporation_outcomes", "O-07"), *records(tables, "groups", other)],
        remark="The column has room for one status, and shows a status, not an application.",
    )


@claim(
    "III-02",
    locator="III, para. 1; Table 1; Table 2; Table 3; Table 4; Table 5; Table 6",
    kind="text against table",
    statement="Among the forms under which support groups are already incorporated is that of a social welfare corporation.",
    asserted=at_least(1, "some"),
    discussed="03-after-the-npo-law#tab-standing",
)
def _social_welfare_corporations(tables: Tables) -> Observation:
    groups = tables["groups"]
    printed = groups[(groups["legal_status"] == "社会福祉法人").fillna(False)]
    blank = groups[groups["legal_status"].isna()]
    return Observation(
        between(len(printed), len(printed) + len(blank), f"{len(printed)} printed; {len(blank)} cells blank"),
        rule="Rows of Tables 1 to 6 whose legal status is 社会福祉法人 (social welfare corporation); blank cells count both ways.",
        evidence=[*_listed("emendations", "E-122"), *records(tables, "groups", printed), *records(tables, "groups", blank)],
        remark=f"The blank cells ({', '.join(blank['group_id'])}) are those of sub-committees in Table 5, so that the possibility is a "
        "formal one. The tables do print an incorporated association (社団法人), which the list leaves out (E-122).",
    )


@claim(
    "III-03",
    locator="III, para. 1",
    kind="universal",
    statement="Apart from the citizens' groups, groups without NPO status have another legal form already, which is why only six took it.",
    asserted=exactly(0, "no others to explain"),
    discussed="03-after-the-npo-law#who-could-have-applied",
)
def _all_others_incorporated_already(tables: Tables) -> Observation:
    groups = tables["groups"]
    free = groups[(groups["legal_form"] == "none") & (groups["category"] != "citizens")]
    unknown = _of_form(tables, UNKNOWN_FORMS)
    shares = free["category"].value_counts()
    spread = ", ".join(f"{shares[category]} {category}" for category in groups["category"].cat.categories if shares[category])
    other = _of_form(tables, OTHER_FORMS)
    return Observation(
        between(len(free), len(free) + len(unknown), f"{len(free)} to {len(free) + len(unknown)} others"),
        rule="Groups outside Table 6 that are printed as “None”; those whose form the tables do not tell (blank or “UN NGO”) count both "
        "ways.",
        evidence=[*records(tables, "groups", free), *records(tables, "groups", unknown)],
        remark=f"By category: {spread}. The paper gives no reason for them. As the reason of most the sentence stands: {len(other)} of the "
        f"{len(groups) - len(with_status(tables))} groups without the status have another form.",
    )


@claim(
    "III-04",
    locator="III, para. 1; Table 3",
    kind="count",
    statement="Two support groups for women have acquired NPO status.",
    asserted=COUNTS["women's groups with NPO status"].asserted,
    discussed="03-after-the-npo-law#tab-standing",
)
def _women_with_status(tables: Tables) -> Observation:
    women = _of_category(tables, "women")
    return observe(
        tables,
        "women's groups with NPO status",
        rule="Rows of Table 3 printed as NPO.",
        evidence=[*_listed("text_figures", "F-13"), *records(tables, "groups", women)],
    )


@claim(
    "III-05",
    locator="III, para. 1; Table 4",
    kind="count",
    statement="Four medical NGOs have acquired NPO status.",
    asserted=COUNTS["medical groups with NPO status"].asserted,
    discussed="03-after-the-npo-law#tab-standing",
)
def _medical_with_status(tables: Tables) -> Observation:
    medical = _of_category(tables, "medical")
    return observe(
        tables,
        "medical groups with NPO status",
        rule="Rows of Table 4 printed as NPO.",
        evidence=[*_listed("text_figures", "F-14"), *records(tables, "groups", medical)],
    )


@claim(
    "III-06",
    locator="III, para. 1; Table 1; Table 2; Table 5; Table 6",
    kind="universal",
    statement="Only these six have the status: no group of another category does.",
    asserted=exactly(0, "none"),
    discussed="03-after-the-npo-law#tab-standing",
)
def _no_other_category_with_status(tables: Tables) -> Observation:
    rest = _of_category(tables, "christian", "union", "legal", "citizens")
    printed, blank = int((rest["legal_form"] == "npo_corporation").sum()), int((rest["legal_form"] == "not_stated").sum())
    return Observation(
        between(printed, printed + blank, f"{printed} of {len(rest)} printed; {blank} cells blank"),
        rule="Rows of Tables 1, 2, 5 and 6 printed as NPO; blank cells count both ways.",
        evidence=records(tables, "groups", rest),
        remark="As far as the column is filled, the sentence is right.",
    )


@claim(
    "III-07",
    locator="III, para. 1; Table 3; Table 4",
    kind="text against table",
    statement="The six groups that are named as having the status are those that the tables print with it.",
    asserted=all_of(6),
    discussed="03-after-the-npo-law#who-could-have-applied",
)
def _the_six_match(tables: Tables) -> Observation:
    outcomes = tables["incorporation_outcomes"]
    rows = outcomes[(outcomes["aspect"] == "npo_status") & outcomes["group_id"].notna()]
    named, printed = set(rows["group_id"]), set(with_status(tables)["group_id"])
    return Observation(
        found(len(named & printed), len(named)),
        rule="The six names of the text, looked up in Tables 3 and 4, and counted if the row prints NPO.",
        evidence=[*records(tables, "incorporation_outcomes", rows), *_group_rows(tables, named | printed)],
    )


@claim(
    "III-08",
    locator="III, para. 1; n. 20; Table 3; Table 4",
    kind="text against table",
    statement="Each of the six can be found in the tables under the name that the text uses.",
    asserted=all_of(6),
    discussed="03-after-the-npo-law#who-could-have-applied",
)
def _the_six_by_their_names(tables: Tables) -> Observation:
    six = with_status(tables).set_index("group_id")["name_en"]
    used = _prose_names(tables)
    direct = {group_id for group_id, name in six.items() if str(used.get(group_id)).lower() in name.lower()}
    interviews = tables["interviews"]
    noted = interviews[interviews["footnotes"].str.contains(r"n\. 20\b") & interviews["group_id"].isin(six.index)]
    in_full = {row.group_id for row in noted.itertuples() if row.organisation == six[str(row.group_id)]}
    missing = short_names(tables, set(six.index) - direct)
    return Observation(
        found(len(direct), len(six)),
        rule="The name in the text occurs, letter for letter, in the English name of the row"
        + (f"; not so {missing}." if missing else "."),
        evidence=[
            *_listed("emendations", "E-083", "E-103"),
            *records(tables, "groups", with_status(tables)),
            *records(tables, "interviews", noted),
        ],
        readings=[
            Reading(
                "a footnote of the section gives the full name of the group behind the abbreviation, and the row has that name.",
                found(len(direct | in_full), len(six)),
            )
        ],
        remark="The tables never print the abbreviation TOSHC (E-103).",
    )


@claim(
    "III-09",
    locator="III, para. 1; II, para. 5; II, para. 6",
    kind="text against text",
    statement="Two groups for women and four medical ones have the status, as section II said of the two categories.",
    asserted=[exactly(2), exactly(4)],
    discussed="03-after-the-npo-law#who-could-have-applied",
)
def _sections_ii_and_iii_agree(tables: Tables) -> Observation:
    return Observation(
        [exactly(int(tables.record("categories", category)["npo_stated"])) for category in ("women", "medical")],
        rule="The numbers that section II states for groups for women and for medical groups.",
        evidence=[*_listed("categories", "women", "medical"), *_listed("text_figures", "F-13", "F-14")],
    )


@claim(
    "III-10",
    locator="III, para. 1; n. 4; Table 3; Table 4",
    kind="order in time",
    statement="The six acquired their status after the NPO law came into force.",
    asserted=all_of(6),
    discussed="03-after-the-npo-law#fig-incorporation",
)
def _status_after_the_law(tables: Tables) -> Observation:
    six = with_status(tables)
    after = (six["npo_since"] > law_year(tables)).fillna(False)
    checks = tables["founding-checks"]
    own = checks[checks["row"].isin(six["group_id"]) & checks["what"].str.contains("NPO corporation")]
    return Observation(
        between(int(after.sum()), int(after.sum() + six["npo_since"].isna().sum()), f"{after.sum()} of {len(six)}"),
        rule=f"The year behind “NPO” in Tables 3 and 4 is later than {law_year(tables)}, the year in which the law came into force.",
        evidence=[*_listed("events", "EV-40"), *records(tables, "groups", six), *records(tables, "founding-checks", own)],
        remark=f"Years only. Accounts of their own by {len(own)} of the six are in our data: {short_names(tables, own['row'])}.",
    )


@claim(
    "III-11",
    locator="III, para. 1; II, para. 8; Table 6",
    kind="universal",
    statement="None of the concerned citizens' groups is incorporated in any form.",
    asserted=exactly(0, "none"),
    discussed="03-after-the-npo-law#who-could-have-applied",
)
def _citizens_unincorporated(tables: Tables) -> Observation:
    citizens = _of_category(tables, "citizens")
    formed = int((~citizens["legal_form"].isin(["none", "not_stated"])).sum())
    return Observation(
        between(formed, formed + int((citizens["legal_form"] == "not_stated").sum()), f"{formed} of {len(citizens)}"),
        rule="Rows of Table 6 whose legal status is something else than “None”.",
        evidence=records(tables, "groups", citizens),
        remark=_later_corporations(tables),
    )


def _later_corporations(tables: Tables) -> str:
    checks = tables["founding-checks"]
    later = checks[(checks["what"] == "NPO corporation") & (checks["paper"] == "none")]
    told = " and ".join(f"{short_names(tables, [str(row.row)])} in {str(row.elsewhere)[:4]}" for row in later.itertuples())
    return f"After the paper was written, by their own accounts, some did become NPO corporations: {told}." if told else ""


@claim(
    "III-12",
    locator="III, para. 1; Table 6",
    kind="universal",
    statement="None of the concerned citizens' groups has applied for NPO status.",
    asserted=exactly(0, "none"),
    discussed="03-after-the-npo-law#who-could-have-applied",
)
def _citizens_did_not_apply(tables: Tables) -> Observation:
    citizens = _of_category(tables, "citizens")
    have = int((citizens["legal_form"] == "npo_corporation").sum())
    return Observation(
        between(have, len(citizens), f"{have} of {len(citizens)} have it; who applied is not shown"),
        rule="Rows of Table 6 printed as NPO; the tables show a status, not an application.",
        evidence=[*_listed("incorporation_outcomes", "O-09"), *records(tables, "groups", citizens)],
        remark="The sentence is printed with a double negative, which by the letter says that all have applied; the next one shows that "
        f"none is meant. {int((citizens['ended'] <= law_year(tables)).fillna(False).sum())} of the groups had ended by the year of the "
        "law.",
    )


def _note_19(tables: Tables) -> pd.DataFrame:
    interviews = tables["interviews"]
    return interviews[interviews["footnotes"].str.contains(r"n\. 19\b")]


@claim(
    "III-13",
    locator="III, para. 1; n. 19",
    kind="share",
    statement="Most of the concerned citizens' groups do not intend to apply.",
    asserted=most_of(8),
    discussed="03-after-the-npo-law#who-could-have-applied",
)
def _most_citizens_do_not_intend(tables: Tables) -> Observation:
    citizens, cited = _of_category(tables, "citizens"), _note_19(tables)
    asked = citizens[citizens["group_id"].isin(cited["group_id"])]
    going_on = int((~(citizens["ended"] <= law_year(tables)).fillna(False)).sum())
    return Observation(
        between(len(asked), len(citizens), f"{len(asked)} of {len(citizens)} asked, as far as the note tells"),
        rule="Groups of Table 6 that an interview of the note is with, taking it that each said so; the others count both ways.",
        evidence=[
            *_listed("incorporation_outcomes", "O-10"),
            *records(tables, "interviews", cited),
            *records(tables, "groups", citizens),
        ],
        remark=f"{going_on} of the {len(citizens)} had not ended when the law came. {_later_corporations(tables)}",
    )


@claim(
    "III-14",
    locator="III, para. 1; n. 19",
    kind="universal",
    statement="The four interviews on why concerned citizens' groups do not apply are with such groups.",
    asserted=all_of(4),
    discussed="03-after-the-npo-law#who-could-have-applied",
)
def _note_19_cites_citizens(tables: Tables) -> Observation:
    cited = _note_19(tables)
    groups = tables["groups"]
    rows = groups[groups["group_id"].isin(cited["group_id"])]
    outside = rows[rows["category"] != "citizens"]
    named = f" The other: {', '.join(outside['name_en'])}." if len(outside) else ""
    return Observation(
        found(int((rows["category"] == "citizens").sum()), len(cited)),
        rule=f"The groups whose people the note names, by the table that numbers them.{named}",
        evidence=[*_listed("emendations", "E-141"), *records(tables, "interviews", cited), *records(tables, "groups", rows)],
        readings=[
            Reading("any group without a legal form is meant.", found(int(rows["legal_form"].isin(["none"]).sum()), len(cited))),
        ],
        remark="Table 5 prints the lawyers' group among them as “None” (E-141).",
    )


@claim(
    "III-15",
    locator="III, para. 1; n. 19",
    kind="thesis",
    statement="Fear for their independence, of political monitoring and of disclosure keeps groups from applying, and so few applied.",
    asserted=holds(),
    discussed="03-after-the-npo-law#what-six-cases-can-show",
)
def _fear_of_control(tables: Tables) -> Observation | Untested:
    groups, cited = tables["groups"], _note_19(tables)
    free = groups[(groups["legal_form"] == "none") & ~(groups["ended"] <= law_year(tables)).fillna(False)]
    citizens = int((free["category"] == "citizens").sum())
    return needs(
        tables,
        "interviews",
        ["reason_not_to_apply"],
        "what each unincorporated group answered, and the same of groups that did apply.",
        evidence=[
            *_listed("incorporation_outcomes", "O-11", "O-12", "O-13", "O-14"),
            *records(tables, "interviews", cited),
            *records(tables, "groups", free),
        ],
        remark=f"{len(free)} groups printed as “None” had not ended by the year of the law. The reasons are told of the {citizens} "
        f"citizens' groups among them, on {len(cited)} interviews; of the other {len(free) - citizens} nothing is told.",
    )


@claim(
    "III-16",
    locator="III, para. 1",
    kind="universal",
    statement="An incorporated organisation must disclose information to its authority, which supervises all that it does.",
    asserted=holds(),
    discussed="03-after-the-npo-law#who-could-have-applied",
)
def _duties_of_a_corporation(tables: Tables) -> Observation | Untested:
    provisions = tables["law_provisions"]
    duties = provisions[(provisions["law"] == "npo_law") & (provisions["kind"] == "duty")]
    return needs(
        tables,
        "law_provisions",
        ["article"],
        "the articles of the law on reports and supervision, and how often an authority used them.",
        evidence=[*records(tables, "law_provisions", duties), *_listed("law_provisions", "L-04")],
        remark="The paper cites no article. It says too that before the law officials intervened after approval as well (n. 4); whether "
        "the law left more or less of that is not said.",
    )


@claim(
    "III-17",
    locator="III, para. 1; II, para. 3",
    kind="share",
    statement="Few of the support groups applied to become NPO corporations.",
    asserted=few_of(79, "few of the groups"),
    discussed="03-after-the-npo-law#who-could-have-applied",
)
def _few_applied(tables: Tables) -> Observation:
    groups, six = tables["groups"], with_status(tables)
    silent = groups[~groups["category"].isin(["christian", "citizens"]) & groups["legal_form"].isin(["none", *UNKNOWN_FORMS])]
    return Observation(
        between(len(six), len(six) + len(silent), f"{len(six)} to {len(six) + len(silent)} of {len(groups)}"),
        rule="At least the groups with the status; at most also those of which the text does not say that they did not or would not apply. "
        "Few: fewer than half.",
        evidence=[
            *_listed("incorporation_outcomes", "O-15"),
            *records(tables, "groups", six),
            *records(tables, "groups", silent),
        ],
        remark="Small in the whole. Of the groups that no other form kept from it, see V-04.",
    )


# Paragraph 2: money, staff and members


@claim(
    "III-18",
    locator="III, para. 2; III, para. 5",
    kind="universal",
    statement="The operating funds of the groups that acquired the status grew.",
    asserted=all_of(6),
    discussed="03-after-the-npo-law#before-and-after",
)
def _funds_grew(tables: Tables) -> Observation:
    money = ["operating_funds", "budget", "funding_source"]
    told = _by_name(tables, money, ["new", "increase"])
    figures = told[told["amount"].notna() & told["period_from"].notna()]["group_id"].nunique()
    return _said_of_all(
        tables,
        told,
        _by_name(tables, money, ["unchanged", "decrease"]),
        ["O-17", "O-22", "O-41"],
        "A group counts if it is named with grown funds or with new money.",
        f"An amount and a period are given for {figures} of them, an account of income for none. TOSHC is covered only by what is said of "
        "the medical NGOs in general; MIC Kanagawa has no earlier funds to compare (III-22).",
    )


@claim(
    "III-19",
    locator="III, para. 2",
    kind="universal",
    statement="The staff of the groups that acquired the status did not grow.",
    asserted=all_of(6),
    discussed="03-after-the-npo-law#before-and-after",
)
def _staff_did_not_grow(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "groups",
        ["staff"],
        "the number of staff of each group before the status and after it.",
        evidence=[*_listed("incorporation_outcomes", "O-18"), *records(tables, "groups", with_status(tables))],
        remark="No number of staff is printed for any group.",
    )


@claim(
    "III-20",
    locator="III, para. 2; III, para. 5",
    kind="universal",
    statement="The groups that acquired the status have as many members as before.",
    asserted=all_of(6),
    discussed="03-after-the-npo-law#before-and-after",
)
def _members_flat(tables: Tables) -> Observation:
    six = with_status(tables)
    return _said_of_all(
        tables,
        _by_name(tables, ["members"], ["unchanged", "not_increased"]),
        _by_name(tables, ["members"], ["new", "increase", "decrease"]),
        ["O-19"],
        "A group counts if it is named with an unchanged membership.",
        f"The tables print one number each, undated, for {int(six['members'].notna().sum())} groups, and a before and an after for none.",
    )


@claim(
    "III-21",
    locator="III, para. 5; Table 3, no. 6",
    kind="text against table",
    statement="The membership of Mizula is after incorporation what it was before.",
    asserted=holds(),
    discussed="03-after-the-npo-law#before-and-after",
)
def _mizula_members(tables: Tables) -> Observation:
    printed = tables.record("groups", "T3-06")["members"]
    elsewhere = str(tables.record("founding-checks", "T3-06/members")["elsewhere"])
    text = f"{printed} in Table 3, undated; {elsewhere} by another account"
    return Observation(
        holds(True, text) if str(printed) == elsewhere.split(" ")[0] else open_question(text),
        rule="The number of members in Table 3 against an account from outside the paper; equal numbers would bear the statement out.",
        evidence=[*_listed("groups", "T3-06"), *_listed("founding-checks", "T3-06/members")],
        remark="If both count the same people, the membership was not flat, whichever figure is the later; they may not.",
    )


@claim(
    "III-22",
    locator="III, para. 2; III, para. 5; Table 3; Table 4",
    kind="order in time",
    statement="For each of the six there is a time before incorporation with which the time after it is compared.",
    asserted=all_of(6),
    discussed="03-after-the-npo-law#when-they-did",
)
def _a_time_before(tables: Tables) -> Observation:
    six = with_status(tables)
    earlier = six[(six["began"] < six["npo_since"]).fillna(False)]
    others = set(six["group_id"]) - set(earlier["group_id"])
    checks = tables["founding-checks"]
    own = checks[checks["row"].isin(others) & (checks["what"] == "began; NPO corporation")]
    months = [str(told).split("; ") for told in own["elsewhere"]]
    by_month = sum(first < second for first, second in months)
    return Observation(
        found(len(earlier), len(six)),
        rule="Groups that began in an earlier year than that of their status"
        + (f"; not so {short_names(tables, others)}." if others else "."),
        evidence=[*records(tables, "groups", six), *records(tables, "founding-checks", own)],
        readings=[
            Reading(
                "by months, where the group's own account has them" + "".join(f" ({first} and {second})" for first, second in months) + ".",
                found(len(earlier) + by_month, len(six)),
            )
        ],
        remark="A few months give no earlier year of funds, members or work: for that group nothing can have grown with the status.",
    )


def _growth(tables: Tables) -> tuple[pd.Series, pd.Series]:
    """Return the two records of how much money Mizula had more: of its operating funds, as a factor, and of its budget, in per cent."""
    return tables.record("incorporation_outcomes", "O-20"), tables.record("incorporation_outcomes", "O-42")


@claim(
    "III-23",
    locator="III, para. 2; III, para. 5",
    kind="arithmetic",
    statement="The operating funds of Mizula doubled between 1996 and 2002.",
    asserted=exactly(2, "2 times"),
    discussed="03-after-the-npo-law#money-and-time",
)
def _mizula_doubled(tables: Tables) -> Observation:
    budget = _growth(tables)[1]
    factor = 1 + float(budget["amount"]) / 100
    return Observation(
        exactly(factor, f"{factor:g} times"),
        rule=f"Paragraph 5 has its budget grow by {budget['amount']} per cent from {budget['period_from']} to {budget['period_to']}, which "
        f"makes {factor:g} times the first.",
        evidence=[*_listed("incorporation_outcomes", "O-20", "O-42"), *_listed("events", "EV-25", "EV-27"), *_listed("groups", "T3-06")],
        readings=[
            Reading(
                "“doubled”, said of two groups in one breath, means at least doubled: full multiples only are counted.",
                exactly(math.floor(factor), f"{math.floor(factor)} times"),
            )
        ],
        remark="The paper says operation funds in one place and budget in the other; it does not say that they are different sums.",
    )


def _share_of_steps(tables: Tables, period: pd.Series, since: Any) -> str:
    """Say how many of the steps from year to year had the status, and how many lie before the law."""
    first, last = int(period["period_from"]), int(period["period_to"])
    held = sum(step >= int(since) for step in range(first + 1, last + 1))
    before = sum(step <= law_year(tables) for step in range(first + 1, last + 1))
    return (
        f"Of {last - first} steps from one year to the next, {held or 'none'} end in the year of the status or later, and "
        f"{before or 'none'} no later than the year in which the law came into force."
    )


@claim(
    "III-24",
    locator="III, para. 2; Table 3, no. 6",
    kind="order in time",
    statement="The funds of Mizula grew with NPO status: the growth follows the status.",
    asserted=holds(),
    discussed="03-after-the-npo-law#tab-timing",
)
def _mizula_growth_follows(tables: Tables) -> Observation:
    period, since = tables.record("incorporation_outcomes", "O-20"), tables.record("groups", "T3-06")["npo_since"]
    return Observation(
        _follows(period, since),
        rule="The period of growth against the year of the status; a period that lies on both sides of it leaves the order open.",
        evidence=[*_listed("incorporation_outcomes", "O-20"), *_listed("events", "EV-25"), *_listed("groups", "T3-06")],
        remark=_share_of_steps(tables, period, since),
    )


@claim(
    "III-25",
    locator="III, para. 2; Table 3, no. 7",
    kind="order in time",
    statement="The funds of Saalaa grew with NPO status: the doubling follows the status.",
    asserted=holds(),
    discussed="03-after-the-npo-law#tab-timing",
)
def _saalaa_growth_follows(tables: Tables) -> Observation:
    period, since = tables.record("incorporation_outcomes", "O-21"), tables.record("groups", "T3-07")["npo_since"]
    return Observation(
        _follows(period, since),
        rule="The period of growth against the year of the status; a period that lies on both sides of it leaves the order open.",
        evidence=[*_listed("incorporation_outcomes", "O-21"), *_listed("events", "EV-26"), *_listed("groups", "T3-07")],
        remark=f"{_share_of_steps(tables, period, since)} Against the law instead of the group's own status the order would be open. "
        "Nothing dated is told of this group's money after its status.",
    )


@claim(
    "III-26",
    locator="III, para. 2",
    kind="superlative",
    statement="The funds of the medical groups with the status grew too, though less than those of the women's groups.",
    asserted=holds(),
    discussed="03-after-the-npo-law#before-and-after",
)
def _medical_grew_less(tables: Tables) -> Observation | Untested:
    six = with_status(tables)
    medical = six[six["category"] == "medical"]
    return needs(
        tables,
        "accounts",
        ["income"],
        "the income of the medical groups by year, over the years that are given for the women's groups.",
        evidence=[*_listed("incorporation_outcomes", "O-20", "O-21", "O-22"), *records(tables, "groups", medical)],
        remark=f"No amount is printed for any of the {len(medical)} medical groups, one of which began with the status.",
    )


@claim(
    "III-27",
    locator="III, para. 2; IV, para. 11; n. 31",
    kind="text against text",
    statement="The five groups named as having new public money are the NPO corporations without TOSHC, as in section IV.",
    asserted=exactly(0, "no difference"),
    discussed="03-after-the-npo-law#before-and-after",
)
def _five_are_paid(tables: Tables) -> Observation:
    outcomes, partnerships = tables["incorporation_outcomes"], tables["partnerships"]
    told = outcomes[outcomes["aspect"] == "funding_source"]
    hoping = partnerships[partnerships["status"] == "hoped_for"]
    expected = set(with_status(tables)["group_id"]) - set(hoping["group_id"])
    apart = expected ^ set(told["group_id"])
    return Observation(
        exactly(len(apart), f"{len(apart)} differ: {short_names(tables, apart)}" if apart else "no difference"),
        rule="The five names of section III against the groups printed as NPO, less the one that only hopes for a partnership (n. 31).",
        evidence=[
            *records(tables, "incorporation_outcomes", told),
            *_listed("incorporation_outcomes", "O-64"),
            *records(tables, "partnerships", hoping),
            *_group_rows(tables, expected | set(told["group_id"])),
        ],
    )


@claim(
    "III-28",
    locator="III, para. 2",
    kind="share",
    statement="Of the new money of these five groups, most comes from local governments.",
    asserted=holds(),
    discussed="03-after-the-npo-law#before-and-after",
)
def _mostly_from_local_governments(tables: Tables) -> Observation | Untested:
    partnerships = tables["partnerships"]
    paid = partnerships[(partnerships["kind"] == "financial_support") & partnerships["group_id"].notna()]
    return needs(
        tables,
        "accounts",
        ["public_income"],
        "the income of each group by source and year.",
        evidence=[*records(tables, "partnerships", paid), *_group_rows(tables, paid["group_id"])],
        remark="Section IV, to which the text points ahead, repeats that they are paid; it gives no sum.",
    )


@claim(
    "III-29",
    locator="III, para. 2",
    kind="thesis",
    statement="A welfare crisis and criticism from abroad make local officials promote groups in medicine and for women.",
    asserted=holds(),
    discussed="03-after-the-npo-law#before-and-after",
)
def _motive_of_officials(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "interviews",
        ["reason_to_support"],
        "what the officials who decided on the money say of their reasons, and which groups asked for money and got none.",
        evidence=[*_listed("incorporation_outcomes", "O-28"), *_listed("partnerships", "P-25")],
        remark="Section II says that some concerned citizens' groups receive local money as well (II, para. 8).",
    )


# Paragraph 3: standing and ease


@claim(
    "III-30",
    locator="III, para. 3",
    kind="universal",
    statement="Members of the groups with the status report that recognition has made their work easier.",
    asserted=all_of(6),
    discussed="03-after-the-npo-law#fig-accounts",
)
def _work_became_easier(tables: Tables) -> Observation:
    ease = ["ease_of_work", "recognition", "cooperation_of_firms", "cooperation_of_officials", "bank_account"]
    interviews = tables["interviews"]
    cited = interviews[interviews["group_id"].isin(with_status(tables)["group_id"])]
    return _said_of_all(
        tables,
        _by_name(tables, ease, ["new", "better"]),
        _by_name(tables, ease, ["worse"]),
        ["O-29", "O-30"],
        "A group counts if something is named that became easier for it.",
        f"The footnotes of the whole paper cite interviews with {cited['group_id'].nunique()} of the six.",
    )


@claim(
    "III-31",
    locator="III, para. 3; n. 20; Table 4, no. 6",
    kind="order in time",
    statement="TOSHC speaks from experience of both: it worked before it was incorporated, and was interviewed after.",
    asserted=holds(),
    discussed="03-after-the-npo-law#tab-six",
)
def _toshc_before_and_after(tables: Tables) -> Observation:
    group, told = tables.record("groups", "T4-06"), tables.record("interviews", "IW-10")["date"]
    began, since = int(group["began"]), int(group["npo_since"])
    predecessors = tables["predecessors"]
    former = predecessors[predecessors["group_id"] == "T4-06"]
    return Observation(
        holds(began < since < told.year, f"began {began}, status {since}, interview {told.year}"),
        rule="The year in which the group began, that of its status, and that of the interview cited.",
        evidence=[*_listed("groups", "T4-06"), *_listed("interviews", "IW-10"), *records(tables, "predecessors", former)],
        remark=f"The time before is {since - began} years, or {since - int(former['began'].min())} with the former body. It is one "
        "person's account.",
    )


@claim(
    "III-32",
    locator="III, para. 3; n. 20; n. 31",
    kind="text against text",
    statement="With incorporation, officials gave up their reluctance to cooperate with TOSHC.",
    asserted=holds(),
    discussed="03-after-the-npo-law#before-and-after",
)
def _officials_cooperate(tables: Tables) -> Observation:
    tie = tables.record("partnerships", "P-11")
    since, told = tables.record("groups", "T4-06")["npo_since"], tables.record("interviews", "IW-10")["date"]
    hoped = tie["status"] == "hoped_for"
    text = f"partnership hoped for in {tie['since']}" if hoped else "partnership there"
    return Observation(
        open_question(text) if hoped else holds(True, text),
        rule="Text against text: by the same person on the same day, the group has no partnership with its local government yet.",
        evidence=[
            *_listed("incorporation_outcomes", "O-33", "O-65"),
            *_listed("partnerships", "P-11"),
            *_listed("interviews", "IW-10"),
            *_listed("groups", "T4-06"),
        ],
        remark=f"{told.year - int(since)} years lie between the status and the interview. Cooperation and partnership may be different "
        "things.",
    )


@claim(
    "III-33",
    locator="III, para. 3; n. 21; Table 3, no. 7",
    kind="order in time",
    statement="Saalaa reports from experience that, being incorporated, it can hold a bank account of its own.",
    asserted=holds(),
    discussed="03-after-the-npo-law#tab-six",
)
def _saalaa_account(tables: Tables) -> Observation:
    return Observation(
        _later_than(tables.record("interviews", "IW-11")["date"], tables.record("groups", "T3-07")["npo_since"]),
        rule="The day of the interview cited against the year of the status; within one year the order is open.",
        evidence=[*_listed("incorporation_outcomes", "O-34"), *_listed("interviews", "IW-11"), *_listed("groups", "T3-07")],
        remark="What the status allows can be said before one has it; the paper uses the present tense.",
    )


# Paragraph 4: activities


@claim(
    "III-34",
    locator="III, para. 4",
    kind="universal",
    statement="The activities of the groups with the status grew markedly.",
    asserted=all_of(6),
    discussed="03-after-the-npo-law#fig-accounts",
)
def _activities_grew(tables: Tables) -> Observation:
    work = ["activities", "services", "shelters", "expenditure"]
    return _said_of_all(
        tables,
        _by_name(tables, work, ["new", "increase"]),
        _by_name(tables, ["activities", "services", "shelters"], ["decrease"]),
        ["O-35"],
        "A group counts if new work is named for it, or growing spending on its work (III, para. 7).",
        "No amount of work is printed for a time before and a time after.",
    )


@claim(
    "III-35",
    locator="III, para. 4",
    kind="arithmetic",
    statement="Mizula runs two more shelters, one in Yokohama and one in Yokosuka.",
    asserted=exactly(2),
    discussed="03-after-the-npo-law#tab-accounts",
)
def _two_shelters(tables: Tables) -> Observation:
    told = tables.record("incorporation_outcomes", "O-36")
    places = re.findall(r"\bin ([A-Z]\w+)", str(told["evidence"]))
    return Observation(
        exactly(len(set(places)), f"{len(set(places))}: {', '.join(places)}" if places else "none"),
        rule="Text against text: the places that the sentence names.",
        evidence=[*_listed("incorporation_outcomes", "O-36"), *_listed("groups", "T3-06")],
        remark="The table prints one place for the group, Kanagawa, in which both cities lie.",
    )


@claim(
    "III-36",
    locator="III, para. 4; n. 22",
    kind="order in time",
    statement="The new work named, of Mizula and AMDA, came as a consequence of incorporation, and so after it.",
    asserted=all_of(3),
    discussed="03-after-the-npo-law#money-and-time",
)
def _work_came_after(tables: Tables) -> Observation:
    partnerships, shelters = tables["partnerships"], tables.record("incorporation_outcomes", "O-36")
    services = partnerships[(partnerships["kind"] == "outsourcing") & partnerships["locator"].str.startswith("III, para. 4")]
    since = tables.record("groups", "T3-06")["npo_since"]
    opened = shelters["period_from"]
    after = int((services["before_incorporation"] == "no").sum()) + int(pd.notna(opened) and opened >= since)
    before = int((services["before_incorporation"] == "yes").sum()) + int(pd.notna(opened) and opened < since)
    total = len(services) + 1
    return Observation(
        between(after, total - before, f"{after} of {total} dated after, {before} before"),
        rule="The services given out to Mizula and AMDA, and the two shelters of Mizula; what has no date counts both ways.",
        evidence=[
            *records(tables, "partnerships", services),
            *_listed("incorporation_outcomes", "O-36", "O-39"),
            *_group_rows(tables, ["T3-06", "T4-01"]),
        ],
        remark="The same paragraph has Mizula perform many public services before it was incorporated (n. 22).",
    )


@claim(
    "III-37",
    locator="III, para. 4; Table 3, no. 6; Table 4, no. 1",
    kind="text against table",
    statement="Yokohama gives work to Mizula, and Tokyo to AMDA: each group works for a government of its own prefecture.",
    asserted=all_of(2),
    discussed="04-partnerships-and-membership-rules#who-does-what-for-whom",
)
def _own_prefecture(tables: Tables) -> Observation:
    prefectures = {"Yokohama government": "Kanagawa", "Tokyo Metropolitan Government": "Tokyo"}
    pairs = [(tables.record("partnerships", key), tables.record("groups", group)) for key, group in (("P-01", "T3-06"), ("P-04", "T4-01"))]
    return Observation(
        found(sum(prefectures.get(tie["government"]) == group["location"] for tie, group in pairs), len(pairs)),
        rule="The prefecture of the government named (Yokohama is in Kanagawa) against the location in the tables.",
        evidence=[*_listed("partnerships", "P-01", "P-04"), *_listed("groups", "T3-06", "T4-01")],
    )


@claim(
    "III-38",
    locator="III, para. 2; III, para. 4; n. 22",
    kind="text against text",
    statement="Local governments are a new source of money for Mizula.",
    asserted=holds(),
    discussed="03-after-the-npo-law#money-and-time",
)
def _mizula_paid_before(tables: Tables) -> Observation:
    before = tables.record("partnerships", "P-02")["before_incorporation"]
    texts = {"yes": "paid before it incorporated", "no": "paid only after it incorporated"}
    text = texts.get(before, "not stated since when")
    return Observation(
        open_question(text) if before not in texts else holds(before == "no", text),
        rule="Text against text: by paragraph 4 local governments supported the group with much money before it was incorporated.",
        evidence=[
            *_listed("incorporation_outcomes", "O-23", "O-39"),
            *_listed("partnerships", "P-02", "P-05"),
            *_listed("interviews", "IW-12"),
            *_listed("groups", "T3-06"),
        ],
        readings=[Reading("“new” is said of the sums that came in addition, not of the payer.", open_question(text))],
        remark="Whichever is meant, for this group public money came before the status.",
    )


@claim(
    "III-39",
    locator="III, para. 4; n. 22",
    kind="order in time",
    statement="Officials in Yokohama asked Mizula to incorporate, perhaps in order to justify giving it public services.",
    asserted=holds(),
    discussed="03-after-the-npo-law#money-and-time",
)
def _officials_asked_mizula(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "partnerships",
        ["asked_on"],
        "when and by whom the group was asked, in the officials' words too, and who asked the other five.",
        evidence=[
            *_listed("incorporation_outcomes", "O-40", "O-74"),
            *_listed("partnerships", "P-03"),
            *_listed("interviews", "IW-12"),
            *_listed("groups", "T3-06"),
        ],
        remark="One person of the group is cited. If so, at least one of the six was chosen by officials, and its growth is no effect of "
        "the status alone.",
    )


# Paragraph 5: members once more, and the budget of Mizula


@claim(
    "III-40",
    locator="III, para. 5; III, para. 2",
    kind="arithmetic",
    statement="The budget of Mizula rose by 150 per cent between 1996 and 2002.",
    asserted=exactly(150, "150 per cent"),
    discussed="03-after-the-npo-law#money-and-time",
)
def _mizula_budget(tables: Tables) -> Observation:
    funds = _growth(tables)[0]
    percent = 100 * (int(funds["amount"]) - 1)
    return Observation(
        exactly(percent, f"{percent} per cent"),
        rule=f"Paragraph 2 has its operating funds grow {funds['amount']} times from {funds['period_from']} to {funds['period_to']}.",
        evidence=[*_listed("incorporation_outcomes", "O-20", "O-42"), *_listed("events", "EV-25", "EV-27"), *_listed("groups", "T3-06")],
        readings=[
            Reading(
                "“doubled”, said of two groups in one breath, means at least doubled.", at_least(percent, f"{percent} per cent or more")
            )
        ],
        remark="No sum is given in yen for either year.",
    )


@claim(
    "III-41",
    locator="III, para. 5; II, para. 5",
    kind="text against text",
    statement="The groups with the status perhaps no longer depend on members for money and legitimacy.",
    asserted=holds(),
    discussed="03-after-the-npo-law#before-and-after",
)
def _no_longer_dependent_on_members(tables: Tables) -> Observation:
    sources = str(tables.record("categories", "women")["funding"])
    fees = "membership fees" in sources
    text = "membership fees among the sources of women's groups" if fees else "no fees named"
    return Observation(
        open_question(text) if fees else holds(True, text),
        rule="Text against text: the sources of money that section II names for groups for women, as two of the six are.",
        evidence=[
            *_listed("incorporation_outcomes", "O-45"),
            *_listed("categories", "women"),
            *records(tables, "groups", with_status(tables)),
        ],
        remark="The paper offers it as a possibility, and as a matter of degree. For the medical groups it names no source.",
    )


# Paragraph 6: without the status


@claim(
    "III-42",
    locator="III, para. 6; Table 6",
    kind="text against table",
    statement="The two groups named for a decline, APFS and Kalabaw-no-kai, are concerned citizens' groups without NPO status.",
    asserted=all_of(2),
    discussed="03-after-the-npo-law#without-the-status",
)
def _decliners(tables: Tables) -> Observation:
    outcomes, groups = tables["incorporation_outcomes"], tables["groups"]
    told = outcomes[outcomes["aspect"].isin(["activities", "financial_resources"]) & (outcomes["direction"] == "decrease")]
    named = groups[groups["group_id"].isin(told["group_id"])]
    fitting = named[(named["category"] == "citizens") & (named["legal_form"] == "none")]
    without = len(groups) - len(with_status(tables))
    return Observation(
        found(len(fitting), len(named)),
        rule="The groups named, by table and legal status.",
        evidence=[*records(tables, "incorporation_outcomes", told), *records(tables, "groups", named)],
        remark=f"They are {len(named)} of {without} groups without the status; of the others no change is told. The footnote to the "
        "decline (n. 23) is on the people who come to APFS, not on money.",
    )


@claim(
    "III-43",
    locator="III, para. 6; n. 23",
    kind="order in time",
    statement="Far fewer undocumented workers come to APFS than two years before.",
    asserted=holds(),
    discussed="03-after-the-npo-law#without-the-status",
)
def _apfs_clients(tables: Tables) -> Observation | Untested:
    told = tables.record("incorporation_outcomes", "O-52")
    overstayers = _official(tables, "overstayers")
    first, last = (overstayers[pd.Timestamp(int(told[end]), 1, 1)] for end in ("period_from", "period_to"))
    return needs(
        tables,
        "accounts",
        ["visitors"],
        "the number of people who came to the group, by year.",
        evidence=[
            *_listed("incorporation_outcomes", "O-52"),
            *_listed("interviews", "IW-07"),
            *_listed("groups", "T6-04"),
            *_listed("official-statistics", *(f"overstayers/{int(told[end])}-01-01" for end in ("period_from", "period_to"))),
        ],
        remark=f"In about these two years the official number of overstayers fell by {100 * (first - last) / first:.0f} per cent, from "
        f"{first:,} to {last:,}; that is no dramatic fall, but the national total need not follow the communities that the group serves.",
    )


@claim(
    "III-44",
    locator="III, para. 6; n. 24",
    kind="official figure",
    statement="The number of undocumented workers has declined in recent years.",
    asserted=Possible(-math.inf, -1, "a decline"),
    discussed="03-after-the-npo-law#fig-overstayers",
)
def _recent_decline(tables: Tables) -> Observation:
    overstayers = _official(tables, "overstayers")["2001-01-01":"2004-01-01"]
    change = int(overstayers.iloc[-1] - overstayers.iloc[0])
    return Observation(
        exactly(change, f"{change:,}".replace("-", "−")),
        rule=f"Overstayers, official figures: {overstayers.iloc[0]:,} on 1 January 2001 and {overstayers.iloc[-1]:,} on 1 January 2004.",
        evidence=_official_rows(overstayers, "overstayers"),
        remark="Overstayers of every kind, working or not; people who entered without permission are not among them.",
    )


@claim(
    "III-45",
    locator="III, para. 6",
    kind="thesis",
    statement="The decline of groups without the status may have less to do with the law than with fewer undocumented people.",
    asserted=holds(),
    discussed="03-after-the-npo-law#without-the-status",
)
def _decline_not_from_the_law(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "accounts",
        ["visitors"],
        "the people who came to groups with and without the status, of the same category, by year.",
        evidence=[*_listed("incorporation_outcomes", "O-53"), *_group_rows(tables, ["T6-04", "T6-07"])],
        remark="The paper's own doubt. Fewer undocumented people would be fewer for the six as well, whose work is said to have grown.",
    )


@claim(
    "III-46",
    locator="n. 19; n. 20; n. 21; n. 22; n. 23",
    kind="text against table",
    statement="Where the notes place the groups whose people were interviewed agrees with the prefectures in the tables.",
    asserted=all_of(7),
    discussed="03-after-the-npo-law#tab-six",
)
def _places_of_the_notes(tables: Tables) -> Observation:
    interviews, groups = tables["interviews"], tables.indexed("groups")
    cited = interviews[interviews["footnotes"].str.contains(r"n\. (?:19|2[0-3])\b")]
    prefectures = {"Tokyo": "Tokyo", "Yokohama": "Kanagawa"}
    fitting = sum(prefectures.get(str(row.place)) == groups.loc[str(row.group_id), "location"] for row in cited.itertuples())
    return Observation(
        found(fitting, len(cited)),
        rule="The place in the footnote (Yokohama is in Kanagawa) against the location in the tables, for each interview once.",
        evidence=[*records(tables, "interviews", cited), *_group_rows(tables, cited["group_id"])],
    )


@claim(
    "III-47",
    locator="n. 24",
    kind="official figure",
    statement="There were 298,646 undocumented foreigners in 1993.",
    asserted=exactly(298_646),
    discussed="03-after-the-npo-law#fig-overstayers",
)
def _number_of_1993(tables: Tables) -> Observation:
    overstayers = _official(tables, "overstayers")["1993"]
    return Observation(
        between(int(overstayers.min()), int(overstayers.max())),
        rule="Overstayers, official figure for May 1993.",
        evidence=[*_listed("events", "EV-21"), *_official_rows(overstayers, "overstayers")],
        remark="The paper names no source. Its figure is that of overstayers.",
    )


@claim(
    "III-48",
    locator="n. 24",
    kind="superlative",
    statement="The number of undocumented foreigners was highest in 1993.",
    asserted=year(1993),
    discussed="03-after-the-npo-law#fig-overstayers",
)
def _peak_in_1993(tables: Tables) -> Observation:
    overstayers = _official(tables, "overstayers")
    peak = overstayers.index[int(overstayers.to_numpy().argmax())].year
    first = overstayers.index[0].year
    return Observation(
        Possible(-math.inf, peak, f"{peak} or earlier") if peak == first else year(peak),
        rule=f"The year of the highest official figure of overstayers in our data, which begin in {first}; what came before is open.",
        evidence=_official_rows(overstayers, "overstayers"),
        remark="No later figure in the series is higher.",
    )


@claim(
    "III-49",
    locator="n. 24",
    kind="order in time",
    statement="From 1993 to 2003 the number of undocumented foreigners fell steadily.",
    asserted=exactly(0, "no rise"),
    discussed="03-after-the-npo-law#fig-overstayers",
)
def _steady_fall(tables: Tables) -> Observation:
    told = tables.record("events", "EV-22")
    first, last = int(told["date"]), int(told["end_date"])
    overstayers = _official(tables, "overstayers")[f"{first}" : f"{last}"]
    rises = int((overstayers.diff().dropna() > 0).sum())
    missing = len(set(range(first, last + 1)) - {date.year for date in overstayers.index})
    return Observation(
        between(rises, rises + missing, f"{rises} rises; {missing} years unknown"),
        rule="Rises from one official figure of overstayers to the next; each year without a figure in our data might hold one more.",
        evidence=[*_listed("events", "EV-22"), *_official_rows(overstayers, "overstayers")],
    )


@claim(
    "III-50",
    locator="n. 24",
    kind="official figure",
    statement="In 2003 there were about 250,000 undocumented foreigners.",
    asserted=about(250_000),
    discussed="03-after-the-npo-law#fig-overstayers",
)
def _number_of_2003(tables: Tables) -> Observation:
    overstayers = _official(tables, "overstayers")
    in_2003 = overstayers["2003-01-01":"2004-01-01"]
    low, high = int(in_2003.min()), int(in_2003.max())
    nearest = (overstayers - int(tables.record("events", "EV-45")["value"])).abs()
    day = overstayers.index[int(nearest.to_numpy().argmin())]
    return Observation(
        between(low, high),
        rule="Overstayers, official figures for 1 January 2003 and 1 January 2004.",
        evidence=[*_listed("events", "EV-45"), *_official_rows(in_2003, "overstayers")],
        readings=[
            Reading(
                "if people who entered without permission belong to them, the official figures, which leave these out, are a lower bound.",
                at_least(low),
            )
        ],
        remark=f"In that case the two figures of the note are not of one kind, and its fall is too small: that for 1993 counts overstayers "
        f"only. The overstayers come nearest to it on {day.day} {day:%B %Y}, with {overstayers[day]:,}.",
    )


@claim(
    "III-51",
    locator="n. 24; Introduction, para. 2",
    kind="text against text",
    statement="The figure for 2003 is that of the introduction, about 250,000.",
    asserted=exactly(250_000, "about 250,000"),
    discussed="03-after-the-npo-law#the-national-picture",
)
def _same_figure_as_in_the_introduction(tables: Tables) -> Observation:
    figure = tables.record("text_figures", "F-01")
    return Observation(
        exactly(int(figure["value"]), f"{figure['precision']} {int(figure['value']):,}"),
        rule="Text against text.",
        evidence=[*_listed("text_figures", "F-01"), *_listed("events", "EV-45")],
        remark="In the introduction they are workers among recent immigrants, in the note people.",
    )


# Paragraph 7: the price


@claim(
    "III-52",
    locator="III, para. 7; n. 22; n. 29",
    kind="order in time",
    statement="Mizula and SHARE, which report worse finances since incorporation, were interviewed after it.",
    asserted=all_of(2),
    discussed="03-after-the-npo-law#tab-six",
)
def _reported_since_incorporation(tables: Tables) -> Observation:
    interviews = tables["interviews"]
    cited = interviews[interviews["group_id"].isin(["T3-06", "T4-02"])]
    later = [
        _later_than(date, tables.record("groups", str(group_id))["npo_since"])
        for group_id, date in cited.groupby("group_id")["date"].max().items()
    ]
    low, high = sum(int(one.low) for one in later), sum(int(one.high) for one in later)
    return Observation(
        between(low, high, f"{low} of {len(later)}" if low == high else f"{low} to {high} of {len(later)}"),
        rule="The day of the interview cited anywhere in the paper, against the year of the status.",
        evidence=[
            *records(tables, "interviews", cited),
            *_listed("incorporation_outcomes", "O-55", "O-57"),
            *_group_rows(tables, ["T3-06", "T4-02"]),
        ],
        remark="The paragraph itself has no footnote; whether these interviews are the source is not said.",
    )


@claim(
    "III-53",
    locator="III, para. 7; III, para. 5",
    kind="arithmetic",
    statement="At Mizula and SHARE spending grew more than income, so that finances are worse though budgets grew.",
    asserted=holds(),
    discussed="03-after-the-npo-law#before-and-after",
)
def _spending_outgrew_income(tables: Tables) -> Observation | Untested:
    return needs(
        tables,
        "accounts",
        ["expenditure"],
        "income, expenditure and balance of both groups, by year.",
        evidence=[
            *_listed("incorporation_outcomes", "O-42", "O-55", "O-56", "O-57", "O-58", "O-59"),
            *_group_rows(tables, ["T3-06", "T4-02"]),
        ],
        remark="The two statements do not exclude each other, but no sum is printed with which to follow them.",
    )


@claim(
    "III-54",
    locator="III, para. 7; III, para. 2",
    kind="text against text",
    statement="More money and more work do not mean that a group fares better: some that gained both report worse finances.",
    asserted=at_least(1, "some"),
    discussed="03-after-the-npo-law#before-and-after",
)
def _gains_and_losses(tables: Tables) -> Observation:
    gained = _by_name(tables, ["operating_funds", "budget", "funding_source"], ["new", "increase"])
    worse = _by_name(tables, ["financial_situation"], ["worse"])
    both = set(gained["group_id"]) & set(worse["group_id"])
    return Observation(
        exactly(len(both), f"{len(both)} of {gained['group_id'].nunique()}: {short_names(tables, both)}" if both else "none"),
        rule="Of the groups named with more money, those also named with worse finances.",
        evidence=[
            *records(tables, "incorporation_outcomes", gained),
            *records(tables, "incorporation_outcomes", worse),
            *records(tables, "groups", with_status(tables)),
        ],
        remark="Of the others it is not said how they stand.",
    )


@claim(
    "III-55",
    locator="III, para. 7; III, para. 6",
    kind="thesis",
    statement="Groups with the status fare no better than groups without it.",
    asserted=holds(),
    discussed="03-after-the-npo-law#what-six-cases-can-show",
)
def _no_better_than_others(tables: Tables) -> Observation | Untested:
    outcomes, groups = tables["incorporation_outcomes"], tables["groups"]
    subjects = ["operating_funds", "budget", "funding_source", "financial_situation", "financial_resources", "activities", "services"]
    told = outcomes[outcomes["aspect"].isin(subjects) & outcomes["group_id"].notna() & (outcomes["direction"] != "none")]
    rows = groups[groups["group_id"].isin(told["group_id"])]
    holding = rows["legal_form"] == "npo_corporation"
    shared = set(rows[holding]["category"]) & set(rows[~holding]["category"])
    return needs(
        tables,
        "accounts",
        ["income"],
        "accounts of groups of the same category and prefecture with and without the status, over the same years.",
        evidence=[*records(tables, "incorporation_outcomes", told), *records(tables, "groups", rows)],
        remark=f"Changes in money or work are told by name of {int(holding.sum())} groups with the status and {int((~holding).sum())} "
        f"without it; categories with both kinds: {len(shared)}. Effects of the status and of the line of work cannot be told apart.",
    )


@claim(
    "III-56",
    locator="III, para. 2; III, para. 4; III, para. 5; III, para. 6",
    kind="thesis",
    statement="Incorporation brings groups more money and more activity.",
    asserted=holds(),
    discussed="03-after-the-npo-law#what-six-cases-can-show",
)
def _incorporation_brings_growth(tables: Tables) -> Observation | Untested:
    groups, six = tables["groups"], with_status(tables)
    money = _by_name(tables, ["operating_funds", "budget", "funding_source"], ["new", "increase"])["group_id"].nunique()
    figures = _by_name(tables, ["operating_funds", "budget"], ["increase"])
    figures = figures[figures["amount"].notna()]
    work = _by_name(tables, ["activities", "services", "shelters", "expenditure"], ["new", "increase"])["group_id"].nunique()
    worse = _by_name(tables, ["financial_situation"], ["worse"])["group_id"].nunique()
    since = figures["group_id"].map(groups.set_index("group_id")["npo_since"])
    straddling = figures[(figures["period_to"] >= since).fillna(False)]["group_id"].nunique()
    like = groups[(groups["legal_form"] == "none") & groups["category"].isin(six["category"])]
    return needs(
        tables,
        "accounts",
        ["income"],
        "yearly accounts of each group from some years before the status to some years after, and of like groups that stayed without it.",
        evidence=[
            *_listed("incorporation_outcomes", "O-17", "O-35", "O-41"),
            *records(tables, "groups", six),
            *records(tables, "groups", like),
        ],
        remark=f"Of {len(six)} groups, {money} are named with more money, {work} with more work, {worse} with worse finances; "
        f"{figures['group_id'].nunique()} have a figure, whose period reaches the year of the status for {straddling}. "
        f"Of the {len(like)} groups without a legal form in the same categories nothing is told. Few groups that chose the status, or "
        "were asked to take it, cannot show what it does.",
    )
