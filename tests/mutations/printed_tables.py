"""Changes that matter to the claims of `supportgroups.audit.printed_tables`."""

from __future__ import annotations

from mutations import Mutation, cell, column
from supportgroups.audit import Tables


def _lawyers_all_in_tokyo(tables: Tables) -> Tables:
    """Place both groups of Table 5 that are in Kanagawa in Tokyo."""
    return tables.with_cell("groups", "T5-10", "location", "Tokyo").with_cell("groups", "T5-11", "location", "Tokyo")


MUTATIONS: dict[str, Mutation] = {
    "Tab-01": cell("table-1", "1", "Location", "Saitama"),
    "Tab-02": _lawyers_all_in_tokyo,
    "Tab-03": cell("groups", "T6-06", "location", "Kanagawa"),
    "Tab-04": cell("categories", "legal", "locator", "II, para. 2; Table 5"),
    "Tab-05": cell("groups", "T1-14", "name_ja", "フィリピンと日本を考える横須賀の会"),
    "Tab-06": cell("table-2", "16", "Legal Status", "None"),
    "Tab-07": cell("groups", "T2-17", "foreign_members", 330),
    "Tab-08": cell("table-3", "8", "Ethnic Groups Served", "Filipino"),
    "Tab-09": cell("groups", "T4-12", "name_ja", "十条通り診療所"),
    "Tab-10": cell("groups", "T5-11", "name_ja", "神奈川県弁護士会 研究会"),
    "Tab-11": cell("groups", "T5-05", "legal_status", "弁護団"),
    "Tab-12": cell("table-2", "5", "No.", "6"),
    "Tab-13": cell("table-1", "11", "No.", "11"),
    "Tab-14": cell("groups", "T3-05", "legal_form", "none"),
    "Tab-15": cell("communities_served", "T2-04/3", "printed", "British"),
    "Tab-16": cell("table-6", "2", "Name of Support Group", "いのけん 旧：渋谷 (Former: Shibuya)"),
    "Tab-17": cell("predecessors", "T3-02/タイ女性支援基金", "began", 1992),
    "Tab-18": cell("groups", "T1-10", "began", 2003),
    "Tab-19": cell("groups", "T1-12", "ended", 2000),
    "Tab-20": cell("table-1", "12", "Group Name", "フィリピンデスク (Philippines Desk)"),
    "Tab-21": cell("groups", "T4-15", "ended", 1994),
    "Tab-22": cell("groups", "T5-07", "organisation_founded", 1994),
    "Tab-23": cell("groups", "T4-06", "npo_since", 1998),
    "Tab-24": cell("groups", "T4-16", "began", 1990),
    "Tab-25": cell("predecessors", "T4-06/東京東部労災職業病センター", "began", 1985),
    "Tab-26": cell("groups", "T5-04", "organisation_founded", 1953),
    "Tab-27": cell("groups", "T4-06", "npo_since", 2001),
    "Tab-28": cell("groups", "T6-04", "legal_form", "npo_corporation"),
    "Tab-29": cell("groups", "T2-06", "members", 50),
    "Tab-30": column("groups", "staff"),
    "Tab-31": cell("founding-checks", "T3-06/members", "elsewhere", "607 (in 2002)"),
    "Tab-32": cell("table-2", "5", "Ethnic Groups Served", "Indian, Bangladeshi, Pakistani, Iranian"),
}
