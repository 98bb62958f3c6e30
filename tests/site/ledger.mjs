// A table whose rows unfold (the audit, the register): what is chosen stands in the address, and comes back with it; an anchor opens its row,
// whatever is chosen; the count is true. Without script, anchors open their rows as well, and links select rows.
import { setTimeout as wait } from "node:timers/promises";
import { installHelpers } from "./in-page.mjs";

/** What a reader sees of the table. */
const seen = (page) =>
  page.evaluate(() => {
    const isThere = (element) => element.getClientRects().length > 0;
    const rows = [...document.querySelectorAll("table.unfolds tbody tr:not(.part)")];
    const bare = [...document.querySelectorAll("table.unfolds tbody")].filter((part) => isThere(part) && ![...part.rows].slice(1).some(isThere));
    return {
      shown: rows.filter(isThere).length,
      bare: bare.map((part) => part.id),
      count: document.querySelector("form.filters output")?.textContent ?? "",
      search: location.search,
    };
  });

/** Ask until the answer is as it should be, also on a busy machine; returns the last answer. */
async function until(ask, isRight, patience) {
  const end = performance.now() + patience;
  for (;;) {
    const answer = await ask();
    if (isRight(answer) || performance.now() > end) {
      return answer;
    }
    await wait(50);
  }
}

/** Lead the browser to an anchor; returns what is wrong with the row that it names. */
async function visitAnchor({ page, patience }, anchor) {
  await page.evaluate((hash) => { location.hash = hash; }, anchor);
  const ask = () => page.evaluate((id) => {
    const body = document.getElementById(id);
    const { top } = body.closest("tr").getBoundingClientRect();
    const covered = Math.max(...[...document.querySelectorAll(".masthead, .filters, .filter-words")].map((one) => (getComputedStyle(one).position === "sticky" ? one.getBoundingClientRect().bottom : 0)), 0);
    if (!body.checkVisibility({ contentVisibilityAuto: true })) return "its row is not shown, or not open";
    if (top < covered - 2 || top > innerHeight) return `its line is at ${Math.round(top)} px, what covers the page ends at ${Math.round(covered)} px`;
    return "";
  }, anchor);
  return until(ask, (wrong) => wrong === "", patience);
}

async function withScript(visited, finding) {
  const { page, patience } = visited;
  const settled = (shown) => until(() => seen(page), (now) => now.shown === shown && now.count.startsWith(`${shown} `), patience);
  const all = await seen(page);
  const anchors = await page.evaluate(() => [...document.querySelectorAll("table.unfolds .body")].map(({ id }) => id));
  // A value that not every row has, chosen as by hand.
  const choice = await page.evaluate(() => {
    const rows = [...document.querySelectorAll("table.unfolds tbody tr:not(.part)")];
    for (const select of document.querySelectorAll("form.filters select")) {
      for (const { value } of [...select.options].slice(1)) {
        const having = rows.filter((row) => row.dataset[select.name].split("|").includes(value));
        if (having.length > 0 && having.length < rows.length) {
          return { name: select.name, value, rows: having.length, other: rows.find((row) => !having.includes(row)).querySelector(".body").id };
        }
      }
    }
    return null;
  });
  if (!choice) {
    return finding("no selection leaves some rows out");
  }
  await page.select(`form.filters select[name=${choice.name}]`, choice.value);
  const chosen = await settled(choice.rows);
  if (chosen.shown !== choice.rows) finding(`${chosen.shown} rows are shown of the ${choice.rows} that are ${choice.value}`);
  if (chosen.bare.length > 0) finding(`parts without a row are shown: ${chosen.bare.join(", ")}`);
  if (!chosen.count.startsWith(`${choice.rows} of ${all.shown} `)) finding(`the count says “${chosen.count}”, not ${choice.rows} of ${all.shown}`);
  if (new URLSearchParams(chosen.search).get(choice.name) !== choice.value) finding(`the address does not have the choice: ${chosen.search}`);

  // Words find what is written in another width, or without its accents.
  const word = await page.evaluate(() => document.querySelector("table.unfolds tbody tr:not(.part, [hidden]) summary").textContent.match(/\p{Script=Latin}{4,}/u)[0]);
  await page.type("form.filters [name=q]", word.replaceAll(/[a-z]/gi, (letter) => String.fromCodePoint(letter.codePointAt() + 0xfee0)));
  const found = await until(() => seen(page), (now) => now.shown > 0 && now.search.includes("q=") && now.count.startsWith(`${now.shown} `), patience);
  if (found.shown === 0 || found.shown > chosen.shown) finding(`“${word}”, in wide letters, leaves ${found.shown} rows of ${chosen.shown}`);

  const goes = async (step, search, shown) => {
    await page.evaluate((steps) => { history.go(steps); }, step);
    const now = await until(() => seen(page), (one) => one.search === search && one.shown === shown, patience);
    return now.search === search && now.shown === shown;
  };
  if (!(await goes(-1, chosen.search, chosen.shown))) finding("Back does not take the words away, all of them at once");
  if (!(await goes(-1, all.search, all.shown))) finding("Back does not take the selection away");
  if (!(await goes(1, chosen.search, chosen.shown))) finding("Forward does not bring the selection back");
  const address = page.url();
  await page.goto("about:blank");
  await page.goto(address);
  await page.evaluate(installHelpers);
  if ((await settled(chosen.shown)).shown !== chosen.shown) finding("an address that is opened anew does not have its selection");
  const inSight = () => page.$eval("form.filters output", (count) => count.getBoundingClientRect().top < innerHeight && count.getBoundingClientRect().bottom > 0);
  if (!(await until(inSight, Boolean, patience))) finding("an address that is opened anew does not lead to its selection");
  for (const anchor of [choice.other, anchors[0], anchors.at(-1)]) {
    const wrong = await visitAnchor(visited, anchor);
    if (wrong) finding(`#${anchor}: ${wrong}`);
  }
}

async function withoutScript(visited, finding) {
  const { page } = visited;
  const all = await seen(page);
  const places = await page.evaluate(() => [...document.querySelectorAll(".only")].map(({ id, textContent }) => ({ id, number: Number(textContent.match(/^\d+/)[0]) })));
  const step = Math.ceil(places.length / 8); // each is a layout of the whole table
  for (const { id, number } of places.filter((_, place) => place % step === 0)) {
    await page.evaluate((hash) => { location.hash = hash; }, id);
    const { shown, bare } = await seen(page);
    if (shown !== number) finding(`#${id} leaves ${shown} rows, and says ${number}`);
    if (bare.length > 0) finding(`#${id} leaves parts without a row: ${bare.join(", ")}`);
  }
  for (const anchor of await page.evaluate(() => [...document.querySelectorAll("table.unfolds .body")].map(({ id }) => id).filter((_, place, { length }) => place === 0 || place === length - 1))) {
    const wrong = await visitAnchor(visited, anchor);
    if (wrong) finding(`#${anchor}: ${wrong}`);
  }
  const { shown } = await seen(page);
  if (shown !== all.shown) finding(`an anchor leaves ${shown} of ${all.shown} rows`);
}

/** It comes last, since it leaves the page elsewhere. */
export async function ledger(visited) {
  const findings = [];
  await (visited.view.script ? withScript : withoutScript)(visited, (message) => { findings.push({ element: "table.unfolds", message }); });
  return findings;
}
