// A table whose rows unfold (the audit, the register): what is chosen stands in the address, and comes back with it; an anchor opens its row,
// whatever is chosen; the count is true. Without script, anchors open their rows as well, and links select rows.
import { setTimeout as wait } from "node:timers/promises";
import { installHelpers } from "./in-page.mjs";

const ANNOUNCED = 400; // milliseconds after which a count has been announced

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

/** Lead the browser to an anchor; returns what is wrong with the row that it names. */
async function visitAnchor(page, anchor) {
  await page.evaluate((hash) => { location.hash = hash; }, anchor);
  await wait(100);
  return page.evaluate((id) => {
    const body = document.getElementById(id);
    const { top } = body.closest("tr").getBoundingClientRect();
    const covered = Math.max(...[...document.querySelectorAll(".masthead, .filters, .filter-words")].map((one) => (getComputedStyle(one).position === "sticky" ? one.getBoundingClientRect().bottom : 0)), 0);
    if (!body.checkVisibility({ contentVisibilityAuto: true })) return "its row is not shown, or not open";
    if (top < covered - 2 || top > innerHeight) return `its line is at ${Math.round(top)} px, what covers the page ends at ${Math.round(covered)} px`;
    return "";
  }, anchor);
}

async function withScript(page, finding) {
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
  await wait(ANNOUNCED);
  const chosen = await seen(page);
  if (chosen.shown !== choice.rows) finding(`${chosen.shown} rows are shown of the ${choice.rows} that are ${choice.value}`);
  if (chosen.bare.length > 0) finding(`parts without a row are shown: ${chosen.bare.join(", ")}`);
  if (!chosen.count.startsWith(`${choice.rows} of ${all.shown} `)) finding(`the count says “${chosen.count}”, not ${choice.rows} of ${all.shown}`);
  if (new URLSearchParams(chosen.search).get(choice.name) !== choice.value) finding(`the address does not have the choice: ${chosen.search}`);

  // Words find what is written in another width, or without its accents.
  const word = await page.evaluate(() => document.querySelector("table.unfolds tbody tr:not(.part, [hidden]) summary").textContent.match(/\p{Script=Latin}{4,}/u)[0]);
  await page.type("form.filters [name=q]", word.replaceAll(/[a-z]/gi, (letter) => String.fromCodePoint(letter.codePointAt() + 0xfee0)));
  await wait(ANNOUNCED);
  const found = await seen(page);
  if (found.shown === 0 || found.shown > chosen.shown) finding(`“${word}”, in wide letters, leaves ${found.shown} rows of ${chosen.shown}`);

  const history = async (step) => {
    await page.evaluate((steps) => { window.history.go(steps); }, step);
    await wait(ANNOUNCED + 100);
    return seen(page);
  };
  if ((await history(-1)).shown !== chosen.shown) finding("Back does not take the words away, all of them at once");
  if ((await history(-1)).shown !== all.shown) finding("Back does not take the selection away");
  if ((await history(1)).shown !== chosen.shown) finding("Forward does not bring the selection back");
  await page.reload();
  await page.evaluate(installHelpers);
  await wait(ANNOUNCED);
  if ((await seen(page)).shown !== chosen.shown) finding("an address that is opened anew does not have its selection");
  for (const anchor of [choice.other, anchors[0], anchors.at(-1)]) {
    const wrong = await visitAnchor(page, anchor);
    if (wrong) finding(`#${anchor}: ${wrong}`);
  }
}

async function withoutScript(page, finding) {
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
    const wrong = await visitAnchor(page, anchor);
    if (wrong) finding(`#${anchor}: ${wrong}`);
  }
  const { shown } = await seen(page);
  if (shown !== all.shown) finding(`an anchor leaves ${shown} of ${all.shown} rows`);
}

/** It comes last, since it leaves the page elsewhere. */
export async function ledger({ page, view }) {
  const findings = [];
  if (await page.$("table.unfolds")) {
    await (view.script ? withScript : withoutScript)(page, (message) => { findings.push({ element: "table.unfolds", message }); });
  }
  return findings;
}
