// What a reader chooses on the page: a value of “Try it”, with script or without, and the counting rules, with script. By keyboard, as by
// pointer: these are native radio buttons.
import { setTimeout as wait } from "node:timers/promises";
import { installHelpers } from "./in-page.mjs";

/** What is seen of the values of one cell. */
const seen = (page, place) =>
  page.evaluate((wanted) => {
    const choices = document.querySelectorAll(".choices")[wanted];
    const results = [...choices.querySelectorAll(".result")];
    const shown = results.filter((one) => one.checkVisibility());
    const line = shown[0]?.querySelector(".choice-line");
    return {
      name: siteAudit.describe(choices),
      shown: shown.map((one) => results.indexOf(one)),
      checked: [...choices.querySelectorAll("input")].findIndex(({ checked }) => checked),
      line: line?.textContent.trim().replace(/\s+/g, " ") ?? "",
      told: Number(line?.textContent.match(/(\d+) cells are different/)?.[1] ?? (/One cell is different/.test(line?.textContent) ? 1 : 0)),
      marked: [...(shown[0]?.querySelectorAll("td em") ?? [])].filter((one) => one.textContent.startsWith("was ")).length,
      said: choices.querySelector("output").textContent.trim().replace(/\s+/g, " "),
      anchor: choices.querySelector("table[id]")?.id ?? "",
    };
  }, place);

/** Choose the next value of each cell by keyboard, and follow a link to the cell's table. */
export async function choices({ page, view }) {
  const findings = [];
  const count = await page.evaluate(() => document.querySelectorAll(".choices").length);
  for (let place = 0; place < count; place += 1) {
    const before = await seen(page, place);
    const finding = (message) => findings.push({ element: before.name, message });
    if (before.shown.join() !== "0" || before.checked !== 0) finding(`at first the results ${before.shown} are shown, not that of the cell as it stands`);
    await page.evaluate((wanted) => document.querySelectorAll(".choices")[wanted].querySelector("input").focus(), place);
    await page.keyboard.press("ArrowDown");
    const after = await seen(page, place);
    if (after.checked !== 1 || after.shown.join() !== "1") finding(`the next value, chosen by keyboard, shows the results ${after.shown}`);
    if (!after.line.includes(" in place of ")) finding(`what is shown does not say which line gives it: “${after.line}”`);
    if (after.told !== after.marked) finding(`${after.told} cells are said to be different, and ${after.marked} say what they were`);
    if (view.script && after.said !== after.line) finding(`who hears the page is told “${after.said}”`);
    await page.evaluate((anchor) => { location.hash = ""; location.hash = anchor; }, after.anchor);
    await wait(100);
    if (!(await seen(page, place)).shown.includes(0)) finding(`a link to #${after.anchor} leads to what is not shown`);
    await page.evaluate((wanted) => document.querySelectorAll(".choices")[wanted].querySelector("input").click(), place);
  }
  return findings;
}

/** What the form with the counting rules says. */
const turned = (page) =>
  page.evaluate(() => ({
    sentence: document.querySelector(".rules-result output").textContent,
    counts: [...document.querySelectorAll(".rules tr[data-values] output")].map((one) => one.textContent),
    differences: [...document.querySelectorAll(".rules-difference")].map((one) => one.textContent),
    checked: [...document.querySelectorAll(".rules fieldset")].map((one) => [...one.querySelectorAll("input")].findIndex(({ checked }) => checked)),
    search: location.search,
  }));

/** Turn each counting rule alone, and compare with the table of what each changes; then by keyboard, by button, and by address. */
export async function rules({ page, view, patience }) {
  const form = await page.$("form.rules");
  const findings = [];
  const finding = (message) => findings.push({ element: "form.rules", message });
  const isShown = await form.evaluate((one) => one.checkVisibility());
  const alone = await page.evaluate(() => [...document.querySelectorAll("form.rules + .table-frame tbody tr")].slice(1).map((row) => [...row.cells].slice(1).map((cell) => cell.textContent)));
  if (!view.script) {
    if (isShown) finding("it is shown, though without script it answers nothing");
    if (!(await page.evaluate(() => document.querySelector("form.rules + .table-frame").checkVisibility()))) finding("there is no table in its place");
    return findings;
  }
  const until = async (isRight) => {
    const end = performance.now() + patience;
    for (;;) {
      const now = await turned(page);
      if (isRight(now) || performance.now() > end) return now;
      await wait(50);
    }
  };
  const plain = await turned(page);
  if (plain.counts.join() !== alone[0].join()) finding(`the plain reading gives ${plain.counts}, the table has ${alone[0]}`);
  const others = await page.evaluate(() => [...document.querySelectorAll(".rules fieldset")].flatMap((one) => [...one.querySelectorAll("input")].slice(1)).length);
  if (others !== alone.length - 1) finding(`the table has ${alone.length - 1} answers, the form ${others}`);
  for (const [place, row] of alone.slice(1).entries()) {
    const wanted = row.map((cell, count) => (cell === "–" ? alone[0][count] : cell));
    await page.evaluate(async (which) => {
      document.querySelector(".rules [type=reset]").click();
      await new Promise((resolve) => { setTimeout(resolve); });
      [...document.querySelectorAll(".rules fieldset")].flatMap((one) => [...one.querySelectorAll("input")].slice(1))[which].click();
    }, place);
    const now = await turned(page);
    if (now.counts.join() !== wanted.join()) finding(`answer ${place + 1} alone gives ${now.counts}, the table has ${wanted}`);
    if (!now.search) finding("the address does not have the answer");
  }
  await page.click(".rules [type=reset]");
  const reset = await until((now) => now.sentence === plain.sentence && now.search === plain.search);
  if (reset.sentence !== plain.sentence || reset.search !== plain.search) finding("the plain reading does not come back");
  await page.focus(".rules input");
  await page.keyboard.press("ArrowDown");
  const next = await turned(page);
  if (next.checked[0] !== 1 || next.sentence === plain.sentence) finding("an answer chosen by keyboard changes nothing");
  await page.evaluate(() => { history.back(); });
  if ((await until((now) => now.checked[0] === 0)).sentence !== plain.sentence) finding("Back does not undo an answer");
  const buttons = await page.$$(".rules button[data-rules]");
  for (const button of buttons) {
    await button.click();
    const now = await turned(page);
    if (!now.differences.slice(0, 2).includes("0")) finding(`a button for the paper's number gives the differences ${now.differences}`);
  }
  const last = await turned(page);
  const address = page.url();
  await page.goto("about:blank");
  await page.goto(address);
  await page.evaluate(installHelpers);
  if ((await until((now) => now.sentence === last.sentence)).sentence !== last.sentence) finding("an address that is opened anew does not have its answers");
  await page.click(".rules [type=reset]");
  await until((now) => now.search === plain.search); // which the checks that follow begin with
  return findings;
}
