// One page, opened in one view, with a record of what it asks for and complains about.
import { installHelpers } from "./in-page.mjs";
import { apply } from "./views.mjs";

const LOCAL_SCHEMES = new Set(["data:", "blob:", "about:"]);

async function watch(page, origin) {
  const record = { errors: [], foreign: new Set(), responses: new Map() };
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "assert") {
      const { url } = message.location();
      if (url?.endsWith("/favicon.ico")) {
        return; // the check of the console looks at its cause
      }
      record.errors.push(url ? `${message.text()} (${url})` : message.text());
    }
  });
  page.on("pageerror", (error) => record.errors.push(String(error?.message ?? error)));

  const note = (address) => {
    const url = new URL(address);
    if (url.origin !== origin && !LOCAL_SCHEMES.has(url.protocol)) {
      record.foreign.add(address);
    }
  };
  const session = await page.createCDPSession();
  session.on("Network.requestWillBeSent", ({ request }) => note(request.url));
  session.on("Network.webSocketCreated", ({ url }) => note(url));
  session.on("Network.responseReceived", ({ requestId, response, type }) => {
    record.responses.set(requestId, { address: response.url, type, bytes: 0 });
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const response = record.responses.get(requestId);
    if (response) {
      response.bytes = encodedDataLength;
    }
  });
  // What the policy refuses to a script never becomes a request; it was asked for all the same.
  session.on("Audits.issueAdded", ({ issue }) => {
    const refused = issue.details.contentSecurityPolicyIssueDetails?.blockedURL;
    if (refused && URL.canParse(refused)) {
      note(refused);
    }
  });
  await session.send("Network.enable");
  await session.send("Audits.enable");
  // In time of the page's main thread, to which other load adds nothing.
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return { record, session };
}

/** Open a page with nothing in the cache; returns the page, its record, what says how much work it made, and what closes it. */
export async function visit(browser, address, view) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await apply(page, view);
  const { record, session } = await watch(page, new URL(address).origin);
  const response = await page.goto(address, { waitUntil: "load" });
  if (view.script) {
    // What a script asks for when the page has loaded counts as well.
    await page.waitForNetworkIdle({ idleTime: 100 });
  }
  await page.evaluate(installHelpers);
  const work = async () => Object.fromEntries((await session.send("Performance.getMetrics")).metrics.map(({ name, value }) => [name, value]));
  return { page, view, record, status: response.status(), work, close: () => context.close() };
}

/** What has come over the wire so far, headers included: all of it, and style sheets alone. */
export function bytesOverTheWire({ record }) {
  const responses = [...record.responses.values()];
  const total = (chosen) => chosen.reduce((sum, { bytes }) => sum + bytes, 0);
  return { total: total(responses), styles: total(responses.filter(({ type }) => type === "Stylesheet")), responses };
}
