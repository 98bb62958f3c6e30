"""Checks of section IV: partnerships and membership rules, and its footnotes."""

import math

import pandas as pd

from supportgroups.audit.notation import WORDS
from supportgroups.audit.vocabulary import *

check("IV-02", lambda t: year(t.pick("EV-40")))
check("IV-05", lambda t: source_tells(t, "CF-38", "条例", column="source_title", text="an ordinance of one prefecture", otherwise="none"))
check("IV-07", lambda t: distinct(t.pick("P-17", "P-18", "P-19"), "group_id"))
check(
    "IV-13",
    lambda t: at_the_latest(
        facts.steps_in_section_iv(t).query("kind in ['cooperation', 'council'] and date_relation != 'since'"), text="{last} at the latest"
    ),
)
check("IV-15", lambda t: year(t.pick("EV-36")))
check("IV-16", lambda t: distinct(t.pick("P-17", "P-18", "P-19"), "subject"))
check(
    "IV-18",
    lambda t: share(t.pick("T4-02", "T4-10"), "category == 'medical'").says(
        elsewhere=t.pick("T4-02", "T4-10").query("location != 'Kanagawa'")
    ),
)
check(
    "IV-19",
    lambda t: exactly(abs(int(t.cell("C-02", "created")) - facts.law(t).year), t.pick("C-02"), t.pick("EV-40")).says(
        days=(t.cell("IW-14", "date") - facts.law(t)).days
    ),
)
check("IV-20", lambda t: both(year(t.pick("CF-45")), at_the_latest(t.pick("IW-14"))).beside(t.pick("C-01", "C-02")))
check("IV-23", lambda t: total(facts.council_divisions(t), "seats"))
check("IV-24", lambda t: total(t.pick("C-02"), "women", "men"))
check("IV-25", lambda t: count(facts.council_divisions(t)))
check("IV-28", lambda t: holds(t.cell("T6-07", "location") == "Kanagawa" and pd.isna(t.cell("T6-07", "ended")), t.pick("T6-07")))
check("IV-29", lambda t: value(t.pick("CF-45"), "value"))
check("IV-33", lambda t: exactly(int(t.cell("T4-19", "began")) - int(t.cell("EV-41", "date")[:4]), t.pick("EV-41"), t.pick("T4-19")))
check(
    "IV-34",
    lambda t: share(t.pick("C-01", "C-02"), lambda rows: (rows["created"] <= int(t.cell("EV-41", "date"))).fillna(False), t.pick("EV-41")),
)
check("IV-39", lambda t: value(t.pick("T4-19"), "members"))
check("IV-43", lambda t: share(_without_toshc(t), told_of(_without_toshc(t), facts.services(t)), facts.services(t)))
check("IV-44", lambda t: share(_without_toshc(t), lambda rows: rows["group_id"].isin(facts.newly_paid(t)["group_id"]), facts.newly_paid(t)))
check("IV-46", lambda t: holds(t.cell("T3-04", "legal_form") == "foundation", t.pick("T3-04")))
check("IV-49", lambda t: not_lasting(t))
check("IV-52", lambda t: not_lasting(t))
check("IV-57", lambda t: distinct(t.where("ministry_positions", about="admission", period="at_time_of_writing"), "position"))
check(
    "IV-65",
    lambda t: source_tells(t, "CF-48", "外国人市民の代表", text="representatives of the city’s foreign citizens", otherwise="others"),
)
check("IV-67", lambda t: exactly(len(str(t.cell("C-02", "purposes")).split("; ")), t.pick("C-02")))
check("IV-83", lambda t: share_of_all([facts.conferring(t), t["council_members"]], lambda rows: is_npo(rows["legal_status_then"])))


def _without_toshc(t: Tables) -> pd.DataFrame:
    return facts.npo_corporations(t).drop(index="T4-06", errors="ignore")


@check("IV-04")
def who_certifies(t: Tables) -> Finding:
    provisions, central, local = t.pick("L-20", "L-21"), t.pick("CF-32", "CF-33"), t.pick("TS-08")
    elsewhere = len(central) and central["text"].str.contains("経済企画庁").all() and local["words"].str.contains("都道府県").all()
    fits = elsewhere and set(provisions["authority"]) == {"local", "central"}
    return holds(bool(fits), provisions, central, local, text="a prefecture; for several, a central agency" if elsewhere else "not told")


@check("IV-06")
def support_before_the_law(t: Tables) -> Finding:
    groups, told = t["groups"], facts.ties(t, before_incorporation="yes", kind=[*facts.SERVING, "financial_support", "support"])
    older = groups[~(groups["began"] > facts.law(t).year).fillna(False)]
    dated = told[told["since"] < facts.law(t).year]
    return between(len(dated), len(older), told, groups, of=len(groups)).says(helped=names(told, "group_name", ", "))


@check("IV-08")
def officials_in_groups(t: Tables) -> Finding:
    named = facts.ties(t, kind="personnel")
    return value(t.pick("F-16") if len(named) else t["text_figures"].iloc[:0], "value", named).says(named=len(named))


@check("IV-09")
def services_in_kanagawa(t: Tables) -> Finding:
    there = facts.services(t).loc[lambda rows: rows["group_id"].map(t["groups"]["location"]) == "Kanagawa"]
    return distinct(there, "group_id", facts.groups_of(t, there)).says(groups=names(there, "group_name", ", "))


@check("IV-12")
def governments_that_depart(t: Tables) -> Finding:
    apart = t.where("ministry_positions", level="local", position="serves_regardless_of_status")
    return between(len(apart), math.inf if len(apart) else 0, apart)


@check("IV-14")
def seminars_until_the_election(t: Tables) -> Finding:
    held, election = t.pick("EV-29", "EV-36"), str(t.cell("CF-43", "date"))
    text = f"the last seminar dated is of {held['date'].max()[:4]}, the election of {on(election)}"
    return refutable((held["date"] < election).all(), held, t.pick("CF-43"), text=text)


@check("IV-17")
def speakers_groups_at_work(t: Tables) -> Finding:
    when, panels = int(t.cell("EV-36", "date")[:4]), t.pick("P-17", "P-18", "P-19")
    groups = t["groups"].reindex(panels["group_id"]).rename_axis("groups")
    return share(groups, (groups["began"] <= when) & (groups["ended"].isna() | (groups["ended"] >= when)), panels)


@check("IV-22")
def division_or_section(t: Tables) -> Finding:
    unit, note = t.cell("IW-14", "organisation").partition("Government’s ")[2], t.pick("IW-14")
    return holds(unit == "Foreign Affairs Division", note, text=unit).or_else(holds(unit.startswith("Foreign Affairs"), note))


@check("IV-26")
def different_ngos(t: Tables) -> Finding:
    first, seats = facts.first_council(t), facts.council_seats(t)
    named = first["organisation"].nunique()
    return between(named, named + seats - len(first), first, t.pick("C-02"), of=seats).says(named=first)


@check("IV-27")
def mizula_in_the_council(t: Tables) -> Finding:
    there = f"category == 'women' and location == 'Kanagawa' and began <= {t.cell('C-02', 'created')}"
    return holds(len(t.pick("T3-06").query(there)), t.pick("T3-06"), t.pick("C-02"))


@check("IV-30")
def first_step_in_kanagawa(t: Tables) -> Finding:
    there = facts.steps_in_section_iv(t).loc[lambda rows: rows["actor"].str.contains("Kanagawa", na=False)]
    return year(there[years_of(there["date"]) == years_of(there["date"]).min()]).beside(there).says(steps=len(there))


@check("IV-36")
def translation_for_everybody(t: Tables) -> Finding:
    served = t.where("communities_served", group_id="T4-19")
    return holds(set(served["community"]) == {"All foreigners"}, served, text=names(served, "community"))


@check("IV-37")
def for_whom_sawada_speaks(t: Tables) -> Finding:
    speaker = t.pick("IW-16")
    groups = t.where("groups", group_id=[*speaker["group_id"], *speaker["second_group_id"]])
    return holds("T4-02" in groups.index, speaker, text=f"Sawada: {names(groups)}")


@check("IV-38")
def founding_of_mic(t: Tables) -> Finding:
    began, status = map(on, t.cell("T4-19/began; NPO corporation", "elsewhere").split("; "))
    return both(year(t.pick("T4-19"), "began"), year(t.pick("T4-19"), "npo_since")).says(began=began, status=status)


@check("IV-40")
def hospitals(t: Tables) -> Finding:
    told, besides = t.pick("CF-51", "CF-52"), t.pick("CF-53")
    most = told["value"].max()
    return exactly(most, told, text=f"{most} in the prefecture’s scheme").or_else(between(most, math.inf, told, besides))


@check("IV-42")
def corporations_that_are_not_paid(t: Tables) -> Finding:
    corporations, hoping = facts.npo_corporations(t), t.where("partnerships", status="hoped_for")
    tied = pd.concat([facts.services(t), facts.ties(t, direction_of_payment="government_pays")])
    without = corporations[corporations.index.isin(hoping["group_id"]) & ~corporations.index.isin(tied["group_id"])]
    return count(without, corporations, hoping, text=names(without))


@check("IV-45")
def hope_for_2005(t: Tables) -> Finding:
    hoped, day = int(t.cell("P-11", "since")), t.cell("IW-10", "date")
    return exactly(hoped - day.year, t.pick("P-11"), t.pick("IW-10"), text=f"{hoped}; interview in {day.year}")


@check("IV-47")
def help_is_paid(t: Tables) -> Finding:
    paid, fits = t.pick("P-24"), len(t.where("groups", group_id="T3-04", location="Tokyo", category="women"))
    told = fits and (paid["direction_of_payment"] == "government_pays").any()
    return refutable(told, paid, t.pick("T3-04"), text="groups for women are paid; how much HELP is, is not printed")


@check("IV-50")
def preference_for_corporations(t: Tables) -> Finding:
    corporations, without, paid = facts.npo_corporations(t), facts.without_form(t), facts.paid(t).index
    # “Some” unnamed citizens' groups are paid (II, para. 8).
    some = WORDS["some"].core(len(without)).low if len(t.pick("P-25")) else 0
    part, least = 100 * corporations.index.isin(paid).mean(), 100 * max(without.index.isin(paid).sum(), some) / len(without)
    told = facts.ties(t, direction_of_payment="government_pays")
    found = between(round(part - 100), round(part - least), corporations, without, told)
    return found.says(corporations=corporations, without=without, share=part, low_share=least)


@check("IV-54")
def law_and_partnerships(t: Tables) -> Finding:
    steps, day = facts.steps_in_section_iv(t), f"{facts.law(t):%Y-%m-%d}"
    same = steps["date"].map(day.startswith)
    after = ~same & (steps["date"] > day)
    found = refutable(after.any(), steps, t.pick("EV-40"), text="{before} steps before, {same} in the same year, {after} after")
    return found.says(steps=steps, before=steps[~same & ~after], same=steps[same], after=steps[after])


@check("IV-55")
def apart_from_the_centre(t: Tables) -> Finding:
    now = t.where("ministry_positions", period="at_time_of_writing")
    local = now.query("level == 'local' and position == 'serves_regardless_of_status'")
    central = now.query("level == 'central' and position in ['excludes_undocumented', 'excludes_overstayers']")
    text = f"{len(central)} exclusions by the centre, no case of a local government that broke one"
    return refutable(len(local) and len(central), local, central, text=text)


@check("IV-59")
def inside_one_ministry(t: Tables) -> Finding:
    inside = t.where("ministry_positions", body="Ministry of Health, Labor, and Welfare").dropna(subset="division")
    answers = inside.groupby("about")["position"].nunique()
    excluding = inside["position"].isin(["excludes_undocumented", "excludes_overstayers"])
    apart = len(set(inside.loc[excluding, "division"]) ^ set(inside.loc[~excluding, "division"])) // 2
    found = exactly(int((answers > 1).sum()), inside, text="{low} of {questions} questions")
    return found.says(questions=len(answers)).or_else(exactly(apart, inside))


@check("IV-60")
def health_insurance(t: Tables) -> Finding:
    insurance, limits = t.where("ministry_positions", about="health_insurance"), t.where("text_figures", unit="years")
    wide, now, before = insurance[~insurance["locator"].isin(limits["locator"])], t.pick("CF-72"), t.pick("CF-71")
    closed = len(now) and facts.day_of_fact(t, "CF-72") <= facts.last_interview(t)
    text = f"closed to all without status since {on(t.cell('CF-72', 'date'))}" if closed else "limits"
    found = holds(not closed and wide.empty, insurance, limits, now, text=text)
    return found.or_else(refutable((before["value"] == t.cell("F-22", "value")).all(), before, limits))


@check("IV-61")
def medical_subsidies(t: Tables) -> Finding:
    told = t.where("ministry_positions", about="medical_subsidies")
    return holds(len(told) > 1 and told["position"].eq("excludes_undocumented").all(), told)


@check("IV-63")
def agency_at_the_cabinet_office(t: Tables) -> Finding:
    end = facts.day_of_fact(t, "CF-34")
    return holds(end > facts.last_interview(t), t.pick("CF-34", "CF-33"), text="there", otherwise=f"gone since {on(end)}")


@check("IV-66")
def specialists_who_choose(t: Tables) -> Finding:
    then, later = int(t.cell("C-02", "created")), t.pick("CF-46")
    of_then = later[years_of(later["date"]) == then]
    return value(of_then, "value", t.pick("C-03"), later, text="{CF-46[value]} in {CF-46[date]:.4}")


@check("IV-72")
def three_thousand_yen(t: Tables) -> Finding:
    told, figure = t.pick("CF-59", "CF-60"), t.cell("F-21", "value")
    of_the_time = told[years_of(told["date"]) <= facts.last_interview(t).year]
    text = ", ".join(f"{yen:,} in {day[:4]}" for yen, day in zip(told["value"], told["date"], strict=True))
    return holds((of_the_time["value"] == figure).all() if len(of_the_time) else pd.NA, told, t.pick("F-21"), text=text)


@check("IV-73")
def ministries_that_there_were(t: Tables) -> Finding:
    named = t.where("ministry_positions", level="central", period="at_time_of_writing", about="admission")
    dated = t.pick(*dict.fromkeys(NAMES["ministries"].values()))
    gone = dated["date"].isna() | (dated["date"] < f"{facts.last_interview(t):%Y-%m-%d}")
    return share(named, ~named["body"].map(NAMES["ministries"]).isin(dated.index[gone]), dated)
