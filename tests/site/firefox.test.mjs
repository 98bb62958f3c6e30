// In Firefox, once wide and with script, once narrow and without: each check can fail there, too, and the pages whose markup is particular
// pass, which have folds, filters, charts, long tables, Japanese or the search. Narrow with script they are looked at in Chromium. The book
// is in _build/html, or where the variable BOOK_FOLDER says.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launchFirefox } from "./browser.mjs";
import { findingsInFirefox, openInFirefox } from "./firefox.mjs";
import { GOOD, choicesWith, ledgerWith, replaced, rulesWith, withMore, withStyle } from "./fixtures.mjs";
import { listOfFindings } from "./report.mjs";
import { ALIKE, SEARCHES, searchFindings } from "./search.mjs";
import { serve } from "./server.mjs";
import { NO_SCRIPT_PHONE, POINTER } from "./views.mjs";

const BOOK = process.env.BOOK_FOLDER ?? fileURLToPath(new URL("../../_build/html", import.meta.url));
const PAGES = ["index", "02-support-groups", "claim-audit", "register", "ja"];
const script = (name) => readFile(new URL(`../../book/_scripts/${name}.js`, import.meta.url), "utf8");
const LEDGER = withMore(ledgerWith(await script("ledger")));
const CHOICES = withMore(choicesWith(await script("choices")));
const RULES = withMore(rulesWith(await script("multiverse")));

// name, the page, the check that fails (or both that do), what it says, and whether only the browser without script meets it
const BROKEN = [
  ["something wider than the page", withMore('<p style="width: 1500px">wide</p>'), "sideways scroll", /scrolls \d+ px sideways/],
  ["something wide in a fold", withMore('<details><summary>More</summary><p style="width: 1500px">wide</p></details>'), "sideways scroll", /when the folds are open/],
  ["a chart drawn twice", withStyle(".chart-narrow { display: block !important }"), "chart shown, chart interactive", /2 of its 2 drawings are shown/],
  ["a chart that stays as it is", replaced('figure.dataset.interactive = "ready"', ""), "chart interactive", /did not become interactive/],
  ["a masthead that is too full", withStyle(".masthead { display: flex } .masthead span { flex: none; width: 400px } @media (max-width: 600px) { .masthead { display: none } }", withMore('<header class="masthead"><span>Title</span><span>Search</span></header>')), "masthead", /does not fit into the masthead/],
  ["words that run together when they are spaced", withMore('<div style="display: grid; grid-template-columns: 70px 70px"><span>Together</span><span>not</span></div>'), "text spacing", /runs into what stands before it/],
  ["a column that is cut off", withMore('<div class="table-frame" tabindex="0" role="group" aria-label="Wide" style="overflow: auto"><table style="width: 3000px"><tbody><tr><td>Wide</td></tr></tbody></table></div>'), "columns", /px of the table are cut off/],
  ["a line that begins with an ending", withMore('<p lang="ja" style="width: 50px; word-break: break-all; line-break: anywhere">連帯する会</p>'), "Japanese", /a line begins with る/],
  ["an anchor of a row that is left out", replaced("if (row.hidden) {", "if (false) {", LEDGER), "ledger", /#N-2: its row is not shown/],
  ["a link that selects nothing without script", replaced("main:has(#only-even:target)", "main:has(#never:target)", LEDGER), "ledger", /#only-even leaves 3 rows, and says 1/, true],
  ["a value that shows nothing", replaced(":not(:has(> label > :checked))", ":not(:has(> label > [value=one]))", CHOICES), "choices", /chosen by keyboard, shows the results 0/],
  ["an answer that changes nothing", replaced('addEventListener("change"', 'addEventListener("never"', RULES), "rules", /an answer chosen by keyboard changes nothing/],
  ["a link that Tab skips", replaced('<a href="#end">', `<a href="#end" onfocus="document.querySelector('button').focus()">`), "keyboard", /Tab skips it/],
  ["a citation that does not open", withMore('<a class="cite-item" href="#end">Cite Fig. 1</a>'), "citing", /no panel/],
  ["another host", withMore('<img alt="elsewhere" src="https://example.org/x.png">'), "other hosts", /another host/],
  ["an error that is thrown", withMore("<script>undefined.property</script>"), "console", /undefined/],
  ["a page that is light in the dark", withStyle("body { background: #fff !important; color: #111 !important }"), "ground", /background is light/, true],
];

describe("Firefox", () => {
  let folder, fixtures, book, withScript, inTheDark;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "site-"));
    fixtures = await serve(folder, { policy: null });
    book = await serve(BOOK);
    [withScript, inTheDark] = await Promise.all([launchFirefox(POINTER), launchFirefox(NO_SCRIPT_PHONE)]);
  });

  after(async () => {
    await Promise.all([withScript, inTheDark].map((browser) => browser.close()));
    await Promise.all([fixtures, book].map((server) => server.close()));
    await rm(folder, { recursive: true });
  });

  async function written(name, content) {
    const file = `${name.replaceAll(" ", "-")}.html`;
    await writeFile(path.join(folder, file), content);
    return `${fixtures.address}/${file}`;
  }

  /** Look at a page in both browsers at once, in the one wide and with script, in the other narrow, dark and without. */
  async function inBoth(address) {
    const found = await Promise.all([findingsInFirefox(withScript, address, [POINTER]), findingsInFirefox(inTheDark, address, [NO_SCRIPT_PHONE])]);
    return found.flat();
  }

  test("finds nothing on a good page", async () => {
    assert.deepEqual(await inBoth(await written("good", GOOD)), []);
  });

  for (const [name, page, failing, says, isDark = false] of BROKEN) {
    test(`finds ${name}`, async () => {
      const [browser, view] = isDark ? [inTheDark, NO_SCRIPT_PHONE] : [withScript, POINTER];
      const findings = await findingsInFirefox(browser, await written(name, page), [view], { patience: 1000 });
      assert.equal([...new Set(findings.map(({ check }) => check))].join(", "), failing, JSON.stringify(findings, null, 2));
      assert.ok(findings.some(({ message }) => says.test(message)), JSON.stringify(findings, null, 2));
    });
  }

  for (const page of PAGES.filter((name) => existsSync(path.join(BOOK, `${name}.html`)))) {
    test(page, async () => {
      const findings = await inBoth(`${book.address}/${page}.html`);
      assert.equal(findings.length, 0, listOfFindings(page, findings));
    });
  }

  test("search", async () => {
    // What is found does not depend on the browser; that it reads the index, and folds forms and accents, does.
    const findings = await searchFindings(withScript, book.address, { open: openInFirefox, searches: SEARCHES.slice(0, 2), alike: ALIKE.slice(0, 1) });
    assert.equal(findings.length, 0, listOfFindings("search", findings));
  });
});
