// Chromium and Firefox, cut off from everything but this machine.
import { accessSync, constants } from "node:fs";
import path from "node:path";
import puppeteer from "puppeteer-core";

// The one without windows first: it draws the same, and opens a page for half of what it costs the one with them.
const NAMES = { CHROMIUM: ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"], FIREFOX: ["firefox-esr", "firefox"] };

/** Where a browser is: what the variable of its name says, or the first of its usual names on the path. */
function executable(browser) {
  if (process.env[browser]) {
    return process.env[browser];
  }
  for (const name of NAMES[browser]) {
    for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
      try {
        accessSync(path.join(folder, name), constants.X_OK);
        return path.join(folder, name);
      } catch {
        // not in this folder
      }
    }
  }
  throw new Error(`None of ${NAMES[browser].join(", ")} is on the path. Install one, or say where it is: ${browser}=/path/to/it`);
}

/**
 * Start a browser with a profile of its own, which is thrown away.
 *
 * For many pages, each looked at once, it does not optimise scripts: that takes a tenth of the time, and longer than they run.
 */
export function launch({ optimises = true } = {}) {
  return puppeteer.launch({
    executablePath: executable("CHROMIUM"),
    headless: true,
    // Scrollbars that take room, as on most desktops: a page that is 100vw wide scrolls sideways only there.
    ignoreDefaultArgs: ["--hide-scrollbars"],
    args: [
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      "--no-sandbox", // containers run as root; the only pages shown are our own
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // Each window would load pages of the browser's own, in advance and for its address bar: half of what opening a page costs.
      "--disable-features=PreloadTopChromeWebUI,WebUIOmniboxPopup,WebUIOmniboxAimPopup",
      ...(optimises ? [] : ["--js-flags=--no-turbofan"]),
    ],
  });
}

/** Start Firefox, which is told of scheme and script when it begins. */
export function launchFirefox({ scheme, script }) {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: executable("FIREFOX"),
    headless: true,
    extraPrefsFirefox: {
      "javascript.enabled": script,
      "layout.css.prefers-color-scheme.content-override": scheme === "dark" ? 0 : 1,
      // A proxy that is not there, and by which it never asks this machine.
      "network.proxy.type": 1,
      "network.proxy.http": "127.0.0.1",
      "network.proxy.http_port": 9,
      "network.proxy.ssl": "127.0.0.1",
      "network.proxy.ssl_port": 9,
    },
  });
}

/** Charts are drawn in advance with the widths of Arial's letters; without a face of these widths, each would change its size on waking. */
export async function demandArial(browser) {
  const page = await browser.newPage();
  const width = await page.evaluate(() => {
    const context = document.createElement("canvas").getContext("2d");
    context.font = "1000px Arial";
    return context.measureText("m").width;
  });
  await page.close();
  if (Math.round(width) !== 833) {
    throw new Error("Charts are drawn with the widths of Arial, and this machine has no such face. Install one: Debian: apt-get install fonts-liberation");
  }
}
