// Running the chapters as a reader does: in JupyterLab on one's own machine, and in the browser with nothing installed.
// Both without network. Needs the site (`make site`), in _build/html or where the variable BOOK_FOLDER says, and the environment (`.venv`).
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual, promisify } from "node:util";
import vm from "node:vm";
import { loadPyodide } from "pyodide";
import { launch } from "./browser.mjs";
import { eventually, laboratory } from "./laboratory.mjs";
import { serve } from "./server.mjs";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
const SITE = process.env.BOOK_FOLDER ?? path.join(REPOSITORY, "_build/html");
const CHAPTER = "03-after-the-npo-law";
const SECONDS = 1000;
const SLOW = 120 * SECONDS;

const notebook = async (name) => JSON.parse(await readFile(path.join(REPOSITORY, "book", `${name}.ipynb`), "utf8"));

/** A page that records what it asks of other hosts, and what goes wrong in its console. */
async function open(browser, address) {
  // A window of its own, in front as far as the page can tell: several are open at a time.
  const page = await (await browser.createBrowserContext()).newPage();
  await page.emulateFocusedPage(true);
  await page.setViewport({ width: 1400, height: 1000 });
  const record = { page, others: [], errors: [], warnings: [] };
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (/^https?:|^wss?:/.test(protocol) && hostname !== "127.0.0.1") {
      record.others.push(request.url());
    }
  });
  page.on("console", (message) => message.type() === "error" && record.errors.push(`${message.text()} ${message.location().url ?? ""}`));
  page.on("console", (message) => message.type() === "warn" && record.warnings.push(message.text()));
  page.on("pageerror", (error) => record.errors.push(error.message));
  await page.goto(address);
  return record;
}

/** What the notebook on the page looks like, as far as this book had a hand in it. */
function look(page) {
  return page.evaluate(() => ({
    voices: document.querySelectorAll(".sg-block").length,
    raw: [...document.querySelectorAll(".jp-MarkdownOutput")].filter((cell) => /:::|\{glue|\{words|\{minutes|\{numref|\{cite|\{term/i.test(cell.textContent)).length,
    empty: [...document.querySelectorAll(".sg-glue, .sg-minutes")].filter((node) => node.textContent === "…").length,
    unnumbered: [...document.querySelectorAll(".sg-number")].filter((node) => !/^(Figure|Table) \d/.test(node.textContent)).length,
    captions: [...document.querySelectorAll(".sg-caption")].map((node) => node.textContent.trim()),
    folded: document.querySelectorAll(".jp-CodeCell .jp-InputPlaceholder").length,
    alignment: getComputedStyle(document.querySelector(".jp-OutputArea-output tbody td:not(.numeric)") ?? document.body).textAlign,
  }));
}

async function assertReadsNow(page, chapter) {
  const text = chapter.cells.filter((cell) => cell.cell_type === "markdown").map((cell) => cell.source.join("")).join("\n");
  const seen = await look(page);
  assert.equal(seen.voices, text.match(/^:::\{/gm).length, "every voice is set");
  assert.deepEqual([seen.raw, seen.empty, seen.unnumbered], [0, 0, 0], "no MyST is left raw, no figure of the prose empty, no number unknown");
  assert.ok(seen.captions.some((caption) => /^Figure \d\.\d\. /.test(caption)), "a figure has its number and caption");
  assert.ok(seen.captions.some((caption) => /^Table \d\.\d\. /.test(caption)), "a table has its number and caption");
  assert.equal(seen.folded, chapter.cells.filter((cell) => cell.metadata.tags?.includes("hide-input")).length, "code that the page folds is folded");
  assert.ok(["start", "left"].includes(seen.alignment), "text in tables begins at the left");
}

/** Cells are drawn one after the other, so the page has two minutes to read as it should. */
async function assertReads(page, chapter) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await assertReadsNow(page, chapter);
    } catch (error) {
      if (tries === 600) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** Move the pointer over a chart until a tooltip shows; returns its text. */
async function tooltip(page) {
  const marks = await page.$$(".vega-embed svg .mark-symbol path, .vega-embed svg .mark-rect path, .vega-embed canvas");
  for (const mark of marks) {
    await mark.scrollIntoView();
    const box = await mark.boundingBox();
    if (!box) continue;
    // A drawing on a canvas has no marks to point at: its area is scanned.
    const steps = box.width > 100 ? 24 : 1;
    for (let row = 0; row < steps; row += 1) {
      for (let column = 0; column < steps; column += 1) {
        await page.mouse.move(box.x + ((column + 0.5) * box.width) / steps, box.y + ((row + 0.5) * box.height) / steps);
        const text = await page.evaluate(() => document.querySelector("#vg-tooltip-element.visible")?.textContent);
        if (text) return text;
      }
    }
  }
  return "";
}

/** The bytes of all files in a folder. */
async function weight(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries.filter((entry) => entry.isFile()).map(async (entry) => (await stat(path.join(entry.parentPath ?? entry.path, entry.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

async function save(page) {
  await page.keyboard.down("Control");
  await page.keyboard.press("s");
  await page.keyboard.up("Control");
}

async function runAll(page) {
  const menu = await page.evaluateHandle(() => [...document.querySelectorAll(".lm-MenuBar-item")].find((item) => item.textContent.trim() === "Run"));
  await menu.click();
  await (await page.waitForSelector('.lm-Menu-item[data-command="runmenu:run-all"]', { visible: true })).click();
}

/** In the page: keep a notebook as JupyterLite does, under the name of a release. */
function rememberCopy(name, path, content) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("files");
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      const change = asked.result.transaction("files", "readwrite");
      change.objectStore("files").put({ name: path, path, type: "notebook", format: "json", content }, path);
      change.oncomplete = () => resolve(asked.result.close());
    };
  });
}

/** A distribution of Pyodide whose packages are the ones of the lock file by name alone: Python starts, and asks for them. */
async function distribution(folder) {
  const make = `
import json, shutil, sys
from hashlib import sha256
from pathlib import Path
from bookmaking.pyodide import CORE, LOCK, wheels
core, folder = map(Path, sys.argv[1:])
for name in CORE:
    shutil.copyfile(core / name, folder / name)
lock = json.loads((folder / LOCK).read_text())
for file in wheels(core):
    (folder / file).write_bytes(b"")
for package in lock["packages"].values():
    package["sha256"] = sha256(b"").hexdigest()
(folder / LOCK).write_text(json.dumps(lock))`;
  await mkdir(folder);
  await promisify(execFile)(path.join(REPOSITORY, ".venv/bin/python"), ["-c", make, fileURLToPath(new URL("node_modules/pyodide", import.meta.url)), folder]);
  return folder;
}

describe("the chapters, to run", { concurrency: true }, () => {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());

  test("in JupyterLab, without network, a chapter reads as on the page, runs to its end and its charts answer", { timeout: 5 * SLOW }, async () => {
    const started = performance.now();
    const { address, folder, stop } = await laboratory();
    const file = path.join(folder, `${CHAPTER}.ipynb`);
    const chapter = await notebook(CHAPTER);
    try {
      const { content: listed } = await fetch(`${address}/api/contents/`).then((answer) => answer.json());
      assert.deepEqual(listed.filter(({ type }) => type !== "notebook"), [], "the list of files has notebooks only");
      // The counts show afterwards which cells ran.
      const unrun = chapter.cells.map((cell) => (cell.cell_type === "code" ? { ...cell, execution_count: null } : cell));
      await writeFile(file, JSON.stringify({ ...chapter, cells: unrun }));
      const { page, others, errors } = await open(browser, `${address}/lab/tree/${CHAPTER}.ipynb`);
      await page.waitForSelector(".vega-embed svg, .vega-embed canvas", { timeout: SLOW });
      console.log(`JupyterLab from its start to the first chart: ${((performance.now() - started) / SECONDS).toFixed(1)} s`);
      await assertReads(page, chapter);

      await page.evaluate(() => document.querySelector(".jp-Notebook").focus());
      await page.waitForFunction(() => /Idle/.test(document.querySelector("#jp-main-statusbar")?.textContent ?? ""), { timeout: SLOW });
      await runAll(page);
      const status = (name) => page.waitForSelector(`.jp-Notebook-ExecutionIndicator[data-status="${name}"]`, { timeout: SLOW });
      await status("busy");
      await status("idle");
      await save(page);
      const codeCells = chapter.cells.filter((cell) => cell.cell_type === "code");
      const ran = await eventually(async () => {
        const cells = JSON.parse(await readFile(file, "utf8")).cells.filter((cell) => cell.cell_type === "code");
        return cells.some((cell) => cell.execution_count) && cells;
      });
      assert.deepEqual(ran.flatMap((cell) => cell.outputs.filter(({ output_type: kind }) => kind === "error" || kind === "stream")), [], "no cell fails or warns");
      assert.deepEqual(ran.map((cell) => cell.execution_count), codeCells.map((_, place) => place + 1), "every cell runs, in order");
      // Pictures are left out: widths of text in them depend on the fonts.
      const shown = (cell) =>
        cell.outputs.map(({ data }) => Object.fromEntries(Object.entries(data).filter(([kind]) => !kind.startsWith("image/")).map(([kind, value]) => [kind, Array.isArray(value) ? value.join("") : value])));
      assert.deepEqual(ran.map(shown), codeCells.map(shown), "every output is as stored");
      await assertReads(page, chapter);
      assert.notEqual(await tooltip(page), "", "a chart answers the pointer");
      const entry = await page.evaluate(() => {
        const link = [...document.querySelectorAll(".jp-Notebook a")].find((one) => /register\.html.*#/.test(one.href));
        link.click();
        return new URL(link.href).hash.slice(1);
      });
      // Entries are made for the page; the register's notebook says where they belong how to show one.
      const arrived = () => [...document.querySelectorAll(".sg-made.sg-of-one-by-one")].some((node) => node.getBoundingClientRect().top > 0 && node.getBoundingClientRect().top < innerHeight);
      await page.waitForFunction(arrived, { timeout: SLOW }).catch(() => assert.fail(`the link to the register's entry ${entry} leads elsewhere`));
      assert.deepEqual(others, [], "nothing is asked of another host");
      assert.deepEqual(errors, [], "nothing goes wrong in the console");
      await page.close();
    } finally {
      await stop();
    }
  });

  test("in JupyterLab's dark theme charts can be read, and a chapter that was only looked at is saved as it was", { timeout: 3 * SLOW }, async () => {
    const { address, folder, stop } = await laboratory({ theme: "JupyterLab Dark" });
    try {
      const name = "02-support-groups";
      const file = path.join(folder, `${name}.ipynb`);
      const before = { lines: (await readFile(file, "utf8")).split("\n"), time: (await stat(file)).mtimeMs };
      const { page, errors, warnings } = await open(browser, `${address}/lab/tree/${name}.ipynb`);
      const labels = await page.waitForSelector(".vega-embed svg .role-axis-label text", { timeout: SLOW });
      const [ink, ground] = await labels.evaluate((label) => {
        const light = (colour) => colour.match(/[\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;
        const behind = (node) => (/, 0\)$|transparent/.test(getComputedStyle(node).backgroundColor) ? behind(node.parentElement) : getComputedStyle(node).backgroundColor);
        return [light(getComputedStyle(label).fill), light(behind(label.closest(".vega-embed")))];
      });
      assert.ok(ink - ground > 128, `labels of charts are light on dark: ${ink} on ${ground}`);
      await page.waitForFunction(() => /Idle/.test(document.querySelector("#jp-main-statusbar")?.textContent ?? ""), { timeout: SLOW });
      await page.evaluate(async () => {
        const text = document.querySelector(".jp-WindowedPanel-outer");
        for (let at = 0; at < text.scrollHeight; at += 700) {
          text.scrollTop = at;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
        document.querySelector(".jp-Notebook").focus();
      });
      await save(page);
      const whole = async () => (await stat(file)).mtimeMs !== before.time && JSON.parse(await readFile(file, "utf8")) && (await readFile(file, "utf8")).split("\n");
      const after = await eventually(whole);
      assert.deepEqual(after.filter((line, place) => line !== before.lines[place]).slice(0, 5), [], "looking, scrolling and saving changes nothing");
      assert.deepEqual(warnings.filter((warning) => /version/i.test(warning)), [], "nothing warns of versions");
      assert.deepEqual(errors, [], "nothing goes wrong in the console");
      await page.close();
    } finally {
      await stop();
    }
  });

  test("a chapter's page opens it in the browser, with its cells, the package and the pinned Python", { timeout: 3 * SLOW }, async () => {
    assert.ok(existsSync(path.join(SITE, "run/lab/index.html")), "the site is built: make site");
    // Python in the browser is compiled there, which the policy of the book's own pages forbids.
    const server = await serve(SITE, { policy: null });
    try {
      const { page } = await open(browser, `${server.address}/${CHAPTER}.html`);
      await page.evaluate(rememberCopy, "supportgroups 0.0.1", `${CHAPTER}.ipynb`, { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 });
      const sent = server.bytes();
      const started = performance.now();
      await Promise.all([page.waitForNavigation(), page.click(".run a")]);
      const errors = [];
      const asked = [];
      page.on("console", (message) => message.type() === "error" && errors.push(`${message.text()} ${message.location().url ?? ""}`));
      page.on("request", (request) => asked.push(request.url()));
      const chapter = await notebook(CHAPTER);
      await assertReads(page, { cells: [{ cell_type: "code", metadata: { tags: ["hide-input"] } }, ...chapter.cells] });
      console.log(`JupyterLite from the click to a notebook that reads: ${((performance.now() - started) / SECONDS).toFixed(1)} s, ${((server.bytes() - sent) / 1e6).toFixed(1)} MB over the wire; the site: ${(await weight(path.join(SITE, "run")) / 1e6).toFixed(1)} MB`);
      assert.match(await page.title(), new RegExp(CHAPTER.slice(0, 12)));
      // The last cells come after those that are in sight.
      const all = (count) => document.querySelectorAll(".jp-Notebook .jp-Cell").length === count;
      await page.waitForFunction(all, { timeout: SLOW }, chapter.cells.length + 1).catch(() => assert.fail("not all cells are there"));
      assert.match(await page.$eval(".jp-Cell .jp-InputPlaceholder", (label) => label.textContent), /^# Fetch /);
      assert.equal(await page.$(".jp-mod-dirty"), null, "a chapter that was only looked at counts as unchanged");
      const viewport = page.viewport();
      await page.setViewport({ ...viewport, width: 800 });
      assert.equal(await page.$eval(".jp-WindowedPanel-outer", ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth), 0, "a notebook is no wider than its panel");
      await page.setViewport(viewport);

      const settings = JSON.parse(await readFile(path.join(SITE, "run/jupyter-lite.json"), "utf8"))["jupyter-config-data"].litePluginSettings["@jupyterlite/pyodide-kernel-extension:kernel"];
      const source = await readFile(path.join(REPOSITORY, "src/bookmaking/pyodide.py"), "utf8");
      const version = source.match(/^VERSION = "(.+)"/m)[1];
      assert.equal(settings.pyodideUrl, `https://cdn.jsdelivr.net/pyodide/v${version}/full/pyodide.mjs`);
      assert.ok(settings.disablePyPIFallback);
      const wheels = Object.keys(JSON.parse(await readFile(path.join(SITE, "run/pypi/all.json"), "utf8")));
      assert.deepEqual(wheels.sort(), ["comm", "supportgroups"]);
      const files = await readdir(path.join(SITE, "run"), { recursive: true });
      assert.deepEqual(files.filter((file) => file.endsWith(".map")), [], "no source maps");

      const elsewhere = [...new Set(asked.filter((address) => !address.startsWith(server.address) && !/^(data|blob):/.test(address)))];
      assert.ok(elsewhere.every((address) => address === settings.pyodideUrl), `only Python itself comes from elsewhere, not ${elsewhere}`);

      const notice = await page.waitForSelector(".sg-no-python", { timeout: SLOW });
      assert.match(await notice.evaluate(({ textContent }) => textContent), /cdn\.jsdelivr\.net, which cannot be reached\..*run the chapter on your own computer/);
      const inSight = ({ firstChild: said }) => {
        const { left, top, width, height } = said.getBoundingClientRect();
        return height < 200 && [0.1, 0.9].every((part) => said.contains(document.elementFromPoint(left + width / 10, top + height * part)));
      };
      // Where the machine is busy, the panels are still taking their places after the window had another width.
      await page.waitForFunction(inSight, { timeout: SLOW }, notice).catch(() => assert.fail("the message is not in sight"));
      assert.ok(await notice.evaluate(({ scrollHeight, clientHeight }) => scrollHeight <= clientHeight), "and all of it, without scrolling");
      assert.equal(await notice.$eval("a", ({ href }) => href), `${server.address}/how-to-run.html#on-your-own-computer`);
      const results = () => page.evaluate(() => [...document.querySelectorAll(".jp-CodeCell")].map((cell) => [cell.querySelectorAll(".jp-OutputArea-child").length, cell.querySelector(".jp-InputPrompt")?.textContent.includes("*") ?? false]));
      const stored = await results();
      assert.ok(stored.some(([outputs]) => outputs > 0));
      await runAll(page);
      await new Promise((resolve) => setTimeout(resolve, 2 * SECONDS));
      assert.deepEqual(await results(), stored, "stored results stay while Python does not come");

      await page.waitForSelector(`.jp-DirListing-item[title*="${CHAPTER} (earlier, 0.0.1).ipynb"]`, { timeout: SLOW }).catch(() => assert.fail("copies of an earlier release are not among the files"));
      // The list of works comes late, when the text is there already; the list of files, when the chapter of before is open again.
      await page.evaluateOnNewDocument(() => {
        const { fetch } = window;
        window.fetch = async (asked, ...rest) => {
          if (/references\.bib|contents\/all\.json/.test(asked.url ?? asked)) await new Promise((resolve) => setTimeout(resolve, 3000));
          return fetch(asked, ...rest);
        };
      });
      await page.setViewport({ ...viewport, height: 3000 });
      await page.goto(`${server.address}/run/lab/index.html?path=interviews-and-sources.ipynb`);
      const cited = () => [...document.querySelectorAll('[class^="sg-cite"]')].map(({ textContent }) => textContent).join() === "Mitchell (1967)";
      await page.waitForFunction(cited, { timeout: SLOW }).catch(() => assert.fail("the chapter is not open, or a work that its text cites has no author and year"));
      assert.deepEqual(errors.filter((error) => !error.includes("pyodide") && !error.endsWith(`${server.address}/favicon.ico`)), [], "nothing of ours goes wrong in the console");
      await page.close();
    } finally {
      await server.close();
    }
  });

  test("with a distribution of Pyodide in it, the site starts Python and asks no other host", { timeout: 3 * SLOW }, async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "site-"));
    const pyodide = await distribution(path.join(folder, "pyodide"));
    const add = "import sys; from pathlib import Path; from bookmaking.browser import add; add(*map(Path, sys.argv[1:]))";
    await promisify(execFile)(path.join(REPOSITORY, ".venv/bin/python"), ["-c", add, REPOSITORY, path.join(folder, "html"), pyodide]);
    const server = await serve(path.join(folder, "html"), { policy: null });
    try {
      const page = await browser.newPage();
      const asked = new Set();
      // The kernel is a worker of its own, whose requests a page does not see.
      const watched = new WeakSet();
      const watch = async (session) => {
        if (watched.has(session)) return;
        watched.add(session);
        session.on("Network.requestWillBeSent", ({ request }) => asked.add(request.url));
        session.on("sessionattached", watch);
        await session.send("Network.enable").catch(() => {});
      };
      const session = await page.createCDPSession();
      await watch(session);
      await session.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
      page.on("workercreated", (worker) => watch(worker.client));
      await page.evaluateOnNewDocument(() => {
        const { setTimeout } = window;
        window.setTimeout = (todo, after, ...given) => (`${todo}`.includes("this.say()") ? (window.losePatience = todo) && 0 : setTimeout(todo, after, ...given));
      });
      await page.goto(`${server.address}/run/lab/index.html?path=${CHAPTER}.ipynb`);
      const own = "/run/static/pyodide/";
      // The packages of this distribution are empty: the first of them is the last thing that is asked for.
      const parts = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"];
      const wheels = () => [...server.asked].filter((address) => address.startsWith(own) && address.endsWith(".whl"));
      await eventually(async () => wheels().length > 0).catch(() => {});
      assert.deepEqual(parts.filter((part) => !server.asked.has(own + part)), [], "Python is loaded from the site");
      assert.ok(wheels().length > 0, "Python's packages are asked of the site");
      assert.deepEqual((await readdir(path.join(folder, "html/run/static/pyodide"))).filter((file) => /\.map$|\.d\.ts$|\.html$/.test(file)), [], "only what is needed is part of the site");
      assert.deepEqual([...asked].filter((address) => !address.startsWith(server.address) && !/^(data|blob):/.test(address)), [], "no other host is asked");

      // A site that was copied without the folder says so.
      await rm(path.join(folder, "html", own, parts[0]));
      server.forget();
      await page.evaluate(() => window.losePatience());
      const notice = await page.waitForSelector(".sg-no-python");
      assert.match(await notice.evaluate(({ textContent }) => textContent), /comes from 127\.0\.0\.1:\d+, which answers, but \/run\/static\/pyodide\/pyodide\.mjs is not there\./);
    } finally {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe("what the book adds to JupyterLab", () => {
  test("every word of MyST that a chapter uses has a form there", async () => {
    const rendered = [];
    const window = {};
    const place = path.join(REPOSITORY, "src/labextensions/supportgroups/static/chapters.js");
    const document = { currentScript: { src: `file://${place}` }, createElement: () => ({}), head: { append() {} } };
    vm.runInNewContext(await readFile(place, "utf8"), { window, document, URL });
    const extension = window._JUPYTERLAB.supportgroups;
    const parts = Object.fromEntries(["@jupyterlab/notebook", "@jupyterlab/rendermime"].map((name) => [name, { 1: { get: async () => () => ({}) } }]));
    extension.init(parts);
    const markdownParser = { render: (text) => rendered.push(text) };
    const registry = { markdownParser, addFactory() {}, getFactory() {} };
    const plugin = (await extension.get())().default;
    plugin.activate({ docRegistry: { setDefaultWidgetFactory() {} } }, { widgetAdded: { connect() {} } }, registry);
    const names = (await readdir(path.join(REPOSITORY, "book"))).filter((name) => name.endsWith(".ipynb"));
    for (const name of names) {
      rendered.length = 0;
      const { cells } = await notebook(name.replace(".ipynb", ""));
      cells.filter((cell) => cell.cell_type === "markdown").forEach((cell) => markdownParser.render(cell.source.join("")));
      const raw = rendered.join("\n").match(/^:::.*|\]\{[^}]*\}|^\{[.#].*|\{[\w:]+\}`[^`]*`|^```\{.*|^\([\w-]+\)=|^:[\w-]+:.*|\([^)]*_[^)]*\)\. In a cell/gm);
      assert.equal(raw, null, `${name}: left as it is`);
    }
  });
});

describe("what the book adds to JupyterLite", () => {
  const BROWSER = path.join(REPOSITORY, "src/liteextensions/supportgroups-browser/static");
  const soon = () => new Promise((resolve) => setTimeout(resolve, 50));
  const becomes = async (values, expected, why) => {
    await eventually(async () => isDeepStrictEqual(values(), expected)).catch(() => assert.deepEqual(values(), expected, why));
    await soon(); // and stays so
    assert.deepEqual(values(), expected, why);
  };

  /** The executor of cells, with a kernel that answers when it is told to, and a note of which cells began. */
  async function executor() {
    const began = [];
    const asked = [];
    const INotebookCellExecutor = {};
    const runCell = ({ cell }) => {
      began.push(cell.name);
      return new Promise((resolve, reject) => Object.assign(cell, { resolve, reject }));
    };
    const parts = { "@jupyterlab/notebook": { INotebookCellExecutor, runCell }, "@jupyterlab/coreutils": {}, "@jupyterlab/apputils": {}, "@lumino/widgets": {} };
    const scope = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, { 1: { get: async () => () => part } }]));
    const window = {};
    const fetch = async (address) => ({ text: () => readFile(new URL(address), "utf8") });
    vm.runInNewContext(await readFile(path.join(BROWSER, "browser.js"), "utf8"), { window, URL, fetch, document: { currentScript: { src: `file://${BROWSER}/browser.js` } } });
    const extension = window._JUPYTERLAB["supportgroups-browser"];
    extension.init(scope);
    const plugins = (await extension.get())().default;
    const made = plugins.find(({ provides }) => provides === INotebookCellExecutor).activate();
    let changed;
    const kernel = {
      statusChanged: { connect: (listener) => (changed = listener) },
      requestExecute: ({ code }) => ({ done: new Promise((resolve) => asked.push({ code, resolve })) }),
    };
    const cell = (name, type = "code") => ({ name, isDisposed: false, model: { type } });
    const run = (one, sessionContext = { ready: Promise.resolve(), session: { kernel } }) => made.runCell({ cell: one, sessionContext });
    return { run, cell, began, asked, kernel, restart: () => changed(kernel, "restarting") };
  }

  test("a cell keeps its results until it is its turn: Python is there, and the cells before it have run", async () => {
    const { run, cell, began, asked, kernel } = await executor();
    const [text, first, second, third] = [cell("text", "markdown"), cell("first"), cell("second"), cell("third")];
    let ready;
    const sessionContext = { ready: new Promise((resolve) => (ready = resolve)), session: null };
    run(text, sessionContext);
    const runs = [first, second, third].map((one) => run(one, sessionContext));
    const state = () => [began, asked.length];
    await becomes(state, [["text"], 0], "code waits until it is known which kernel runs it");
    sessionContext.session = { kernel };
    ready();
    await becomes(state, [["text"], 1], "and until its Python answers");
    assert.match(asked[0].code, /jsnull/);
    asked[0].resolve();
    await becomes(state, [["text", "first"], 1], "and until the cells before it have run");
    first.resolve(true);
    await becomes(state, [["text", "first", "second"], 1]);
    third.isDisposed = true;
    second.resolve(true);
    assert.deepEqual(await Promise.all(runs), [true, true, true]);
    assert.deepEqual(began, ["text", "first", "second"], "a cell that was deleted meanwhile does not run");
  });

  test("a mistake or a restart ends the turns of the cells that wait, and of no later one; a new Python is made ready again", async () => {
    const { run, cell, began, asked, restart } = await executor();
    const [first, second, third, fourth, fifth, sixth] = ["first", "second", "third", "fourth", "fifth", "sixth"].map((name) => cell(name));
    const state = () => [began, asked.length];
    const runs = [run(first), run(second)];
    await becomes(state, [[], 1]);
    asked[0].resolve();
    await becomes(state, [["first"], 1]);
    first.reject(new Error("KernelReplyNotOK"));
    await Promise.all(runs.map((one) => assert.rejects(one, /KernelReplyNotOK/)));
    const later = [run(third), run(fourth)];
    await becomes(state, [["first", "third"], 1]);
    restart();
    third.resolve(false);
    assert.deepEqual(await Promise.all(later), [false, false]);
    run(fifth);
    run(sixth);
    await becomes(state, [["first", "third"], 2]);
    asked[1].resolve();
    await becomes(state, [["first", "third", "fifth"], 2]);
  });

  test("what Python leaves out of a chart arrives as null, as a result and as a display", async () => {
    const python = await loadPyodide();
    const folder = path.join(REPOSITORY, ".venv/share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi");
    const kernel = (await readdir(folder)).find((name) => name.startsWith("pyodide_kernel-"));
    python.FS.writeFile("/kernel.whl", await readFile(path.join(folder, kernel)));
    // The kernel's own code; of IPython, which is not at hand here, only the classes that it extends.
    python.runPython(`
import sys, types, zipfile
zipfile.ZipFile("/kernel.whl").extractall("/kernel")
package = types.ModuleType("pyodide_kernel")
package.__path__ = ["/kernel/pyodide_kernel"]
sys.modules["pyodide_kernel"] = package
for name, classes in {"IPython.core.displayhook": ["DisplayHook"], "IPython.core.displaypub": ["DisplayPublisher"], "IPython.display": ["Image"]}.items():
    sys.modules[name] = types.ModuleType(name)
    for one in classes:
        setattr(sys.modules[name], one, type(one, (), {"__init__": lambda self, *given, **named: None, "prompt_count": 1}))
for name in ("IPython", "IPython.core"):
    sys.modules[name] = types.ModuleType(name)
from pyodide_kernel.display import LiteDisplayHook, LiteDisplayPublisher
hook, publisher = LiteDisplayHook(), LiteDisplayPublisher()
arrived = []
hook.publish_execution_result = lambda count, data, metadata: arrived.append(data)
publisher.display_data_callback = lambda data, metadata, transient: arrived.append(data)
def show():
    arrived.clear()
    chart = {"legend": None, "layer": [{"title": None}, (1, None)], "width": 3}
    hook.start_displayhook()
    hook.write_format_data({"chart": chart})
    hook.finish_displayhook()
    publisher.publish({"chart": chart}, {})
    return arrived
`);
    const shown = () => python.runPython("show()").toJs();
    assert.equal(shown()[0].chart.legend, undefined, "the kernel itself loses it; when it no longer does, kernel.py can go");
    python.runPython(await readFile(path.join(BROWSER, "kernel.py"), "utf8"));
    const chart = { legend: null, layer: [{ title: null }, [1, null]], width: 3 };
    assert.deepEqual(shown(), [{ chart }, { chart }]);
    assert.equal(python.runPython("'_keep_null' in globals()"), false, "nothing is left among a reader's names");
  });
});
