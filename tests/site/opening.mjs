// What it costs to open pages, `node opening.mjs SITE pages PAGE…`, or to start a chapter, `node opening.mjs SITE chapter NAME`: as JSON.
// Run by tests/benchmark.py.
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
const [site, what, ...names] = process.argv.slice(2);

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

async function pages(browser) {
  const server = await serve(site);
  const found = {};
  for (const page of names) {
    found[page] = await opened(browser, `${server.address}/${page}`);
  }
  await server.close();
  return found;
}

/** Seconds from the start of JupyterLab, and from the address of the browser's laboratory where that is built, to a chapter's first chart. */
async function chapter(browser) {
  const [name] = names;
  const started = performance.now();
  const lab = await laboratory();
  const found = { lab: await untilChart(browser, started, `${lab.address}/lab/tree/${name}.ipynb`).finally(lab.stop), browser: null };
  if (existsSync(path.join(site, "run/lab/index.html"))) {
    // Python in the browser is compiled there, which the policy of the book's own pages forbids.
    const server = await serve(site, { policy: null });
    found.browser = await untilChart(browser, performance.now(), `${server.address}/run/lab/index.html?path=${name}.ipynb`).finally(() => server.close());
  }
  return found;
}

const browser = await launch();
try {
  console.log(JSON.stringify(await { pages, chapter }[what](browser)));
} finally {
  await browser.close();
}
