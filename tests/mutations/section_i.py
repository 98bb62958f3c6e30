"""Changes that matter to the claims of `supportgroups.audit.section_i`."""

from __future__ import annotations

from mutations import Mutation, cell, column, without

MUTATIONS: dict[str, Mutation] = {
    "I-01": cell("associations", "A-01", "state_relation", "hands_off"),
    "I-02": column("associations", "founded_elsewhere"),
    "I-03": cell("events", "EV-50", "date", "1928"),
    "I-04": column("koreans-in-japan", "persons"),
    "I-05": cell("events", "EV-05", "date", "1929"),
    "I-06": cell("context-facts", "CF-05", "date", "1934"),
    "I-07": cell("context-facts", "CF-07", "text", "共和会"),
    "I-08": cell(
        "associations", "A-02", "jurisdiction", "Ministry of Home Affairs; Ministry of Colonial Affairs; Colonial Government of Korea"
    ),
    "I-09": cell("context-facts", "CF-02", "date", "1933-01-11"),
    "I-10": cell("events", "EV-07", "actor", "members"),
    "I-11": column("associations", "branches_listed"),
    "I-12": column("associations", "acts_of_control"),
    "I-13": column("koreans-in-japan", "labourers"),
    "I-14": column("law_provisions", "rule_on_cards"),
    "I-15": column("koreans-in-japan", "forced_labourers"),
    "I-16": without("ministry_positions", "MP-15"),
    "I-17": column("associations", "heads_listed"),
    "I-18": cell("events", "EV-08", "date", "1941-12-26"),
    "I-19": cell("events", "EV-08", "date", "1943-12-26"),
    "I-20": column("law_provisions", "page_of_source"),
    "I-21": cell("associations", "A-02", "state_control", "absent"),
    "I-22": column("associations", "acts_of_state"),
    "I-23": without("associations", "A-04"),
    "I-24": cell("association_figures", "AF-14", "value", 1),
    "I-25": cell("context-facts", "CF-08", "text", "在日本大韓国民団"),
    "I-26": cell("association_figures", "AF-07", "value", 5090000),
    "I-27": cell("context-facts", "CF-11", "value", 4623),
    "I-28": column("associations", "decided_by"),
    "I-29": column("associations", "schools_listed"),
    "I-30": cell("interviews", "IW-02", "association_id", None),
    "I-31": cell("association_figures", "AF-01", "association_id", "A-11"),
    "I-32": column("chinese-in-tokyo", "persons"),
    "I-33": cell("interviews", "IW-01", "association_id", None),
    "I-34": cell("interviews", "IW-02", "organisation", "Yokohama Overseas Chinese Association (PRC)"),
    "I-35": cell("associations", "A-10", "purposes", "Education"),
    "I-36": cell("association_figures", "AF-10", "value", 900000),
    "I-37": cell("association_figures", "AF-16", "value", 200000),
    "I-38": column("association_figures", "earlier_value"),
    "I-39": cell("association_figures", "AF-12", "value", 2),
    "I-40": column("ministry_positions", "year_of_measure"),
    "I-41": column("associations", "watched_by"),
}
