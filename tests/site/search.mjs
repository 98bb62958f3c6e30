// The search page: what a reader may look for leads to its own place, however it is written, and results say what they are.
import { visit } from "./visit.mjs";

const VIEW = { width: 1280, scheme: "light", script: true };

/** What a reader may look for, where it has to lead, what the result is called there, and whether it has to be the first. */
export const SEARCHES = [
  { words: "サーラー", to: "register.html#T3-07", kind: "Group" },
  { words: "労災", to: "register.html#T4-18", kind: "Group" },
  { words: "横浜", to: "register.html#T5-10", kind: "Group" },
  { words: "法", to: "glossary.html#npo-ho", kind: "Term" },
  { words: "Mizula", to: "register.html#T3-06", kind: "Group", first: true },
  { words: "T4-19", to: "register.html#T4-19", kind: "Group", first: true },
  { words: "II-07", to: "claim-audit.html#II-07", kind: /^Claim · \w+$/, first: true },
  { words: "Kyōwakai", to: "glossary.html#kyowakai", kind: "Term", first: true },
  { words: "women's groups", to: "claim-audit.html#", kind: /^Claim · \w+$/, first: true },
  { words: "is what the paper says of women’s groups true?", to: "claim-audit.html#", kind: /^Claim · \w+$/, first: true },
  { words: "councils in Kanagawa", to: "04-partnerships-and-membership-rules.html#two-councils-in-kanagawa", kind: "Chapter IV" },
  { words: "members on a logarithmic scale", to: "02-support-groups.html#fig-members", kind: /^Figure 2\.\d$/ },
];

/** Words that are to find the same. */
export const ALIKE = [
  ["Tōkyō", "Tokyo", "ＴＯＫＹＯ"],
  ["kyōwakai", "Kyowakai"],
  ["women's groups", "women’s group", "WOMEN GROUPS"],
  ["T4-19", "t4‑19"],
  ["サーラー", "ｻｰﾗｰ"],
];

export const NOTHING = "qqqqqq";

/** What the page shows for some words. */
async function search(page, address, words) {
  await page.goto(`${address}/search.html?q=${encodeURIComponent(words)}`, { waitUntil: "load" });
  await page.waitForFunction(() => !document.querySelector("[aria-busy]"));
  return page.evaluate(() => {
    const texts = document.createTreeWalker(document.querySelector("main, body"), NodeFilter.SHOW_TEXT);
    const unmarked = [];
    while (texts.nextNode()) {
      const { data, parentElement } = texts.currentNode;
      if (/[\u3040-\u30fa\u3400-\u9fff]/.test(data) && !parentElement.closest("[lang=ja]")) {
        unmarked.push(data);
      }
    }
    return {
      told: document.querySelector("#search-status")?.textContent ?? "",
      results: [...document.querySelectorAll(".search-list li")].map((item) => ({
        address: item.querySelector("a").href.split("/").at(-1),
        kind: item.querySelector(".search-kind")?.textContent,
      })),
      letters: [...document.querySelectorAll("mark")].map((mark) => mark.textContent).filter((text) => /^[a-z]$/i.test(text)),
      unmarked,
      doors: [...document.querySelectorAll("#search-nothing a")].filter((link) => link.checkVisibility()).length,
    };
  });
}

const isOf = (kind, wanted) => (wanted instanceof RegExp ? wanted.test(kind) : kind === wanted);

/** Search, and return a finding for each search that does not lead there, or shows what it finds wrongly. */
export async function searchFindings(browser, address, { searches = SEARCHES, alike = ALIKE, nothing = NOTHING, open = visit } = {}) {
  const visited = await open(browser, `${address}/search.html`, VIEW);
  const { page } = visited;
  const findings = [];
  const find = (element, message) => findings.push({ check: "search", element, message });
  for (const { words, to, kind, first } of searches) {
    const { results, letters, unmarked } = await search(page, address, words);
    const found = first ? results.slice(0, 1) : results;
    if (!found.some((one) => one.address.startsWith(to) && isOf(one.kind, kind))) {
      find(words, `the ${first ? "first result" : "search"} does not lead to ${to} as “${kind}”`);
    }
    if (letters.length > 0) {
      find(words, `the results mark single letters: ${[...new Set(letters)].join(", ")}`);
    }
    if (unmarked.length > 0) {
      find(words, `the page does not say that this is Japanese: ${unmarked[0]}`);
    }
  }
  for (const [one, ...others] of alike) {
    const wanted = (await search(page, address, one)).results;
    for (const other of others) {
      const { results } = await search(page, address, other);
      if (wanted.length === 0 || JSON.stringify(results) !== JSON.stringify(wanted)) {
        find(other, `it finds ${results.length} entries, not the ${wanted.length} of “${one}”`);
      }
    }
  }
  const { told, results, doors } = await search(page, address, nothing);
  if (results.length > 0 || !told.includes(nothing) || doors === 0) {
    find(nothing, "where nothing is found, the page does not say so, or not where else to look");
  }
  findings.push(...(await key(page, address)));
  await visited.close();
  return findings;
}

/** The key “/” leads to the field, takes nothing from who types there, and can be turned off. */
async function key(page, address) {
  const findings = [];
  const isInField = () => page.evaluate(() => document.activeElement?.name === "q");
  const press = async () => {
    await page.goto(`${address}/search.html?q=x`, { waitUntil: "load" });
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press("/");
    return isInField();
  };
  const find = (message) => findings.push({ check: "search", element: "the key “/”", message });
  if (!(await press())) {
    find("it does not lead to the search field");
    return findings;
  }
  await page.keyboard.press("/");
  if (!(await page.evaluate(() => document.activeElement.value.endsWith("/")))) {
    find("it cannot be typed in the search field");
  }
  await page.click("#search-key");
  if (await press()) {
    find("it cannot be turned off");
  }
  return findings;
}
