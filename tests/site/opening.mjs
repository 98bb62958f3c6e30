// What it costs to open pages and to start the chapters, as JSON: `node opening.mjs SITE CHAPTER PAGE…`. Run by tests/benchmark.py.
import { existsSync } from "node:fs";
import path from "node:path";
import { launch } from "./browser.mjs";
import { laboratory } from "./laboratory.mjs";
import { serve } from "./server.mjs";
import { PHONE } from "./views.mjs";
import { bytesOverTheWire, visit } from "./visit.mjs";

const TURNS = 3;
const MINUTES = 60_000;
const CHART = ".vega-embed svg, .vega-embed canvas";
const [site, chapter, ...pages] = process.argv.slice(2);

const least = (numbers) => Math.min(...numbers);

/** Bytes over the wire, elements, and seconds of the page's main thread: of several visits the least. */
async function opened(browser, address) {
  const visits = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    const visited = await visit(browser, address, PHONE);
    const { TaskDuration: seconds } = await visited.work();
    const elements = await visited.page.evaluate(() => document.querySelectorAll("*").length);
    visits.push({ bytes: bytesOverTheWire(visited).total, elements, seconds });
    await visited.close();
  }
  return Object.fromEntries(["bytes", "elements", "seconds"].map((name) => [name, least(visits.map((one) => one[name]))]));
}

/** Seconds until a page shows its first chart, since the clock was started. */
async function untilChart(browser, started, address) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.emulateFocusedPage(true);
  await page.goto(address, { timeout: 3 * MINUTES });
  await page.waitForSelector(CHART, { timeout: 3 * MINUTES });
  const seconds = (performance.now() - started) / 1000;
  await context.close();
  return seconds;
}

const browser = await launch();
const server = await serve(site);
const found = { pages: {}, lab: null, browser: null };
for (const page of pages) {
  found.pages[page] = await opened(browser, `${server.address}/${page}`);
}
await server.close();
const started = performance.now();
const lab = await laboratory();
found.lab = await untilChart(browser, started, `${lab.address}/lab/tree/${chapter}.ipynb`).finally(lab.stop);
if (existsSync(path.join(site, "run/lab/index.html"))) {
  // Python in the browser is compiled there, which the policy of the book's own pages forbids.
  const open = await serve(site, { policy: null });
  found.browser = await untilChart(browser, performance.now(), `${open.address}/run/lab/index.html?path=${chapter}.ipynb`).finally(() => open.close());
}
await browser.close();
console.log(JSON.stringify(found));
