// Look at every page of the built book in a browser, in every view. Exits with 1 if anything is amiss.
//
//   node audit.mjs [--page NAME] [--without-lighthouse]
//
// The book is in _build/html, or where the variable BOOK_FOLDER says. The results go to _build/reports: pages.xml in JUnit's form, one test a
// page, and in the folder pages all that was found and measured (pages.json), with a picture of each view in which something is amiss.
import { mkdir, readdir, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { demandArial, launch } from "./browser.mjs";
import { BARE, burden } from "./burden.mjs";
import { checkPage } from "./checks.mjs";
import { judge, speed, standards } from "./lighthouse.mjs";
import { inJUnit, linesOfLighthouse, listOfFindings, tableOfPages, tableOfTimes } from "./report.mjs";
import { inParallel } from "./parallel.mjs";
import { searchFindings } from "./search.mjs";
import { taskFindings } from "./tasks.mjs";
import { serve } from "./server.mjs";
import { nameOf, VIEWS, viewsOf } from "./views.mjs";

const BUILD = fileURLToPath(new URL("../../_build", import.meta.url));
const REPORTS = path.join(BUILD, "reports");
const PICTURES = path.join(REPORTS, "pages");
const TOGETHER = 2; // pages open at a time, or views of the only page

const APART = "run"; // JupyterLite, which is no page of the book
const NOT_FOUND = "404"; // what a host shows in the place of a page that is not there
const UNLISTED = new Set([NOT_FOUND, "search"]); // which search engines are to leave out: Lighthouse would ask for the opposite
const BARE_PAGE = "bare-page.html"; // served beside the book's pages

/** All pages, the longest first; Sphinx's own folders begin with an underscore. */
async function pagesOf(folder, prefix = "") {
  const pages = [];
  for (const entry of await readdir(path.join(folder, prefix), { withFileTypes: true })) {
    const name = path.posix.join(prefix, entry.name);
    if (entry.isDirectory() && !entry.name.startsWith("_") && !entry.name.startsWith(".") && name !== APART) {
      pages.push(...(await pagesOf(folder, name)));
    } else if (entry.name.endsWith(".html")) {
      pages.push({ page: name.replace(/\.html$/, ""), length: (await stat(path.join(folder, name))).size });
    }
  }
  return pages.sort((one, other) => other.length - one.length);
}

/** Where the book lies on its host, as its page for wrong addresses names it, or the top where it names none. */
async function placeOnHost(folder) {
  const page = await readFile(path.join(folder, `${NOT_FOUND}.html`), "utf8");
  return page.match(/<base href="([^"]*\/)404\.html">/)?.[1] ?? "/";
}

/** A page's own address; that for wrong addresses is met at one: in any folder, if it says where the book lies, or else beside its pages. */
function addressOf(page, server, under) {
  if (page !== NOT_FOUND) {
    return { address: `${server.address}/${page}.html`, status: 200 };
  }
  return { address: `${server.address}/${under === "/" ? "no-such-page.html" : "no/such/page.html"}`, status: 404 };
}

const forMachines = (pages) =>
  pages.map(({ findings, ...record }) => ({
    ...record,
    findings: findings.map(({ view, ...finding }) => (view ? { view: nameOf(view), ...finding } : finding)),
  }));

async function main() {
  const { values } = parseArgs({ options: { page: { type: "string" }, "without-lighthouse": { type: "boolean" } } });
  // The folder itself: `html` is a link, which the next build sets anew.
  const book = await realpath(process.env.BOOK_FOLDER ?? path.join(BUILD, "html")).catch(() => {
    throw new Error("The book is not built: make book");
  });
  const all = await pagesOf(book);
  const chosen = values.page ? all.filter(({ page }) => page === values.page.replace(/\.html$/, "")) : all;
  if (chosen.length === 0) {
    throw new Error(`The book has no page ${values.page}. Its pages: ${all.map(({ page }) => page).sort().join(", ")}`);
  }
  // Lighthouse sees the longest chapter, or the only page asked for.
  const { page: judged } = chosen.find(({ page }) => chosen.length === 1 || /^\d\d-/.test(page));
  const hasLighthouse = !values["without-lighthouse"] && !UNLISTED.has(judged);

  await rm(PICTURES, { recursive: true, force: true });
  await mkdir(PICTURES, { recursive: true });
  const under = await placeOnHost(book);
  const server = await serve(book, { under, extra: { [BARE_PAGE]: BARE } });
  const browser = await launch({ optimises: false });
  const seconds = {};
  const timed = async (part, work) => {
    const started = performance.now();
    const result = await work();
    seconds[part] = (performance.now() - started) / 1000;
    return result;
  };
  try {
    await demandArial(browser);
    console.log(`${chosen.length} pages, each in up to ${VIEWS.length} views: ${VIEWS.map(nameOf).join(", ")}`);
    const lighthouse = { page: judged };
    const target = addressOf(judged, server, under).address;
    const viewsTogether = chosen.length === 1 ? TOGETHER : 1;
    const look = async ({ page }) => {
      const { address, status } = addressOf(page, server, under);
      const pictures = path.join(PICTURES, page.replaceAll("/", "-"));
      const views = viewsOf(await readFile(path.join(book, `${page}.html`), "utf8"));
      const record = { page, ...(await checkPage(browser, address, views, { status, pictures, together: viewsTogether })) };
      console.log(`${record.findings.length === 0 ? "ok    " : "FAILED"} ${page}`);
      return record;
    };
    const [, search, tasks, ...pages] = await timed("pages", () =>
      inParallel(
        [
          // First, because it takes long; what it tells does not depend on the time that it takes.
          async () => hasLighthouse && Object.assign(lighthouse, { standards: await standards(browser, target) }),
          async () => (chosen.some(({ page }) => page === "search") ? searchFindings(browser, server.address) : []),
          async () => (chosen.some(({ page }) => page === "index") ? taskFindings(browser, server.address) : []),
          ...chosen.map((one) => () => look(one)),
        ],
        TOGETHER,
      ),
    );
    pages.sort((one, other) => one.page.localeCompare(other.page));
    pages.find(({ page }) => page === "search")?.findings.push(...search);
    pages.find(({ page }) => page === "index")?.findings.push(...tasks);
    if (hasLighthouse) {
      const bare = `${server.address}/${BARE_PAGE}`;
      lighthouse.burden = await timed("burden", () => burden(browser, target, bare));
      lighthouse.speed = await timed("speed", () => speed(browser, target, bare));
      pages.find(({ page }) => page === judged).findings.push(...judge(lighthouse));
    }

    const failed = pages.filter(({ findings }) => findings.length > 0);
    for (const { page, findings } of failed) {
      console.log(`\n${listOfFindings(page, findings)}`);
    }
    console.log(`\n${tableOfPages(pages)}`);
    if (hasLighthouse) {
      console.log(`\n${linesOfLighthouse(lighthouse)}`);
    }
    for (const { page, sampled } of pages.filter(({ sampled: rows }) => rows.length > 0)) {
      console.log(`\n${page}: axe saw these ${sampled.length} rows unfolded, one of each kind: ${sampled.join(", ")}`);
    }
    console.log(`\n${tableOfTimes(seconds, pages)}`);
    const results = { pages: forMachines(pages), ...(hasLighthouse && { lighthouse }), seconds };
    await writeFile(path.join(PICTURES, "pages.json"), `${JSON.stringify(results, null, 2)}\n`);
    await writeFile(path.join(REPORTS, "pages.xml"), inJUnit(pages));
    console.log(`\npages: ${pages.length - failed.length} passed, ${failed.length} failed`);
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
