// A small page that passes every check, and ways to break it.
import { randomBytes } from "node:crypto";

/** Text that cannot be compressed. */
export const noise = (bytes) => randomBytes(bytes).toString("hex").slice(0, bytes);

const DRAWING = (width, label) => `<svg class="marks" width="${width}" height="120" viewBox="0 0 ${width} 120" role="img" aria-label="${label}">
  <g class="role-mark"><path d="M10,20h60v90h-60Z" fill="#4477aa"></path></g></svg>`;

const STYLE = `
  body { margin: 0 auto; max-width: 60rem; background: #fff; color: #111; font: 16px/1.5 sans-serif }
  a { color: #004488 }
  :focus-visible { outline: 3px solid #bb5500 }
  .scrolls { overflow-x: auto } .scrolls p { width: 2000px }
  svg { display: block }
  @media print { details::details-content { content-visibility: visible; block-size: auto } .table-frame { overflow: visible !important } }
  .chart-narrow { display: none }
  @media (max-width: 600px) { .chart-wide { display: none } .chart-narrow { display: block } }
  @media (prefers-color-scheme: dark) { body { background: #111; color: #eee } a { color: #99ccff } }
  #vg-tooltip-element { position: fixed; top: 0; left: 0; background: #fff; color: #111 }`;

const THEME = `document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";`;

// Stands in for Vega: draws the same again as a drawing of its own, with a tooltip on the mark.
const WAKING = `
  const figure = document.querySelector("figure.chart-figure");
  const wake = () => {
    if (figure.dataset.interactive) return;
    figure.dataset.interactive = "loading";
    setTimeout(() => {
      for (const drawing of figure.querySelectorAll(".chart svg")) {
        const live = drawing.cloneNode(true);
        live.addEventListener("pointermove", ({ target }) => {
          document.getElementById("vg-tooltip-element")?.remove();
          if (target.localName !== "path") return;
          const tooltip = document.body.appendChild(document.createElement("div"));
          tooltip.id = "vg-tooltip-element";
          tooltip.textContent = "1990: 3 groups";
        });
        live.addEventListener("pointerleave", () => document.getElementById("vg-tooltip-element")?.remove());
        drawing.replaceWith(live);
      }
      figure.dataset.interactive = "ready";
    }, 50);
  };
  figure.addEventListener("pointerenter", wake);
  figure.addEventListener("pointerdown", wake);
  figure.addEventListener("focusin", wake);`;

export const GOOD = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A page</title>
<meta name="description" content="A page on which nothing is amiss.">
<link rel="icon" href="data:,">
<style>${STYLE}</style>
<script>${THEME}</script>
</head>
<body>
<main>
<h1>A page</h1>
<p>With <a href="#end">a link</a>, and <button type="button">a button</button>.</p>
<div class="scrolls" tabindex="0" role="region" aria-label="Wide content"><p>This scrolls, and the page does not.</p></div>
<figure class="chart-figure" id="fig-one">
<div class="chart chart-wide">${DRAWING(600, "Three groups in 1990")}</div>
<div class="chart chart-narrow">${DRAWING(300, "Three groups in 1990")}</div>
<figcaption>Figure 1</figcaption>
<details><summary>Data</summary><p>1990: 3</p></details>
</figure>
<p id="end">The end, with <a href="#fig-one">a way back</a>.</p>
</main>
<script>${WAKING}</script>
</body>
</html>
`;

const ROW = (id, kind, words) => `<tr data-kind="${kind}"><th scope="row"><a href="#${id}">${id}</a></th>
  <td><details><summary>${words}</summary><div class="body" id="${id}">Of ${words}</div></details></td></tr>`;

/** A table whose rows unfold, as the audit's page has it, with the page's own script. */
export const ledgerWith = (script) => `<style>.only:not(:target) { display: none } main:has(#only-even:target) :is([data-kind=odd], #odd) { display: none }
  @media print { .sort { display: contents } }</style>
  <form class="filters" aria-label="Filter"><label>Kind <select name="kind"><option value="">all</option><option>odd</option><option>even</option></select></label>
  <label>Words <input type="search" name="q"></label> <output role="status">3 entries</output> <button type="reset">Show all</button></form>
  <p class="only" id="only-even">1 of 3 · <a href="#ledger">show all</a></p>
  <table class="unfolds" id="ledger"><caption>Entries</caption><thead><tr><th scope="col" data-sort="">Entry</th><th scope="col">Words</th></tr></thead>
  <tbody id="odd"><tr class="part"><th scope="rowgroup" colspan="2">Odd</th></tr>${ROW("N-1", "odd", "First words")}${ROW("N-3", "odd", "Third words")}</tbody>
  <tbody id="even"><tr class="part"><th scope="rowgroup" colspan="2">Even</th></tr>${ROW("N-2", "even", "Second words")}</tbody></table>
  <script>${script}</script>`;

const CHOICE = (value, line, rows, checked = "") => `<div class="choice"><label><input type="radio" name="value" value="${value}"${checked}> ${value}</label>
  <div class="result">${line}<table${checked && ' id="tab-one"'}><tbody>${rows}</tbody></table></div></div>`;

/** A cell of “Try it” with two values, as a chapter has it, with the page's own script. */
export const choicesWith = (script) => `<style>.choice:not(:has(> label > :checked)) > .result { display: none }
  @media (scripting: none) { .choices > .choice:has(:target) > .result { display: block } }</style>
  <fieldset class="choices"><legend>Another value</legend><output></output>
  ${CHOICE("one", "", "<tr><th scope=row>Groups</th><td>29</td></tr>", " checked")}
  ${CHOICE("two", '<p class="choice-line"><code>N = 2</code> in place of <code>N = 1</code>. One cell is different.</p>', "<tr><th scope=row>Groups</th><td>31 <em>was 29</em></td></tr>")}
  </fieldset><script>${script}</script>`;

const QUESTION = (name, ...answers) => `<fieldset><legend>${name}?</legend>${answers.map((answer, place) => `<label><input type="radio" name="${name}" value="${answer}"${place ? "" : " checked"}> ${answer}</label>`).join("")}</fieldset>`;
const COUNT = (name, switches, low, values) => `<tr data-switches="${switches}" data-least="50" data-low="${low}" data-high="${low}" data-values="${values}"><th scope="row">${name}</th>
  <td><output aria-live="off"></output></td><td class="rules-difference"></td></tr>`;

/** Values less the least one, written as the page has them: one character each. */
export const values = (...numbers) => numbers.map((number) => `&#${0x100 + number};`).join("");

/** Two counts under two rules, as the audit's page has them, with the page's own script. */
export const rulesWith = (script) => `<style>@media (scripting: none) { .rules { display: none } }</style><section id="turn">
  <form class="rules" aria-label="Rules" autocomplete="off">${QUESTION("former", "out", "groups", "dates")}${QUESTION("desks", "groups", "parts")}
  <button type="reset">Plain</button> <button type="button" data-rules="former=dates">What gives 57</button> <p class="rules-result"><output></output></p>
  <table><tbody>${COUNT("By 1992", "0 1", 57, values(3, 2, 8, 7, 10, 6))}${COUNT("Since 1998", "1", 54, values(4, 3))}</tbody></table></form>
  <div class="table-frame"><table><tbody><tr><th scope="row">The paper</th><td>57</td><td>54</td></tr><tr><th scope="row">Plain</th><td>53</td><td>54</td></tr>
  <tr><th scope="row">groups</th><td>58</td><td>–</td></tr><tr><th scope="row">dates</th><td>60</td><td>–</td></tr><tr><th scope="row">parts</th><td>52</td><td>53</td></tr></tbody></table></div></section>
  <script>${script}</script>`;

/** The good page with something else in place of a piece of it, which must be there. */
export function replaced(piece, other, page = GOOD) {
  if (!page.includes(piece)) {
    throw new Error(`the page has no ${piece}`);
  }
  return page.replaceAll(piece, () => other);
}

/** The good page with something more at its end. */
export const withMore = (more, page = GOOD) => replaced("</main>", `${more}</main>`, page);

/** The good page with more styles. */
export const withStyle = (style, page = GOOD) => replaced("</style>", `${style}</style>`, page);
