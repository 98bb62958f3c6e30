"""The associations of foreigners of section I, their figures, and what the figures imply."""

import pandas as pd

from supportgroups.facts.tables import fact, ratio

local_associations = fact("the associations of single cities", lambda t: t["associations"].dropna(subset="city"))
last_source = fact("the year of the latest source of their figures", lambda t: int(t["association_figures"]["source_year"].max()))
per_group = ratio("how many branches the Concordia Society had for each of its groups", "AF-05", "AF-04")
mindan_per_branch = ratio("how many members Mindan has for each branch or office", "AF-07", "AF-08")
souren_per_branch = ratio("how many members Souren has for each branch or office", "AF-10", "AF-11")
mindan_per_school = ratio("how many members Mindan has for each school", "AF-07", "AF-09")
souren_per_school = ratio("how many members Souren has for each school", "AF-10", "AF-12")
both_korean = fact("how many members Mindan and Souren have together", lambda t: int(t.cell("AF-07", "value") + t.cell("AF-10", "value")))
last_dated = fact(
    "the year of the last event that section I dates",
    lambda t: int(t.where("events", section="I", kind=lambda kinds: kinds != "trend")["date"].dropna().str[:4].max()),
)
first_source = fact("the year of the earliest source of these figures", lambda t: int(t["association_figures"]["source_year"].min()))
days_of_the_rule_on_leaders = fact(
    "how many days were left, when a regulation wanted Koreans as leaders, of the year for which the practice is told",
    lambda t: (pd.Timestamp(year=int(t.cell("EV-07", "date")), month=12, day=31) - pd.Timestamp(t.cell("EV-08", "date"))).days,
)
population = fact(
    "how many Koreans there were in Japan, by the members of the Mutual Friendship Society and their share (n. 6)",
    lambda t: int(100 * t.cell("AF-01", "value") // t.cell("AF-02", "value")),
)
