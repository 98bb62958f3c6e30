// Look at every page of the built book in a browser, in every view. Exits with 1 if anything is amiss.
//
//   node audit.mjs [--page NAME] [--json FILE]
import { existsSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { launch } from "./browser.mjs";
import { checkPage } from "./checks.mjs";
import { examine, judge } from "./lighthouse.mjs";
import { linesOfLighthouse, listOfFindings, tableOfPages } from "./report.mjs";
import { searchFindings } from "./search.mjs";
import { serve } from "./server.mjs";
import { nameOf, VIEWS } from "./views.mjs";

const BOOK = fileURLToPath(new URL("../../_build/html", import.meta.url));
const TOGETHER = 2; // pages open at a time

const APART = "run"; // JupyterLite, which is no page of the book

/** The names of all pages; Sphinx's own folders begin with an underscore. */
async function pagesOf(folder, prefix = "") {
  const names = [];
  for (const entry of await readdir(path.join(folder, prefix), { withFileTypes: true })) {
    const name = path.posix.join(prefix, entry.name);
    if (entry.isDirectory() && !entry.name.startsWith("_") && !entry.name.startsWith(".") && name !== APART) {
      names.push(...(await pagesOf(folder, name)));
    } else if (entry.name.endsWith(".html")) {
      names.push(name.replace(/\.html$/, ""));
    }
  }
  return names.sort();
}

/** Do all tasks, a few at a time. */
async function inParallel(tasks, work) {
  const waiting = [...tasks];
  const worker = async () => {
    while (waiting.length > 0) {
      await work(waiting.shift());
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, worker));
}

async function lookAt(browser, address, names) {
  const pages = names.map((page) => ({ page, weight: { total: 0, styles: 0 }, charts: 0, findings: [], open: VIEWS.length }));
  const tasks = pages.flatMap((record) => VIEWS.map((view) => ({ record, view })));
  await inParallel(tasks, async ({ record, view }) => {
    const { findings, weight, charts } = await checkPage(browser, `${address}/${record.page}.html`, view);
    record.findings.push(...findings);
    record.weight.total = Math.max(record.weight.total, weight.total);
    record.weight.styles = Math.max(record.weight.styles, weight.styles);
    record.charts = charts;
    record.open -= 1;
    if (record.open === 0) {
      console.log(`${record.findings.length === 0 ? "ok    " : "FAILED"} ${record.page}`);
    }
  });
  return pages.map(({ open, ...record }) => record);
}

/** The page that Lighthouse sees: the heaviest chapter, or the only page asked for. */
function heaviestChapter(pages) {
  const chapters = pages.length === 1 ? pages : pages.filter(({ page }) => /^\d\d-/.test(page));
  return chapters.reduce((heaviest, other) => (other.weight.total > heaviest.weight.total ? other : heaviest));
}

function forMachines(pages, heaviest, lighthouse) {
  return {
    pages: pages.map((record) => ({
      ...record,
      findings: record.findings.map(({ view, ...finding }) => (view ? { view: nameOf(view), ...finding } : finding)),
    })),
    lighthouse: { page: heaviest.page, ...lighthouse },
  };
}

async function main() {
  const { values } = parseArgs({ options: { page: { type: "string" }, json: { type: "string" } } });
  if (!existsSync(path.join(BOOK, "index.html"))) {
    throw new Error("The book is not built: make book");
  }
  const all = await pagesOf(BOOK);
  const names = values.page ? all.filter((name) => name === values.page.replace(/\.html$/, "")) : all;
  if (names.length === 0) {
    throw new Error(`The book has no page ${values.page}. Its pages: ${all.join(", ")}`);
  }

  const server = await serve(BOOK);
  const browser = await launch();
  try {
    const started = performance.now();
    console.log(`${names.length} pages, each in ${VIEWS.length} views: ${VIEWS.map(nameOf).join(", ")}`);
    const pages = await lookAt(browser, server.address, names);
    const heaviest = heaviestChapter(pages);
    const lighthouse = await examine(browser, `${server.address}/${heaviest.page}.html`);
    heaviest.findings.push(...judge(lighthouse.median));

    pages.find(({ page }) => page === "search")?.findings.push(...(await searchFindings(browser, server.address)));

    const failed = pages.filter(({ findings }) => findings.length > 0);
    for (const { page, findings } of failed) {
      console.log(`\n${listOfFindings(page, findings)}`);
    }
    console.log(`\n${tableOfPages(pages)}`);
    console.log(`\n${linesOfLighthouse(heaviest.page, lighthouse)}`);
    if (values.json) {
      await writeFile(values.json, `${JSON.stringify(forMachines(pages, heaviest, lighthouse), null, 2)}\n`);
    }
    const seconds = Math.round((performance.now() - started) / 1000);
    console.log(`\n${failed.length === 0 ? "All pages pass" : `${failed.length} of ${pages.length} pages fail`} (${seconds} s)`);
    process.exitCode = failed.length === 0 ? 0 : 1;
  } finally {
    await browser.close();
    await server.close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
