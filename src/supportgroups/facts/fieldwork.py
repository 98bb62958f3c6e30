"""The interviews that the footnotes cite, and the two rounds of fieldwork."""

import pandas as pd

from supportgroups.facts.tables import Tables, number_of, rows_of

first_fieldwork = number_of("the year of the first round of fieldwork", "EV-30", "date")


def second_fieldwork(t: Tables) -> list[int]:
    """Return the years of whose summers the second round of fieldwork is."""
    return [int(year) for year in t.pick("EV-44", "EV-48")["date"]]


def ended_before(t: Tables) -> pd.DataFrame:
    """Return the groups that had ended before the first round of fieldwork."""
    groups = t["groups"]
    return groups[groups["ended"] < first_fieldwork(t)]


cited = rows_of("interviews", "the interviews that the footnotes cite, each once")


def cited_groups(t: Tables) -> pd.DataFrame:
    """Return the numbered groups of which an interview is cited."""
    interviews = cited(t)
    return t.where("groups", group_id={*interviews["group_id"].dropna(), *interviews["second_group_id"].dropna()})


def last_interview(t: Tables) -> pd.Timestamp:
    """Return the day of the latest interview that is cited."""
    return pd.Timestamp(cited(t)["date"].max())
