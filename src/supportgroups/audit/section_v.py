"""Checks of section V, the conclusion."""

import pandas as pd

from supportgroups.audit.vocabulary import *

check(
    "V-03",
    lambda t: share(t["groups"], is_npo(t["groups"]["legal_form"])).says(part=t["groups"]["legal_form"].eq("npo_corporation").mean()),
)
check("V-13", lambda t: older_ties(t).beside(facts.meetings(t)))
check("V-16", lambda t: share(t["events"].dropna(subset="idea_of"), "idea_of == 'groups'"))
check("V-17", lambda t: distinct(facts.services(t).query("staff_takes_part == 'yes'"), "group_id", text="{low}: {rows:group_name, }"))


@check("V-04")
def few_of_those_that_could(t: Tables) -> Finding:
    could = facts.could_apply(t)
    status = could["legal_form"] == "npo_corporation"
    parts = status.groupby(could["category"].astype("str"), sort=False).agg(["sum", "count"])
    shares = "; ".join(f"{category} {part} of {whole}" for category, part, whole in parts.itertuples())
    return share(could, status).says(shares=shares)


@check("V-05", words="welfare")
@check("V-06", words="international cooperation")
@check("V-07", words="exchange")
def area_of_the_law(t: Tables, words: str) -> Finding:
    areas = t.where("law_provisions", kind="activity_area", law="npo_law")
    listed = areas["evidence"].str.contains(words, case=False).any()
    return holds(listed, areas, text=f"{'' if listed else 'not '}among the {len(areas)} listed").or_else(holds(pd.NA, areas))


@check("V-09")
def local_agencies_certify(t: Tables) -> Finding:
    certifying = t.where("law_provisions", law="npo_law", kind="certification").dropna(subset="authority")
    local = certifying["authority"] == "local"
    return holds(local.any(), certifying, text=f"{local.sum()} of {len(certifying)} authorities local")


@check("V-11")
def several_partners(t: Tables) -> Finding:
    forms = facts.partners(t)["legal_form"].value_counts()
    found = distinct(facts.partnerships_now(t), "group_id", text="{low}: {rows:group_name, }")
    return found.says(npo=forms["npo_corporation"], others=forms.sum() - forms["npo_corporation"] - forms["none"], none=forms["none"])


@check("V-12")
def services_for_foreign_residents(t: Tables) -> Finding:
    serving = facts.services(t)
    foreign = serving.query("for_whom == 'foreign_residents'")
    return share(serving.drop_duplicates("group_id"), lambda groups: told_of(groups, foreign), serving)


@check("V-15")
def ideas_after_services(t: Tables) -> Finding:
    serving, advising = facts.with_governments(t, kind=facts.SERVING), facts.with_governments(t, kind=facts.ADVISING)
    served, heard = serving["since"].min(), advising["since"].min()
    order, undated = earlier(served, heard), int(serving["since"].isna().sum())
    found = holds(order, serving, advising, text=f"earliest service dated {served}, earliest talks {heard}")
    return found.or_else(holds(pd.NA if undated else order, serving)).says(undated=undated, serving=len(serving))


@check("V-18")
def who_shapes_whom(t: Tables) -> Finding:
    upward, urged = facts.with_governments(t, kind=facts.ADVISING), t.where("partnerships", kind="recommendation")
    preferred = t.where("incorporation_outcomes", aspect="selection_for_partnership", applies_to="all_incorporated")
    duties = t.where("law_provisions", law="npo_law", kind="duty")
    downward = len(urged) + len(preferred) + len(duties)
    text = f"{len(upward)} records of groups advising officials, {downward} of officials shaping groups"
    return holds(pd.NA if len(upward) and downward else bool(len(upward)), upward, urged, preferred, duties, text=text)
