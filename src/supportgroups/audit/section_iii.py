"""Checks of section III: the groups after the NPO Law, and its footnotes."""

import math
from collections.abc import Sequence

import pandas as pd

from supportgroups.audit.vocabulary import *

check(
    "III-02",
    lambda t: share(t["groups"], lambda rows: surely(rows["legal_status"] == "社会福祉法人", rows["legal_form"].isin(facts.NOT_SAID))),
)
check("III-04", lambda t: paper_count(t, "women's groups with NPO status", facts.of_category(t, "women")))
check("III-05", lambda t: paper_count(t, "medical groups with NPO status", facts.of_category(t, "medical")))
check("III-06", lambda t: share(facts.of_category(t, "christian", "union", "legal", "citizens"), lambda rows: is_npo(rows["legal_form"])))
check("III-09", lambda t: both(value(t.pick("women"), "npo_stated"), value(t.pick("medical"), "npo_stated")))
check("III-10", lambda t: share(facts.npo_corporations(t), lambda rows: rows["npo_since"] > facts.law(t).year, t.pick("EV-40")))
check("III-11", lambda t: share(facts.of_category(t, "citizens"), facts.legal_form_known(t) != "none"))
check("III-33", lambda t: in_order(t, "T3-07", "IW-11", "npo_since", text="status in {T3-07[npo_since]}, interview on {IW-11[date]}"))
check("III-37", lambda t: in_place(t, t.where("partnerships", kind="outsourcing", locator="III, para. 4"), "government"))
check("III-46", lambda t: in_place(t, t.where("interviews", text_locator=lambda places: places.str.startswith("III,")), "place"))
check("III-47", lambda t: value(facts.official(t, "overstayers", int(t.cell("EV-21", "date"))), "value", t.pick("EV-21")))
check("III-51", lambda t: value(t.pick("F-01"), "value"))


@check("III-01")
def other_forms_that_apply(t: Tables) -> Finding:
    other, not_said = facts.otherwise_incorporated(t), facts.form_not_said(t)
    return between(int(other["npo_since"].notna().sum()), len(other) + len(not_said), other, not_said, of=len(other) + len(not_said))


@check("III-03")
def others_without_a_form(t: Tables) -> Finding:
    rest = t.where("groups", category=lambda kinds: kinds != "citizens", legal_form=lambda forms: forms != "npo_corporation")
    bare = facts.legal_form_known(t)[rest.index] == "none"
    numbers = rest[bare]["category"].value_counts().loc[lambda number: number > 0]
    spread = ", ".join(f"{number} {category}" for category, number in numbers.items()) or "none"
    return share(rest, bare).says(spread=spread, without=len(t["groups"]) - len(facts.npo_corporations(t)))


@check("III-07")
def six_in_text_and_tables(t: Tables) -> Finding:
    told = t.where("incorporation_outcomes", aspect="npo_status")
    printed, named = facts.npo_corporations(t)["group_id"], told["group_id"]
    either = t.where("groups", group_id={*printed, *named.dropna()})
    return share(either, either["group_id"].isin(printed) & either["group_id"].isin(named), told)


@check("III-08")
def six_by_their_names(t: Tables) -> Finding:
    six, noted = facts.npo_corporations(t), t.pick("IW-10")
    told = t.where("partnerships", group_id=six.index).drop_duplicates("group_id")
    used = six["group_id"].map(told.set_index("group_id")["group_name"]).astype("str")
    direct = pd.Series([short.lower() in name.lower() for short, name in zip(used, six["name_en"], strict=True)], six.index)
    found = share(six, direct, told).says(missing=names(told[~told["group_id"].isin(six.index[direct])], "group_name", ", "))
    return found.or_else(share(six, direct | six["name_en"].isin(noted["organisation"]), noted))


@check("III-12")
def citizens_that_applied(t: Tables) -> Finding:
    found = share(facts.of_category(t, "citizens"), lambda rows: surely(rows["legal_form"] == "npo_corporation"))
    return found.says(ended=facts.gone_by_the_law(t).query("category == 'citizens'"))


@check("III-13")
def citizens_that_do_not_intend(t: Tables) -> Finding:
    citizens, asked = facts.of_category(t, "citizens"), facts.asked_why_not(t)
    going_on = citizens.index.difference(facts.gone_by_the_law(t).index)
    return share(citizens, told_of(citizens, asked, facts.npo_corporations(t)), asked).says(going_on=going_on)


@check("III-14")
def who_was_asked(t: Tables) -> Finding:
    asked = facts.groups_of(t, facts.asked_why_not(t))
    found = share(asked, "category == 'citizens'", facts.asked_why_not(t))
    return found.or_else(share(asked, facts.legal_form_known(t) == "none"))


@check("III-16")
def duties_by_the_law(t: Tables) -> Finding:
    disclosed = source_shows(t, "CF-38", "提出", text="papers handed in each year", otherwise="not told")
    return both(disclosed, confirmable(not t.tells("CF-39", "疑い"), t.pick("CF-39"), otherwise="inspected on suspicion"))


@check("III-17")
def few_that_applied(t: Tables) -> Finding:
    six, silent = facts.npo_corporations(t), t.where("groups", legal_form=["none", "un_ngo", "incorporated_association", "not_stated"])
    silent = silent[~silent["category"].isin(t.where("categories", npo_stated=0)["category"])]
    return between(len(six), len(six) + len(silent), six, silent, of=len(t["groups"]))


@check("III-18")
def funds_that_grew(t: Tables) -> Finding:
    figures = facts.outcomes_by_name(t, facts.MONEY, facts.MORE).dropna(subset="period_from").drop_duplicates("group_id")
    found: Finding = gains_of_the_six(t, facts.MONEY, [*facts.LESS, "unchanged"])
    return found.says(figures=figures)


@check("III-30", aspects=facts.EASE)
@check("III-34", aspects=facts.WORK)
def gains_of_the_six(t: Tables, aspects: Sequence[str], opposed: Sequence[str] = facts.LESS) -> Finding:
    """Count the NPO corporations of which the section tells a gain; a loss told is against it, and of the others nothing is said."""
    six, heard = facts.npo_corporations(t), facts.cited_groups(t).index
    said, against = (facts.outcomes_by_name(t, aspects, directions) for directions in (facts.MORE, opposed))
    return share(six, told_of(six, said, against), said, against).says(heard=len(heard.intersection(six.index)))


@check("III-21")
def members_of_mizula(t: Tables) -> Finding:
    printed, elsewhere = t.cell("T3-06", "members"), str(t.cell("T3-06/members", "elsewhere"))
    text = f"{printed} in Table 3, undated; {elsewhere} by another account"
    return holds(True if elsewhere.split(" ")[0] == str(printed) else pd.NA, t.pick("T3-06"), t.pick("T3-06/members"), text=text)


@check("III-22")
def a_time_before(t: Tables) -> Finding:
    six, before = facts.npo_corporations(t), (facts.years_to_the_status(t) > 0).fillna(False)
    own = t.where("founding-checks", row=six.index[~before], what="began; NPO corporation")
    by_month = own[own["elsewhere"].map(lambda months: earlier(*months.split("; ")) is True).astype(bool)]
    return share(six, before).says(months=names(own, "elsewhere")).or_else(share(six, before | six.index.isin(by_month["row"]), own))


@check("III-23")
def doubling_by_the_budget(t: Tables) -> Finding:
    budget = facts.steps_of_growth(t).loc[["O-42"]]
    factor = float(budget["factor"].iloc[0])
    return exactly(factor, budget, text="{factor:g} times").says(factor=factor).or_else(exactly(min(factor, 2), budget))


@check("III-24", key="O-20")
@check("III-25", key="O-21")
def growth_with_the_status(t: Tables, key: str) -> Finding:
    """Return whether a reported growth lies in the time with the status: in all its steps from year to year, in none, or in some."""
    grown = facts.steps_of_growth(t).loc[[key]]
    steps, held, early = grown[["steps", "with_status", "before_law"]].iloc[0]
    found = of_all(held, steps, grown, facts.groups_of(t, grown), text=f"{held} of {steps} steps with the status")
    return found.says(steps=steps, before_law=early).or_else(of_all(steps - early, steps, grown, t.pick("EV-40")))


@check("III-27")
def five_that_are_paid(t: Tables) -> Finding:
    told, hoping = facts.newly_paid(t), t.where("partnerships", status="hoped_for")
    expected = t.where("groups", legal_form="npo_corporation", group_id=lambda ids: ~ids.isin(hoping["group_id"]))
    return count(t.where("groups", group_id=set(expected["group_id"]) ^ set(told["group_id"])), expected, told, hoping)


@check("III-31")
def toshc_before_and_after(t: Tables) -> Finding:
    began, since, told = t.cell("T4-06", "began"), t.cell("T4-06", "npo_since"), t.cell("IW-10", "date").year
    text = f"began {began}, status {since}, interview {told}"
    found = holds(earlier(began, since) & earlier(since, told), t.pick("T4-06"), t.pick("IW-10"), text=text)
    return found.says(before=since - began, with_former=since - t.where("predecessors", group_id="T4-06")["began"].min())


@check("III-32")
def cooperation_of_officials(t: Tables) -> Finding:
    status = t.cell("P-11", "status")
    return confirmable(status == "active", t.pick("P-11"), text=f"partnership {str(status).replace('_', ' ')}")


@check("III-35")
def more_shelters(t: Tables) -> Finding:
    most, second = int(t.cell("CF-65", "value")) - 1, facts.day_of_fact(t, "CF-64").year
    return between(min(most, int(second <= facts.last_interview(t).year)), most, t.pick("CF-64", "CF-65"))


@check("III-36")
def new_work_and_status(t: Tables) -> Finding:
    services = t.where("partnerships", kind="outsourcing", locator="III, para. 4")
    shelters = t.where("incorporation_outcomes", aspect="shelters")
    after = services["before_incorporation"].astype("str").map({"no": True, "yes": False}).astype("boolean")
    opened, since, new = facts.day_of_fact(t, "CF-64").year, t.cell("T3-06", "npo_since"), int(shelters["amount"].sum())
    late = between(0, new - (opened < since), shelters, t.pick("CF-64"), t.pick("T3-06"), of=new)
    return both(share(services, after), late).says(opened=opened, since=since)


@check("III-38")
def money_before_the_status(t: Tables) -> Finding:
    before = t.cell("P-02", "before_incorporation")
    texts = {"yes": "paid before it incorporated", "no": "paid only after it incorporated"}
    found = holds({"yes": False, "no": True}.get(before, pd.NA), t.pick("P-02"), text=texts.get(before, "not stated since when"))
    return found.or_else(holds(pd.NA, t.pick("P-02")))


@check("III-40")
def budget_by_the_doubling(t: Tables) -> Finding:
    funds = facts.steps_of_growth(t).loc[["O-20"]]
    percent = 100 * (float(funds["factor"].iloc[0]) - 1)
    return exactly(percent, funds, text=f"{percent:g} per cent").or_else(between(percent, math.inf, funds))


@check("III-41")
def fees_of_members(t: Tables) -> Finding:
    absent = not t.tells("women", "membership fees", column="evidence")
    return confirmable(absent, t.pick("women"), text="no fees among the sources", otherwise="membership fees among the sources")


@check("III-42")
def groups_that_declined(t: Tables) -> Finding:
    told = t.where("incorporation_outcomes", aspect=["activities", "financial_resources"], direction="decrease")
    named = facts.groups_of(t, told)
    fits = (named["category"] == "citizens") & (facts.legal_form_known(t)[named.index] == "none")
    return share(named, fits, told).says(without=len(t["groups"]) - len(facts.npo_corporations(t)))


@check("III-44")
def recent_decline(t: Tables) -> Finding:
    rows = facts.official(t, "overstayers", t.cell("O-52", "period_from"), t.cell("O-52", "period_to"))
    change = int(rows["value"].iloc[-1] - rows["value"].iloc[0])
    return exactly(change, rows, t.pick("O-52"), text=f"{change:+,}".replace("-", "−"))


@check("III-48")
def year_of_the_peak(t: Tables) -> Finding:
    series = facts.official(t, "overstayers")
    peak, first = series[series["value"] == series["value"].max()], series["date"].iloc[0]
    if peak.index[0] == series.index[0]:  # what came before the first figure is not known
        return at_the_latest(peak, "date", series, text="{last} or earlier").says(first=first)
    return year(peak, "date", series).says(first=first)


@check("III-49")
def steady_fall(t: Tables) -> Finding:
    first, last = int(t.cell("EV-22", "date")), int(t.cell("EV-22", "end_date"))
    rows = facts.official(t, "overstayers", first, last)
    rises, unknown = int((rows["value"].diff() > 0).sum()), last - first + 1 - rows["date"].dt.year.nunique()
    told = t.tells("CF-76", "徐々に減少")  # the ministry's own words for the whole series
    found = between(rises, rises if told else rises + unknown, rows, t.pick("EV-22"), t.pick("CF-76"), text=f"{rises} rises")
    return found.says(unknown=unknown)


@check("III-50")
def number_of_2003(t: Tables) -> Finding:
    asked = int(t.cell("EV-45", "date"))
    rows = facts.official(t, "overstayers", asked, asked + 1)
    return value(rows, "value", t.pick("EV-45")).or_else(between(int(rows["value"].min()), math.inf, rows))


@check("III-52")
def heard_after_the_status(t: Tables) -> Finding:
    report = facts.outcomes_by_name(t, ["financial_situation"], facts.LESS)
    worse, told = facts.groups_of(t, report), t.where("interviews", group_id=report["group_id"])
    latest = worse["group_id"].map(told.groupby("group_id")["date"].max()).dt.year
    return share(worse, (latest > worse["npo_since"]).mask(latest == worse["npo_since"]), told, report)


@check("III-54")
def gains_and_losses(t: Tables) -> Finding:
    money, work = (t.where("incorporation_outcomes", aspect=aspects, direction=facts.MORE) for aspects in (facts.MONEY, facts.WORK))
    worse = t.where("incorporation_outcomes", aspect="financial_situation", direction=facts.LESS)
    all_three = worse[worse["group_id"].isin(money["group_id"]) & worse["group_id"].isin(work["group_id"])]
    return distinct(all_three.dropna(subset="group_id"), "group_id", money, work, worse)


@check("III-63")
def public_work_before_the_status(t: Tables) -> Finding:
    opened, since = facts.day_of_fact(t, "CF-64").year, t.cell("T3-06", "npo_since")
    told = t.tells("CF-64", "自治体との協働") and opened < since
    return confirmable(told, t.pick("CF-64"), t.pick("T3-06"), text=f"a joint shelter in {opened}, status in {since}")
