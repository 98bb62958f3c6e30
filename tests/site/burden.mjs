// What a page costs the phone that shows it, in what load cannot change; its bytes are weighed with every page (checks.mjs).
import { PHONE } from "./views.mjs";
import { visit } from "./visit.mjs";

// Plain paragraphs and nothing else, as many as let a page just reach 1 in Lighthouse: on a quiet machine of two cores it was blocked for
// 70 ms, and from 85 ms on it loses a hundredth. So what slows a machine shows here first: the longest chapter is blocked for 105 ms on the
// same machine, and falls below 0.97 from about 200 ms on.
export const BARE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A bare page</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"></head><body>
${"<p>Some words of plain text, as they stand in a paragraph of a page.</p>\n".repeat(3000)}</body></html>`;

// Script and layout are processor time of the page's main thread, in parts of all that the bare page takes there: measured on a quiet machine
// and with both cores kept busy, they differ by less than a tenth. In brackets: the longest chapter, and what a limit has to tell from it.
const LIMITS = {
  elements: { most: 25_000, unit: "elements" }, // (19,000; with 50,000 more 69,000)
  requests: { most: 20, unit: "requests" }, // (13)
  script: { most: 0.6, unit: "times the bare page's work in script alone" }, // (0.25; with 2 MB more 1.9)
  layout: { most: 4, unit: "times the bare page's work in layout alone" }, // (2.2, and 2.8 the claim audit; with 50,000 elements more 11)
};

const TURNS = 3;

async function measure(browser, address) {
  const visited = await visit(browser, address, PHONE);
  try {
    const { ScriptDuration, LayoutDuration, RecalcStyleDuration, TaskDuration } = await visited.work();
    return {
      elements: await visited.page.evaluate(() => document.querySelectorAll("*").length),
      requests: visited.record.responses.size,
      script: ScriptDuration,
      layout: LayoutDuration + RecalcStyleDuration,
      work: TaskDuration,
    };
  } finally {
    await visited.close();
  }
}

/** A page's burden beside a bare page's: of each number the middle one of several visits, in turns. */
export async function burden(browser, address, bare, turns = TURNS) {
  const visits = [];
  for (let turn = 0; turn < turns; turn += 1) {
    const measured = await measure(browser, address);
    const { work } = await measure(browser, bare);
    visits.push({ ...measured, script: measured.script / work, layout: measured.layout / work });
  }
  const middle = (name) => visits.map((one) => one[name]).sort((one, other) => one - other)[Math.floor(turns / 2)];
  return Object.fromEntries(Object.keys(LIMITS).map((name) => [name, middle(name)]));
}

/** In what the burden is too great. */
export const tooMuch = (costs) =>
  Object.entries(LIMITS)
    .filter(([name, { most }]) => !(costs[name] <= most))
    .map(([name, { most, unit }]) => ({ message: `${Number(costs[name].toPrecision(3))} ${unit}; at most ${most}` }));
