"""The interviews that the footnotes cite, and the two rounds of fieldwork."""

import pandas as pd

from supportgroups.facts.tables import fact

first_fieldwork = fact("the year of the first round of fieldwork", lambda t: int(t.cell("EV-30", "date")))
second_fieldwork = fact(
    "the years of whose summers the second round of fieldwork is", lambda t: [int(year) for year in t.pick("EV-44", "EV-48")["date"]]
)
ended_before = fact(
    "the groups that had ended before the first round of fieldwork",
    lambda t: t.where("groups", ended=lambda years: years < first_fieldwork(t)),
)
cited = fact("the interviews that the footnotes cite, each once", lambda t: t["interviews"])
last_interview = fact("the day of the latest interview that is cited", lambda t: pd.Timestamp(cited(t)["date"].max()))
cited_groups = fact(
    "the numbered groups of which an interview is cited",
    lambda t: t.where("groups", group_id={*cited(t)["group_id"].dropna(), *cited(t)["second_group_id"].dropna()}),
)
