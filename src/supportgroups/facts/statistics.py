"""The two rounds of fieldwork and the interviews that the footnotes cite; official figures and dated facts from outside the paper."""

import pandas as pd

from supportgroups.facts.tables import Tables, fact

first_fieldwork = fact("the year of the first round of fieldwork", lambda t: int(t.cell("EV-30", "date")))
second_fieldwork = fact("the years of the second round of fieldwork", lambda t: [int(year) for year in t.pick("EV-44", "EV-48")["date"]])
ended_before = fact("the groups ended before the first round", lambda t: t.where("groups", ended=lambda years: years < first_fieldwork(t)))
cited = fact("the interviews that the footnotes cite, each once", lambda t: t["interviews"])
last_interview = fact("the day of the latest interview that is cited", lambda t: pd.Timestamp(cited(t)["date"].max()))
cited_groups = fact(
    "the numbered groups of which an interview is cited",
    lambda t: t.where("groups", group_id={*cited(t)["group_id"].dropna(), *cited(t)["second_group_id"].dropna()}),
)
npo_around = fact(
    "the official counts of NPO corporations before and after the day for which the paper gives a number",
    lambda t: around(t, "npo_corporations", pd.Timestamp(t.cell("EV-46", "date"))),
)
passage_of_the_law = fact("the day of the last vote on the NPO Law, which is from outside the paper", lambda t: day_of_fact(t, "CF-03"))
npo_before = fact("the last official count before that day", lambda t: int(npo_around(t)["value"].iloc[0]))
npo_after = fact("the first official count after that day", lambda t: int(npo_around(t)["value"].iloc[-1]))
end_of_2003 = fact("the day for which foreigners are counted", lambda t: pd.Timestamp(f"{t.cell('EV-47', 'date')}-12-31"))
overstayers_around = fact("the official counts of overstayers around that day", lambda t: around(t, "overstayers", end_of_2003(t)))
official_2003 = fact("the official count of overstayers in January 2003", lambda t: int(overstayers_around(t)["value"].iloc[0]))
official_2004 = fact("the official count of overstayers in January 2004", lambda t: int(overstayers_around(t)["value"].iloc[-1]))
nearest_date = fact("the day of that count", lambda t: pd.Timestamp(nearest_count(t)["date"].iloc[0]))
nearest_value = fact("that count", lambda t: int(nearest_count(t)["value"].iloc[0]))
registered_at_the_end_of_2003 = fact(
    "the official count of registered foreigners of that day",
    lambda t: t.where("official-statistics", series="registered_foreigners", date=end_of_2003(t)),
)
chinese_in_tokyo = fact(
    "the counts of Chinese registered in Tokyo up to the last interview, from the first to the last",
    lambda t: people_in_japan(t, "chinese", place="Tokyo").loc[lambda rows: rows["date"].str[:4].astype(int) <= last_interview(t).year],
)


def official(t: Tables, series: str, *years: int) -> pd.DataFrame:
    """Return one official series, from its first day to its last, or from the first of some years to the last."""
    rows = t.where("official-statistics", series=series).sort_values("date", kind="stable")
    return rows[rows["date"].dt.year.between(min(years), max(years))] if years else rows


def around(t: Tables, series: str, day: pd.Timestamp) -> pd.DataFrame:
    """Return the last figure of an official series up to a day, and the first one after it."""
    rows = official(t, series)
    return rows.loc[[*rows.index[rows["date"] <= day][-1:], *rows.index[rows["date"] > day][:1]]]


def day_of_fact(t: Tables, key: str) -> pd.Timestamp:
    """Return the date of a fact from outside the paper; of a month or year, the first day."""
    return pd.Timestamp(str(t.cell(key, "date")))


def people_in_japan(t: Tables, people: str, counted_by: str = "register", *, place: str = "Japan") -> pd.DataFrame:
    """Return the counts of some people, as ``populations`` calls them, from the first to the last."""
    return t.where("populations", people=people, counted_by=counted_by, status="all", place=place).sort_values("date", kind="stable")


def permanent_residents(t: Tables, *people: str) -> pd.DataFrame:
    """Return the registered foreigners with permanent status, of some people or else of all, in the one year for which it is known."""
    return t.where("populations", people=people or ("all_foreigners",), status="permanent")


def npo_between(t: Tables) -> int:
    """Return the number on that day if it grew evenly from the one count to the other."""
    counts, day = npo_around(t), pd.Timestamp(t.cell("EV-46", "date"))
    (start, end), (low, high) = counts["date"].iloc[[0, -1]], counts["value"].astype(int).iloc[[0, -1]]
    return round(float(low + (high - low) * ((day - start) / (end - start))))


def nearest_count(t: Tables) -> pd.DataFrame:
    """Return the official count of overstayers that comes nearest to the paper's number."""
    counts = official(t, "overstayers")
    return counts.loc[[(counts["value"] - t.cell("EV-45", "value")).abs().idxmin()]]
