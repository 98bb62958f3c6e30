"""Changes that matter to the claims of `supportgroups.audit.section_v`."""

from __future__ import annotations

from mutations import Mutation, cell, column, without

MUTATIONS: dict[str, Mutation] = {
    "V-01": column("demands", "outcome"),
    "V-02": column("accounts", "public_income"),
    "V-03": cell("groups", "T4-19", "legal_form", "none"),
    "V-04": cell("groups", "T3-04", "legal_form", "none"),
    "V-05": cell("law_provisions", "L-08", "provision", "Health and medical care"),
    "V-06": without("law_provisions", "L-16"),
    "V-07": cell("law_provisions", "L-16", "provision", "International exchange and cooperation"),
    "V-08": column("accounts", "activity"),
    "V-09": cell("law_provisions", "L-20", "provision", "A minister certifies"),
    "V-10": column("law_provisions", "authority"),
    "V-11": cell("partnerships", "P-12", "status", "ended"),
    "V-12": cell("partnerships", "P-04", "service", "Advice by telephone"),
    "V-13": cell("partnerships", "P-18", "since", 2000),
    "V-14": column("prefectures", "progressive"),
    "V-15": cell("partnerships", "P-04", "since", 1996),
    "V-16": cell("events", "EV-56", "actor", "Kanagawa Prefectural Government"),
    "V-17": without("partnerships", "P-13"),
    "V-18": without("partnerships", "P-03"),
    "V-19": column("law_provisions", "changed_at_request_of"),
    "V-20": column("partnerships", "duty_of_government"),
}
