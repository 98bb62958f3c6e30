// Firefox, by way of WebDriver BiDi, which knows nothing of weights and work, and tells scheme and script only to a browser that begins.
import { checkPage } from "./checks.mjs";
import { installHelpers } from "./in-page.mjs";

/** The checks of the page audit that another browser can answer otherwise, and that can be carried out there. */
const ONLY = new Set([
  "answer", "ground", "sideways scroll", "masthead", "text spacing", "chart shown", "chart interactive", "columns", "Japanese", "keyboard", "citing", "other hosts", "choices", "rules", "ledger", "console",
]);

/** Open a page, and note what it asks for and complains about, as `visit` does in Chromium. */
export async function openInFirefox(browser, address, view) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width: view.width, height: 900 });
  const record = { errors: [], foreign: new Set(), responses: new Map() };
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "assert") {
      record.errors.push(message.text());
    }
  });
  page.on("pageerror", (error) => record.errors.push(String(error?.message ?? error)));
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && origin !== new URL(address).origin) {
      record.foreign.add(request.url());
    }
  });
  const response = await page.goto(address, { waitUntil: "load" });
  await page.evaluate(installHelpers);
  return { page, view, record, status: response.status(), close: () => context.close() };
}

/** What is amiss on a page in some views of one browser. */
export async function findingsInFirefox(browser, address, views, options = {}) {
  return (await checkPage(browser, address, views, { open: openInFirefox, only: ONLY, ...options })).findings;
}
