// The search page: words, Japanese names or parts of them, and identifiers lead to where they stand.
import { visit } from "./visit.mjs";

const VIEW = { width: 1280, scheme: "light", script: true };

/** What a reader may look for, and what has to be among the results: address and anchor. */
export const SEARCHES = [
  ["サーラー", "register.html#T3-07"],
  ["労災", "register.html#T4-18"],
  ["横浜", "register.html#T5-10"],
  ["Mizula", "register.html#T3-06"],
  ["T4-19", "register.html#T4-19"],
  ["II-07", "claim-audit.html#II-07"],
  ["councils", "04-partnerships-and-membership-rules.html"],
];

/** Search, and return a finding for each search that does not lead there. */
export async function searchFindings(browser, address, searches = SEARCHES) {
  const findings = [];
  for (const [words, expected] of searches) {
    const visited = await visit(browser, `${address}/search.html?q=${encodeURIComponent(words)}`, VIEW);
    const found = await visited.page
      .waitForFunction((target) => [...document.querySelectorAll("#search-results a")].some((link) => link.href.split("?").join("").includes(target)), { timeout: 5000 }, expected)
      .then(() => true, () => false);
    await visited.close();
    if (!found) {
      findings.push({ check: "search", element: words, message: `the search does not lead to ${expected}` });
    }
  }
  return findings;
}
