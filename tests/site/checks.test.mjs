// Each check passes on a good page, and each can fail: a page is broken in one way, and that check, and no other, says so.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { launch } from "./browser.mjs";
import { checkPage } from "./checks.mjs";
import { GOOD, choicesWith, ledgerWith, noise, replaced, rulesWith, values, withMore, withStyle } from "./fixtures.mjs";
import { inJUnit } from "./report.mjs";
import { searchFindings } from "./search.mjs";
import { taskFindings } from "./tasks.mjs";
import { serve } from "./server.mjs";
import { KEYBOARD, NO_SCRIPT, NO_SCRIPT_PHONE, PHONE, POINTER, VIEWS } from "./views.mjs";

const script = (name) => readFile(new URL(`../../book/_scripts/${name}.js`, import.meta.url), "utf8");
const LEDGER = withMore(ledgerWith(await script("ledger")));
const CHOICES = withMore(choicesWith(await script("choices")));
const RULES = withMore(rulesWith(await script("multiverse")));

// What never comes need not be waited for long. What a broken ledger fails to do in time, on a busy machine, is one finding more of the same.
const IN_VAIN = { patience: 300 };

// name, the view in which it shows, the page, the check that fails (or both that do), what it says, how the page is looked at
const BROKEN = [
  ["too many bytes", NO_SCRIPT, withMore(`<!-- ${noise(700_000)} -->`), ["weight"], /KiB over the wire; at most 300\.0 KiB/],
  ["too many bytes of styles", POINTER, replaced("<style>", '<link rel="stylesheet" href="heavy.css"><style>'), ["weight"], /of styles over the wire; at most 40\.0 KiB/],
  ["light in the dark", KEYBOARD, withStyle("body { background: #fff !important; color: #111 !important } a { color: #048 !important }"), ["ground"], /background is light/],
  ["light when it becomes dark", POINTER, withStyle("@media (prefers-color-scheme: dark) { body { background: #fff; color: #111 } a { color: #048 } }"), ["colour scheme"], /background is light/],
  ["faint text when it becomes dark", PHONE, withStyle("@media (prefers-color-scheme: dark) { p { color: #444 } }"), ["colour scheme"], /^color-contrast/],
  ["something that moves when it becomes dark", NO_SCRIPT, withStyle("@media (prefers-color-scheme: dark) { h1 { margin-top: 50px } }"), ["colour scheme"], /not in its place when the scheme becomes dark/],
  ["something wider than the page", PHONE, withMore('<p style="width: 500px">wide</p>'), ["sideways scroll"], /scrolls \d+ px sideways/],
  ["as wide as the window with its scrollbar", POINTER, withMore('<p style="width: 100vw; margin-left: calc(50% - 50vw + 7.5px)">wide</p><div style="height: 2000px"></div>'), ["sideways scroll"], /sideways/],
  ["something wide in a fold", NO_SCRIPT_PHONE, withMore('<details><summary>More</summary><p style="width: 500px">wide</p></details>'), ["sideways scroll"], /when the folds are open/],

  ["a chart that waits for a script", NO_SCRIPT, withStyle("@media (scripting: none) { .chart svg { visibility: hidden } }"), ["chart shown"], /no drawing in it/],
  ["a chart drawn twice", NO_SCRIPT, withStyle(".chart-narrow { display: block !important }"), ["chart shown"], /2 of its 2 drawings are shown/],
  ["no chart for phones", NO_SCRIPT_PHONE, withStyle(".chart { display: none !important }"), ["chart shown"], /0 of its 2 drawings are shown/],
  ["a chart without words", NO_SCRIPT, replaced('role="img"', 'role="presentation"'), ["chart shown", "axe"], /no text alternative/],
  ["a chart that is covered", NO_SCRIPT, withStyle(".chart { position: relative } .chart::after { content: none } figcaption { position: absolute; inset: 0; z-index: 1 } figure { position: relative }"), ["chart shown"], /covered/],
  ["an empty chart", NO_SCRIPT, withStyle(".chart path { display: none }"), ["chart shown"], /empty/],
  ["a chart out of the window", NO_SCRIPT_PHONE, withStyle("figure { overflow: hidden } .chart { margin-left: 200px }"), ["chart shown"], /out of the window/],
  ["a tiny chart", NO_SCRIPT, withStyle(".chart svg { width: 60px }"), ["chart shown"], /too small/],

  ["a picture without words", POINTER, withMore('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'), ["axe"], /^image-alt/],
  ["a field without a label", NO_SCRIPT, withMore("<input>"), ["axe"], /^label:/],
  ["faint text in the dark", KEYBOARD, withStyle("@media (prefers-color-scheme: dark) { p { color: #444 } }"), ["axe"], /^color-contrast/],
  ["faint text in a fold", PHONE, withMore('<details><summary>More</summary><p style="color: #ccc">faint</p></details>'), ["axe"], /^color-contrast/],
  ["faint text for those without script", NO_SCRIPT, withMore('<noscript><p style="color: #ccc">faint</p></noscript>'), ["axe"], /^color-contrast/],
  ["faint text on a ground of its own", POINTER, withMore('<p>On white.</p><p style="background: #555">On grey.</p>'), ["axe"], /^color-contrast/],
  ["text that is set over another ground", POINTER, withMore('<p style="height: 3em; background: #555"></p><p style="position: relative; top: -3em; z-index: 1">Over grey.</p>'), ["axe"], /^color-contrast/],
  ["text that leaves its ground", POINTER, withMore('<div style="height: 2em; background: #333; color: #eee"><p style="margin: 0">On grey.</p><p>Below it.</p></div>'), ["axe"], /^color-contrast/],
  ["a faint word of code", NO_SCRIPT, withStyle(".k { color: #333388 } pre + pre { background: #555; color: #fff } @media (prefers-color-scheme: dark) { .k { color: #aaaacc } pre + pre { background: #111 } }", withMore('<pre><span class="k">if</span> <span class="k">not</span></pre><pre><span class="k">or</span></pre>')), ["axe"], /^color-contrast/],
  ["a link that only its colour shows", POINTER, withStyle("p a.plain { color: #333; text-decoration: none } @media (prefers-color-scheme: dark) { p a.plain { color: #ccc } }", withMore('<p>Before <a class="plain" href="#end">a link</a> and after.</p>')), ["axe", "colour scheme"], /^link-in-text-block/],
  ["small targets", PHONE, withMore('<button style="width: 12px; height: 12px" aria-label="one"></button>'.repeat(2)), ["axe"], /^target-size/],
  ["a field without a label in one row of many", POINTER, replaced("Of Second words", "Of Second words <input>", LEDGER), ["axe"], /^label:/],
  ["faint text in one row of many", NO_SCRIPT, replaced("Of Second words", '<span style="color: #ccc">Of Second words</span>', LEDGER), ["axe"], /^color-contrast/],
  ["headings out of order", POINTER, withMore("<h4>Deep</h4>"), ["axe"], /^heading-order/],

  ["a chart that stays as it is", POINTER, replaced('figure.dataset.interactive = "ready"', ""), ["chart interactive"], /did not become interactive after the pointer reached it/, IN_VAIN],
  ["a chart deaf to fingers", PHONE, replaced('figure.addEventListener("pointer', 'figure.addEventListener("mouse-only-pointer'), ["chart interactive"], /did not become interactive after it was tapped/, IN_VAIN],
  ["a chart deaf to the keyboard", KEYBOARD, replaced('figure.addEventListener("focusin"', 'figure.addEventListener("never"'), ["chart interactive"], /after the keyboard's focus reached it/, IN_VAIN],
  ["a chart that the keyboard cannot reach", KEYBOARD, replaced("<details><summary>Data</summary><p>1990: 3</p></details>", ""), ["chart interactive"], /nothing in the figure takes the focus/],
  ["a chart that only says so", POINTER, replaced("drawing.replaceWith(live)", ""), ["chart interactive"], /shows no drawing by Vega/],
  ["a chart that jumps", POINTER, replaced("drawing.replaceWith(live)", 'live.setAttribute("height", 140); drawing.replaceWith(live)'), ["chart interactive"], /it jumps .* height, the figure's height/],
  ["a chart that shows something else", POINTER, replaced("drawing.replaceWith(live)", 'live.querySelector("path").setAttribute("d", "M40,20h60v90h-60Z"); drawing.replaceWith(live)'), ["chart interactive"], /its marks stand elsewhere/],
  ["a chart that says its words twice", POINTER, replaced("drawing.replaceWith(live)", 'drawing.parentElement.setAttribute("aria-label", live.getAttribute("aria-label")); drawing.replaceWith(live)'), ["chart interactive"], /2 text alternatives/],
  ["a chart that says nothing of its marks", POINTER, replaced("document.body.appendChild(document", "(document"), ["chart interactive"], /no chart of the page shows a tooltip/],
  ["a chart that loses its words when it wakes", POINTER, replaced("drawing.replaceWith(live)", 'live.removeAttribute("aria-label"); drawing.replaceWith(live)'), ["chart interactive", "axe"], /^svg-img-alt/],
  ["a page that waking makes too wide", PHONE, replaced('figure.dataset.interactive = "ready"', 'document.querySelector("h1").style.width = "500px"; figure.dataset.interactive = "ready"'), ["sideways scroll"], /sideways/, { only: new Set(["chart interactive", "sideways scroll"]) }],

  ["a column of single words", POINTER, withMore('<table style="width: 60px"><thead><tr><th>Words</th></tr></thead><tbody><tr><td>One word below the other, and so on and on, as far as to the very end of a long column</td></tr></tbody></table>'), ["cells"], /1 of its cells have more than 12 lines, one has \d\d/],
  ["a column that is cut off", POINTER, withMore('<div class="table-frame" tabindex="0" role="group" aria-label="Wide" style="overflow: auto"><table style="width: 3000px"><tbody><tr><td>Wide</td></tr></tbody></table></div>'), ["columns"], /px of the table are cut off/],
  ["a record that is cut off on a phone", NO_SCRIPT_PHONE, withMore('<div class="table-frame" tabindex="0" role="group" aria-label="Wide" style="overflow: auto"><table class="stacked" style="width: 3000px"><tbody><tr><td>Wide</td></tr></tbody></table></div>'), ["columns"], /px of the table are cut off/],
  ["a line that begins with an ending", PHONE, withMore('<p lang="ja" style="width: 50px; word-break: break-all; line-break: anywhere">連帯する会</p>'), ["Japanese"], /a line begins with る/],
  ["a long section that is tinted", POINTER, withStyle(":target { background: #ddeeff; color: #111 } section a { color: #004488 }", withMore('<p><a href="#long">Long</a></p><section id="long" style="height: 900px"></section>')), ["tint"], /a link to it tints all of it, 900 px/],
  ["a chart that is tinted", POINTER, withStyle("figure:target { background: #ddeeff; color: #111 }"), ["tint"], /#fig-one|tints all of it/],
  ["a fold that stays shut on paper", POINTER, replaced("details::details-content", "details.none::details-content"), ["print"], /it stays shut on paper/],
  ["a table in one piece on paper", POINTER, withMore('<div class="table-frame" style="overflow: auto !important"><table><tbody><tr><td>One</td></tr></tbody></table></div>'), ["print"], /repeats no heading on paper/],
  ["a heading that is a button on paper", POINTER, replaced(".sort { display: contents }", "", LEDGER), ["print"], /repeats no heading on paper/],
  ["a masthead that is too full", POINTER, withMore('<header class="masthead" style="display: flex"><span style="flex: none; width: 500px">Title</span><span style="flex: none; width: 300px">Search</span></header>'), ["masthead"], /does not fit into the masthead where the window is 641 px wide/],
  ["words that run together when they are spaced", POINTER, withMore('<div style="display: grid; grid-template-columns: 70px 70px"><span>Together</span><span>not</span></div>'), ["text spacing"], /runs into what stands before it/],

  ["motion for those who asked for less", POINTER, withStyle("a { transition: color 0.2s } a:focus { color: #ffcc99 }"), ["motion"], /color is animated for 200 ms on focus/],

  ["a button out of Tab's reach", POINTER, replaced('<button type="button">', '<button type="button" tabindex="-1">'), ["keyboard"], /tabindex below 0/],
  ["a link that gives the focus away", POINTER, replaced('<a href="#fig-one">', `<a href="#fig-one" onfocus="document.querySelector('button').focus()">`), ["keyboard"], /never gets here/],
  ["a link that passes the focus on", POINTER, replaced('<a href="#end">', `<a href="#end" onfocus="document.querySelector('button').focus()">`), ["keyboard"], /Tab skips it/],
  ["a focus that cannot be seen", POINTER, withStyle("a:focus-visible { outline: none }"), ["keyboard"], /nothing shows that it has the focus/],

  ["a citation that does not open", POINTER, withMore('<a class="cite-item" href="#end">Cite Fig. 1</a>'), ["citing"], /no panel with the citation opens/],
  ["a citation of something else", POINTER, withMore(`<a class="cite-item" href="#end">Cite Fig. 1</a><div popover class="cite-panel">${'<p class="cite-text">x, Fig. 2</p>'.repeat(2)}</div><script>
    document.querySelector(".cite-item").addEventListener("click", (event) => { event.preventDefault(); document.querySelector(".cite-panel").showPopover(); });</script>`), ["citing"], /not that of #end|does not name Fig\. 1|take the focus/],

  ["a value that shows nothing", NO_SCRIPT, replaced(":not(:has(> label > :checked))", ":not(:has(> label > [value=one]))", CHOICES), ["choices"], /chosen by keyboard, shows the results 0/, IN_VAIN],
  ["two results at a time", PHONE, replaced("> .result { display: none }", "> .nothing { display: none }", CHOICES), ["choices"], /at first the results 0,1 are shown/, IN_VAIN],
  ["a different cell that does not say what it was", NO_SCRIPT_PHONE, replaced("<em>was 29</em>", "", CHOICES), ["choices"], /1 cells are said to be different, and 0 say/, IN_VAIN],
  ["a result without its line", NO_SCRIPT, replaced(" in place of ", " for ", CHOICES), ["choices"], /does not say which line gives it/, IN_VAIN],
  ["a value that is not heard", POINTER, replaced("textContent = line", "title = line", CHOICES), ["choices"], /is told “”/, IN_VAIN],
  ["a link to a table that another value hides", POINTER, replaced("radio.checked = true", "", CHOICES), ["choices"], /#tab-one leads to what is not shown/, IN_VAIN],
  ["a link to a table that another value hides without script", NO_SCRIPT, replaced(".choices > .choice:has(:target) > .result", ".never", CHOICES), ["choices"], /#tab-one leads to what is not shown/, IN_VAIN],
  ["a rule that counts otherwise than the table", POINTER, replaced(values(8), values(9), RULES), ["rules"], /answer 1 alone gives 59,54, the table has 58,54/, IN_VAIN],
  ["questions in another order", POINTER, replaced("sum * questions[question].length + chosen(question)", "sum + chosen(question)", RULES), ["rules"], /answer \d alone gives/, IN_VAIN],
  ["an answer that the address does not have", POINTER, replaced("if (other) asked.set", "if (false) asked.set", RULES), ["rules"], /the address does not have the answer/, IN_VAIN],
  ["an answer that Back does not undo", POINTER, replaced('addEventListener("popstate", restore)', "", RULES), ["rules"], /Back does not undo an answer/, IN_VAIN],
  ["an answer that is not restored", POINTER, replaced("    restore();\n", "    show();\n", RULES), ["rules"], /opened anew does not have its answers/, IN_VAIN],
  ["a plain reading that does not come back", POINTER, replaced('addEventListener("reset"', 'addEventListener("never"', RULES), ["rules"], /the plain reading does not come back/, IN_VAIN],
  ["a form that answers nothing", NO_SCRIPT, replaced(".rules { display: none }", "", RULES), ["rules"], /without script it answers nothing/, IN_VAIN],
  ["a choice that the address does not have", POINTER, replaced("`?${asked}`", '""', LEDGER), ["ledger"], /the address does not have the choice/, IN_VAIN],
  ["a choice that is not restored", POINTER, replaced('field.value = asked.get(field.name) ?? "";', "", LEDGER), ["ledger"], /opened anew does not have its selection/, IN_VAIN],
  ["letters that are a step each", PHONE, replaced('typing && history.state === "typing"', "false", LEDGER), ["ledger"], /Back does not take the words away/, IN_VAIN],
  ["a selection that Back does not undo", POINTER, replaced('addEventListener("popstate", restore)', "", LEDGER), ["ledger"], /Back does not take the selection away/, IN_VAIN],
  ["a heading without rows", POINTER, replaced("own.every((row) => row.hidden)", "false", LEDGER), ["ledger"], /parts without a row are shown: even/, IN_VAIN],
  ["a count that stays", PHONE, replaced("count.textContent = ", "", LEDGER), ["ledger"], /the count says “3 entries”, not 2 of 3/, IN_VAIN],
  ["words in one width only", POINTER, replaced('normalize("NFKD")', 'normalize("NFD")', LEDGER), ["ledger"], /in wide letters, leaves 0 rows/, IN_VAIN],
  ["an anchor of a row that is left out", POINTER, replaced("if (row.hidden) {", "if (false) {", LEDGER), ["ledger"], /#N-2: its row is not shown/, IN_VAIN],
  ["an anchor that opens nothing", NO_SCRIPT, replaced("<details><summary>First words</summary>", "<p>First words</p><div hidden>", LEDGER), ["ledger"], /#N-1: its row is not shown, or not open/, IN_VAIN],
  ["a link that selects nothing without script", NO_SCRIPT, replaced("main:has(#only-even:target)", "main:has(#never:target)", LEDGER), ["ledger"], /#only-even leaves 3 rows, and says 1/, IN_VAIN],

  ["a connection in advance", NO_SCRIPT, replaced("</title>", '</title><link rel="preconnect" href="https://example.org">'), ["other hosts"], /another host/],

  ["an error in the console", POINTER, withMore('<script>console.error("broken")</script>'), ["console"], /^broken/],
  ["an error that is thrown", PHONE, withMore("<script>undefined.property</script>"), ["console"], /Cannot read properties/],
  ["a promise that is broken", PHONE, withMore('<script>Promise.reject(new Error("late"))</script>'), ["console"], /late/],
  ["a file that is not there", NO_SCRIPT, withMore('<img alt="missing" src="missing.png">'), ["console"], /404/],
  ["text evaluated as code", POINTER, withMore('<script>new Function("return 1")()</script>'), ["console"], /unsafe-eval/],
  ["no icon", NO_SCRIPT, replaced('<link rel="icon" href="data:,">', ""), ["console"], /favicon/],
];

// The policy also stops these, and the console says so.
const ASKING = [
  ["a picture", NO_SCRIPT, withMore('<img alt="foreign" src="https://example.org/picture.png">')],
  ["a style sheet", NO_SCRIPT, withMore('<link rel="stylesheet" href="https://example.org/style.css">')],
  ["a script", POINTER, withMore('<script src="//example.org/script.js"></script>')],
  ["a request by a script", POINTER, withMore('<script>fetch("https://example.org/data.json").catch(() => {})</script>')],
  ["a socket", POINTER, withMore('<script>try { new WebSocket("wss://example.org/") } catch {}</script>')],
  ["a page in the page", NO_SCRIPT, withMore('<iframe title="foreign" src="https://example.org/"></iframe>')],
];

const COLOURS_AND_AXE = { only: new Set(["axe", "colour scheme"]) };

// What one view shows first or alone, and none before it: the page is looked at in all views, as it is in the audit.
const IN_ONE_VIEW = [
  ["for phones without script", NO_SCRIPT_PHONE, withStyle("@media not ((scripting: none) and (max-width: 600px)) { .only { display: none } }", withMore('<div class="only"><input></div>')), /^label:/],
  ["readable elsewhere", NO_SCRIPT_PHONE, withStyle("@media (scripting: none) and (max-width: 600px) { .only { color: #777 !important; background: #999 } }", withMore('<p class="only">Text.</p>')), /^color-contrast/],
  ["for those without script", NO_SCRIPT, withMore(`<noscript>${'<button style="width: 12px; height: 12px" aria-label="one"></button>'.repeat(2)}</noscript>`), /^target-size/],
  ["large enough elsewhere", PHONE, withStyle(".only { width: 40px; height: 40px } @media (max-width: 600px) and (scripting: enabled) { .only { width: 12px; height: 12px } }", withMore('<button class="only" aria-label="one"></button>'.repeat(2))), /^target-size/],
];

describe("the checks of the pages", { concurrency: 3 }, () => {
  let folder, server, browser;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "site-"));
    await writeFile(path.join(folder, "heavy.css"), `/* ${noise(100_000)} */`);
    server = await serve(folder);
    browser = await launch({ optimises: false });
  });

  after(async () => {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  async function check(name, page, views, options) {
    const file = `${name.replaceAll(" ", "-")}.html`;
    await writeFile(path.join(folder, file), page);
    return checkPage(browser, `${server.address}/${file}`, views, options);
  }

  test("find nothing on a good page, in all views", async () => {
    const { findings, charts } = await check("good", GOOD, VIEWS);
    assert.deepEqual(findings, []);
    assert.equal(charts, 1);
  });

  test("find nothing on a good page with a table whose rows unfold", async () => {
    const { findings, sampled } = await check("good ledger", LEDGER, VIEWS);
    assert.deepEqual(findings, []);
    assert.deepEqual(sampled, ["N-1"]); // the others are as this one
  });

  for (const [what, page] of Object.entries({ "values to choose": CHOICES, "counting rules": RULES })) {
    test(`find nothing on a good page with ${what}`, async () => {
      assert.deepEqual((await check(`good ${what}`, page, VIEWS)).findings, []);
    });
  }

  for (const [name, view, page, failing, says, options] of BROKEN) {
    test(`find ${name}`, async () => {
      const { findings } = await check(name, page, [view], { only: new Set(failing), ...options });
      assert.deepEqual([...new Set(findings.map((finding) => finding.check))], failing, JSON.stringify(findings, null, 2));
      assert.ok(findings.some(({ message }) => says.test(message)), JSON.stringify(findings, null, 2));
    });
  }

  for (const [name, only, page, says] of IN_ONE_VIEW) {
    test(`find what is not ${name}`, async () => {
      const { findings } = await check(name, page, VIEWS, COLOURS_AND_AXE);
      assert.ok(findings.length > 0);
      assert.ok(findings.every(({ view, message }) => view === only && says.test(message)), JSON.stringify(findings, null, 2));
    });
  }

  test("find the same fault in every view that has it", async () => {
    const { findings } = await check("faint in light", withStyle("@media (prefers-color-scheme: light) { p { color: #ccc } }"), VIEWS, COLOURS_AND_AXE);
    assert.ok(findings.every(({ message }) => /^color-contrast/.test(message)), JSON.stringify(findings, null, 2));
    // The view of the keyboard is of the dark; the others are looked at in both schemes.
    assert.deepEqual(VIEWS.filter((view) => findings.some((finding) => finding.view === view)), VIEWS.filter((view) => view !== KEYBOARD));
  });

  for (const [name, view, page] of ASKING) {
    test(`find that another host is asked: ${name}`, async () => {
      const { findings } = await check(`foreign ${name}`, page, [view]);
      const asked = findings.filter((finding) => finding.check === "other hosts").map(({ element }) => element);
      assert.equal(asked.length, 1, JSON.stringify(findings, null, 2));
      assert.match(asked[0], /example\.org/);
    });
  }

  describe("find a search that", () => {
    const ITEM = '<ol class="search-list"><li><p class="search-kind">Group</p><a href="register.html#T1-01">T1-01</a></li></ol>';
    const NONE = '<p id="search-status">No entry has q.</p><div id="search-nothing"><a href="register.html">Register</a></div>';
    const KEY = `<input name="q"><input type="checkbox" id="search-key"><script>
      addEventListener("keydown", (event) => {
        if (event.key === "/" && event.target.name !== "q" && localStorage.getItem("key") !== "off") { event.preventDefault(); document.querySelector("[name=q]").focus(); }
      });
      document.querySelector("#search-key").addEventListener("change", () => localStorage.setItem("key", "off"));
    </script>`;
    // Like the book's, such a page shows what its address asks for.
    const pageOf = ({ found = ITEM, none = NONE, key = KEY } = {}) => `<!doctype html><title>Search</title><main></main>${key}<script>
      document.querySelector("main").innerHTML = /q=q$/.test(location.search) ? ${JSON.stringify(none)} : ${JSON.stringify(found)};
    </script>`;
    const asked = { searches: [{ words: "T1-01", to: "register.html#T1-01", kind: "Group", first: true }], alike: [["a", "b"]], nothing: "q" };
    const findingsOf = async (fault, page) => {
      const name = `search-${fault.replaceAll(" ", "-")}`; // the server reads a file once
      await mkdir(path.join(folder, name));
      await writeFile(path.join(folder, name, "search.html"), page);
      return searchFindings(browser, `${server.address}/${name}`, asked);
    };
    const FAULTY = [
      ["leads elsewhere", pageOf({ found: ITEM.replace("#T1-01", "#T1-02") }), /does not lead to register.html#T1-01/],
      ["does not name what it finds", pageOf({ found: ITEM.replace("Group", "Page") }), /as “Group”/],
      ["marks every letter", pageOf({ found: ITEM.replace(">T1-01<", "><mark>T</mark>1-01<") }), /mark single letters: T/],
      ["does not mark up Japanese", pageOf({ found: ITEM.replace(">T1-01<", ">女性の家<") }), /does not say that this is Japanese/],
      ["tells spellings apart", pageOf().replace('/q=q$/', '/q=[qb]$/'), /it finds 0 entries, not the 1 of “a”/],
      ["says nothing of finding nothing", pageOf({ none: "" }), /where nothing is found/],
      ["takes the key from who types", pageOf({ key: KEY.replace('event.target.name !== "q"', "true") }), /cannot be typed/],
      ["leaves the key on", pageOf({ key: KEY.replace('localStorage.getItem("key") !== "off"', "true") }), /cannot be turned off/],
      ["has no key", pageOf({ key: "" }), /does not lead to the search field/],
    ];
    for (const [fault, page, message] of FAULTY) {
      test(fault, async () => {
        const findings = await findingsOf(fault, page);
        assert.deepEqual(findings.map((finding) => message.test(finding.message)), [true], JSON.stringify(findings));
      });
    }

    test("is right, and find nothing", async () => {
      assert.deepEqual(await findingsOf("right", pageOf()), []);
    });
  });

  test("find a task that cannot be done, and one that takes too many actions", async () => {
    await writeFile(path.join(folder, "index.html"), '<!doctype html><title>Home</title><a href="#there">There</a><p id="there">');
    const impossible = {
      "without a link": (reader) => reader.follow("Elsewhere"),
      "not seen": (reader) => reader.see("a table", "document.querySelector('table')"),
    };
    const possible = {
      short: (reader) => reader.follow("There"),
      long: async (reader) => { for (let time = 0; time < 3; time += 1) await reader.press("There"); },
    };
    const findings = await Promise.all([taskFindings(browser, server.address, { tasks: impossible, patience: 300 }), taskFindings(browser, server.address, { tasks: possible })]);
    assert.deepEqual(findings.flat().map(({ element, message }) => [element, message]), [
      ["without a link", "there is no link “Elsewhere”"],
      ["not seen", "a table cannot be seen at index.html"],
      ["long", "it takes 3 actions, and may take 2"],
    ]);
  });

  test("find a page that is not there", async () => {
    const { findings } = await checkPage(browser, `${server.address}/nowhere.html`, [NO_SCRIPT]);
    assert.ok(findings.some(({ check: name, message }) => name === "answer" && message === "the server answered 404, not 200"));
  });
});

test("the server answers as static hosts do, for a folder that is a link, under any path", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "site-"));
  await mkdir(path.join(folder, "built"));
  await writeFile(path.join(folder, "secret.html"), "secret");
  await writeFile(path.join(folder, "built/index.html"), "home");
  await writeFile(path.join(folder, "built/404.html"), "nowhere");
  await symlink(path.join(folder, "secret.html"), path.join(folder, "built/out.html"));
  await symlink(path.join(folder, "built"), path.join(folder, "html"));
  const server = await serve(path.join(folder, "html"), { under: "/book/", extra: { "more.html": "more" } });
  try {
    const ask = async (address) => {
      const response = await fetch(address);
      return `${response.status} ${await response.text()}`;
    };
    assert.match(server.address, /:\d+\/book$/);
    assert.equal(await ask(`${server.address}/`), "200 home");
    assert.equal(await ask(`${server.address}/more.html`), "200 more");
    for (const address of ["/no/such/page", "/out.html", "/%2e%2e%2fsecret.html"]) {
      assert.equal(await ask(server.address + address), "404 nowhere", address);
    }
    assert.equal(await ask(new URL("/index.html", server.address)), "404 not found", "above the book");
  } finally {
    await server.close();
    await rm(folder, { recursive: true });
  }
});

test("a filter offers what is set apart in a cell, and nothing that is in parentheses of its own", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "site-"));
  const cells = ["Union (American, Korean), Center；法、会", "<b>One</b><br>Two; a &amp; b"].map((cell) => `<tr><td>${cell}</td></tr>`).join("");
  const tables = await readFile(new URL("../../book/_scripts/tables.js", import.meta.url), "utf8");
  await writeFile(path.join(folder, "table.html"), `<!doctype html><table class="askable"><thead><tr><th data-filter="several">Names</th></tr></thead><tbody>${cells}</tbody></table><script>${tables}</script>`);
  const [server, browser] = await Promise.all([serve(folder), launch({ optimises: false })]);
  try {
    const page = await browser.newPage();
    await page.goto(`${server.address}/table.html`);
    await page.click(".table-filter summary");
    await page.waitForSelector("select");
    const offered = await page.$$eval("select option", (options) => options.map(({ textContent }) => textContent));
    assert.deepEqual(offered.sort(), ["all", "Center；法", "One", "Two", "Union (American, Korean)", "a & b", "会"].sort());
  } finally {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true });
  }
});

test("the results in JUnit's form can be read, whatever was found", () => {
  const page = (name, findings) => ({ page: name, findings, seconds: { axe: 1, opening: 0.5 } });
  const written = inJUnit([page("good", []), page("bad", [{ check: "console", view: POINTER, message: 'a < b && "c"\u0007' }])]);
  assert.match(written, /<testcase classname="pages" name="good" time="1.5"><\/testcase>/);
  assert.match(written, /name="bad" time="1.5"><failure message="1 findings">bad\n {2}console: a &#60; b &#38;&#38; &#34;c&#34; \(/);
});

test("the lock file pins everything by hash and names no registry", async () => {
  const { packages } = JSON.parse(await readFile(new URL("package-lock.json", import.meta.url), "utf8"));
  const { "": root, ...installed } = packages;
  for (const [name, { integrity, resolved }] of Object.entries(installed)) {
    assert.ok(integrity && !resolved, name);
  }
});

test("what ranks the results is MiniSearch, as its package has it", async () => {
  const packaged = new URL("./node_modules/minisearch/", import.meta.url);
  const ours = new URL("../../src/bookmaking/sphinx_extension/", import.meta.url);
  for (const [theirs, kept] of [["dist/umd/index.js", "minisearch.js"], ["LICENSE.txt", "minisearch.txt"]]) {
    const same = (await readFile(new URL(theirs, packaged), "utf8")) === (await readFile(new URL(kept, ours), "utf8"));
    assert.ok(same, `src/bookmaking/sphinx_extension/${kept} is not that of the version in package-lock.json: copy ${theirs}`);
  }
});
