// The checks of one page in one view. Each gives its findings: an element where there is one, and a message.
import { axeFindings } from "./axe.mjs";
import { areDrawn, areInteractive } from "./charts.mjs";
import { citing } from "./citing.mjs";
import { keyboard } from "./keyboard.mjs";
import { hasPointer, hasReducedMotion } from "./views.mjs";
import { bytesOverTheWire, visit } from "./visit.mjs";

const KIBIBYTE = 1024;
export const BUDGET = { total: 300 * KIBIBYTE, styles: 40 * KIBIBYTE };

const kibibytes = (bytes) => `${(bytes / KIBIBYTE).toFixed(1)} KiB`;

function answers({ status }) {
  return status === 200 ? [] : [{ message: `the server answered ${status}` }];
}

function weight(visited) {
  const { total, styles, responses } = bytesOverTheWire(visited);
  const heaviest = (chosen) =>
    [...chosen]
      .sort((one, other) => other.bytes - one.bytes)
      .slice(0, 3)
      .map(({ address, bytes }) => `${new URL(address).pathname} ${kibibytes(bytes)}`)
      .join(", ");
  const findings = [];
  if (total > BUDGET.total) {
    findings.push({ message: `${kibibytes(total)} over the wire; at most ${kibibytes(BUDGET.total)}`, detail: heaviest(responses) });
  }
  if (styles > BUDGET.styles) {
    const sheets = responses.filter(({ type }) => type === "Stylesheet");
    findings.push({ message: `${kibibytes(styles)} of styles over the wire; at most ${kibibytes(BUDGET.styles)}`, detail: heaviest(sheets) });
  }
  return findings;
}

function colourScheme({ page, view }) {
  return page.evaluate((scheme) => {
    const findings = [];
    // Painting the colour tells its brightness in whatever way the style sheet wrote it.
    const canvas = document.createElement("canvas").getContext("2d");
    for (const element of [document.documentElement, document.body]) {
      canvas.fillStyle = getComputedStyle(element).backgroundColor;
      canvas.fillRect(0, 0, 1, 1);
    }
    const [red, green, blue, opacity] = canvas.getImageData(0, 0, 1, 1).data;
    const isDark = opacity > 0 && (red + green + blue) / 3 < 128;
    if (isDark !== (scheme === "dark")) {
      findings.push({ element: "body", message: `the background is ${isDark ? "dark" : "light"}, where the reader's system prefers ${scheme}` });
    }
    return findings;
  }, view.scheme);
}

async function setFolds(page, open) {
  await page.evaluate((wanted) => {
    for (const fold of document.querySelectorAll("details")) {
      fold.dataset.auditWasOpen ??= String(fold.open);
      fold.open = wanted || fold.dataset.auditWasOpen === "true";
    }
    siteAudit.settle();
  }, open);
}

async function withFoldsOpen(page, look) {
  await setFolds(page, true);
  try {
    return await look();
  } finally {
    await setFolds(page, false);
  }
}

function overflow({ page, view }, when) {
  return page.evaluate((width, state) => {
    const scroller = document.scrollingElement;
    const before = scroller.scrollLeft;
    scroller.scrollTo({ left: 1_000_000, behavior: "instant" });
    const scrolled = scroller.scrollLeft;
    scroller.scrollTo({ left: before, behavior: "instant" });
    // A phone makes room for what is too wide, by a page that can be pushed about under the glass.
    const distance = Math.max(scrolled, innerWidth - width);
    if (distance === 0) {
      return [];
    }
    const edge = document.documentElement.clientWidth + 1;
    const reaches = [...document.body.querySelectorAll("*")].filter((element) => {
      const { right } = element.getBoundingClientRect();
      return right > edge && siteAudit.isShown(element) && !element.closest("svg svg, svg *");
    });
    const outermost = reaches.filter((element) => {
      for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
        if (getComputedStyle(around).overflowX !== "visible") {
          return false;
        }
      }
      return true;
    });
    const message = `the page scrolls ${Math.round(distance)} px sideways${state}`;
    // The innermost one that sticks out is the cause; those around it only follow.
    const causes = outermost.filter((element) => !outermost.some((other) => other !== element && element.contains(other)));
    return causes.length === 0
      ? [{ message }]
      : causes.slice(0, 3).map((element) => ({
          element: siteAudit.describe(element),
          message,
          detail: `its right edge is at ${Math.round(element.getBoundingClientRect().right)} px`,
        }));
  }, view.width, when);
}

async function sidewaysScroll(visited) {
  const closed = await overflow(visited, "");
  return closed.length > 0 ? closed : withFoldsOpen(visited.page, () => overflow(visited, " when the folds are open"));
}

/** Everything is looked at with the folds open: what stands in them is for readers, too. */
function accessibility(visited) {
  return withFoldsOpen(visited.page, () => axeFindings(visited));
}

/** Taking the focus anywhere and opening any fold starts what a page animates. */
function motion({ page }) {
  return page.evaluate(() => {
    const findings = new Map();
    const collect = (moment) => {
      for (const animation of document.getAnimations()) {
        const { duration } = animation.effect.getComputedTiming();
        const element = siteAudit.describe(animation.effect.target);
        const name = animation.transitionProperty ?? animation.animationName ?? "a script";
        if (animation.playState === "running" && duration > 10) {
          findings.set(`${element} ${name}`, { element, message: `${name} is animated for ${duration} ms ${moment}, though the reader asked for less motion` });
        }
      }
    };
    collect("on loading");
    for (const element of siteAudit.tabStops().slice(0, 100)) {
      element.focus({ preventScroll: true });
      collect("on focus");
    }
    document.activeElement?.blur();
    for (const fold of document.querySelectorAll("details")) {
      fold.open = !fold.open;
      collect("on opening a fold");
      fold.open = !fold.open;
    }
    return [...findings.values()];
  });
}

async function otherHosts({ page, record }) {
  // A browser that looks up a host or connects to it in advance makes no request that could be seen.
  const hints = await page.evaluate(() =>
    [...document.querySelectorAll("link[rel~=preconnect], link[rel~=dns-prefetch]")]
      .filter((link) => new URL(link.href).origin !== location.origin)
      .map((link) => link.href),
  );
  return [...record.foreign, ...hints].map((address) => ({ element: address, message: "another host is asked" }));
}

async function consoleErrors({ page, record }) {
  const findings = [...new Set(record.errors)].map((text) => ({ message: text }));
  // A browser asks for an icon once and for all pages, so the error that this costs is seen on some page or other.
  if (!(await page.$("link[rel~=icon]"))) {
    findings.push({ element: "head", message: "no icon is named: browsers ask the host for /favicon.ico, and log an error where it has none" });
  }
  return findings;
}

// In this order: weighed before anything is touched, the record read when everything has been.
const CHECKS = [
  { name: "answer", run: answers },
  { name: "weight", run: weight },
  { name: "colour scheme", applies: (view) => view.script, run: colourScheme },
  { name: "sideways scroll", run: sidewaysScroll },
  { name: "chart shown", run: areDrawn },
  { name: "axe", run: accessibility },
  { name: "chart interactive", applies: (view) => view.script, run: areInteractive },
  { name: "sideways scroll", applies: (view) => view.script, run: sidewaysScroll },
  { name: "motion", applies: hasReducedMotion, run: motion },
  { name: "keyboard", applies: hasPointer, run: keyboard },
  { name: "citing", applies: (view) => view.script, run: citing },
  { name: "other hosts", run: otherHosts },
  { name: "console", run: consoleErrors },
];

/** Look at one page in one view; returns its findings, its weight and its number of charts. */
export async function checkPage(browser, address, view) {
  const visited = await visit(browser, address, view);
  try {
    const { total, styles } = bytesOverTheWire(visited);
    const charts = await visited.page.evaluate(() => siteAudit.charts().length);
    const findings = [];
    for (const { name, applies, run } of CHECKS) {
      if (applies && !applies(view)) {
        continue;
      }
      try {
        const found = await run(visited);
        findings.push(...found.map((finding) => ({ check: name, view, ...finding })));
      } catch (error) {
        findings.push({ check: name, view, message: `could not be carried out: ${error.message}` });
      }
    }
    return { findings, weight: { total, styles }, charts };
  } finally {
    await visited.close();
  }
}
