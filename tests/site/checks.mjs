// The checks of one page in one view. Each gives its findings: an element where there is one, and a message.
import { axeFindings, putBack, takeSample } from "./axe.mjs";
import { areDrawn, areInteractive } from "./charts.mjs";
import { choices, rules } from "./choices.mjs";
import { citing } from "./citing.mjs";
import { ground, moved } from "./colours.mjs";
import { keyboard } from "./keyboard.mjs";
import { cells, columns, japanese, masthead, printed, spacing, tint } from "./layout.mjs";
import { ledger } from "./ledger.mjs";
import { inParallel } from "./parallel.mjs";
import { hasPointer, hasScript, nameOf, otherScheme, prefer, showsAnswers, showsLayout } from "./views.mjs";
import { bytesOverTheWire, visit } from "./visit.mjs";

const KIBIBYTE = 1024;
export const BUDGET = { total: 300 * KIBIBYTE, styles: 40 * KIBIBYTE };

const kibibytes = (bytes) => `${(bytes / KIBIBYTE).toFixed(1)} KiB`;

function answers({ status, expected }) {
  return status === expected ? [] : [{ message: `the server answered ${status}, not ${expected}` }];
}

function weighed(visited) {
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

/** Shut what is folded, or open it, all or, of the rows of tables, one of each kind. */
async function setFolds(visited, state) {
  if (visited.folds === "sampled") {
    await putBack(visited);
  }
  visited.folds = state;
  await visited.page.evaluate((wanted) => {
    for (const fold of document.querySelectorAll("details")) {
      fold.dataset.auditWasOpen ??= String(fold.open);
      fold.open = wanted || fold.dataset.auditWasOpen === "true";
    }
    // Whoever opens a fold has come near it, and then it is laid out with what is around it.
    for (const part of document.querySelectorAll(".unfolds tbody, .stacked tr, .glossary .entry")) {
      part.style.contentVisibility = wanted ? "visible" : "";
    }
    // Of the values that a reader may choose, another one is seen together with what is folded.
    for (const choices of document.querySelectorAll(".choices")) {
      choices.querySelectorAll("input")[Number(wanted)].checked = true;
    }
    siteAudit.hasFoldsOpen = wanted;
    siteAudit.settle();
  }, state !== "shut");
  if (state === "sampled") {
    await takeSample(visited);
  }
}

function sidewaysScroll({ page, view }) {
  return page.evaluate((width) => {
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
    const message = `the page scrolls ${Math.round(distance)} px sideways${siteAudit.hasFoldsOpen ? " when the folds are open" : ""}`;
    // The innermost one that sticks out is the cause; those around it only follow.
    const causes = outermost.filter((element) => !outermost.some((other) => other !== element && element.contains(other)));
    return causes.length === 0
      ? [{ message }]
      : causes.slice(0, 3).map((element) => ({
          element: siteAudit.describe(element),
          message,
          detail: `its right edge is at ${Math.round(element.getBoundingClientRect().right)} px`,
        }));
  }, view.width);
}

/** Mark the controls that no view before showed to axe, and in the first view of a width all; tell whether there is anything new. */
async function newsOf({ page, view, known }) {
  const { elements, controls } = await page.evaluate(() => siteAudit.marks());
  const areNew = (marks) => {
    const news = marks.map((mark) => !known.has(mark));
    marks.forEach((mark) => known.add(mark));
    return news;
  };
  const [isFirstOfWidth] = areNew([`width ${view.width}`]);
  const newControls = areNew(controls.map((mark) => `control ${mark}`)).map((isNew) => isNew || isFirstOfWidth);
  await page.evaluate((news) => siteAudit.markControls(news), newControls);
  return { hasNewControls: newControls.includes(true), hasNewElements: areNew(elements).includes(true) || isFirstOfWidth };
}

/** Colours anywhere; targets where their size or one of them can be new, and all rules where an element can be. */
async function accessibility(visited) {
  if (!showsLayout(visited.view)) {
    return axeFindings(visited);
  }
  const { hasNewElements, hasNewControls } = await newsOf(visited);
  return axeFindings(visited, { targets: hasNewControls, allElse: hasNewElements });
}

/** The page follows the reader's system when that changes; then nothing but colours changes, and these can be read as well. */
async function colourScheme(visited) {
  const { page, view } = visited;
  const findings = [];
  const scheme = otherScheme(view.scheme);
  if (view.script) {
    // Which heading is in sight, and marked in the list “On this page”, a script learns between two frames.
    await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
  }
  await moved(visited);
  await prefer(page, view, scheme);
  try {
    await page.evaluate(() => siteAudit.settle());
    findings.push(...(await ground(visited, scheme)));
    findings.push(...(await moved(visited)).slice(0, 3).map((element) => ({ element, message: `it is not in its place when the scheme becomes ${scheme}` })));
    findings.push(...(await axeFindings(visited, { scheme })));
    return findings;
  } finally {
    await prefer(page, view);
  }
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
    const folds = [...document.querySelectorAll("details")];
    folds.forEach((fold) => (fold.open = !fold.open));
    collect("on opening a fold");
    folds.forEach((fold) => (fold.open = !fold.open));
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

async function consoleErrors({ page, record, expected }) {
  // A browser also complains of a page that is expected to come in the place of one that is not there.
  const isExpected = (text) => expected !== 200 && text.endsWith(`(${page.url()})`);
  const findings = [...new Set(record.errors)].filter((text) => !isExpected(text)).map((text) => ({ message: text }));
  // A browser asks for an icon once and for all pages, so the error that this costs is seen on some page or other.
  if (!(await page.$("link[rel~=icon]"))) {
    findings.push({ element: "head", message: "no icon is named: browsers ask the host for /favicon.ico, and log an error where it has none" });
  }
  return findings;
}

// In this order: weighed before anything is touched, the record read when everything has been. axe sees charts as drawings where no script
// runs, and awake where one does. What is looked at with the folds open stands together, since to open them all takes long.
//
// Each check applies where its outcome can differ: what depends on the layout in one view of each width, with and without script; a chart's
// waking in each way of reaching it; and what depends on neither width nor scheme in one view. `of` is what a page must have to be asked at
// all: to shut all folds takes long, too.
const CHECKS = [
  { name: "answer", run: answers },
  { name: "weight", run: weighed },
  { name: "ground", run: (visited) => ground(visited, visited.view.scheme) },
  { name: "sideways scroll", applies: showsLayout, run: sidewaysScroll },
  { name: "masthead", applies: hasPointer, run: masthead },
  { name: "print", applies: hasPointer, run: printed },
  { name: "text spacing", applies: hasPointer, run: spacing },
  { name: "chart shown", applies: showsLayout, run: areDrawn },
  { name: "chart interactive", applies: hasScript, run: areInteractive },
  { name: "sideways scroll", applies: hasScript, run: sidewaysScroll },
  { name: "sideways scroll", folds: "open", run: sidewaysScroll },
  { name: "cells", applies: hasPointer, folds: "open", run: cells },
  { name: "columns", applies: showsLayout, folds: "open", run: columns },
  { name: "Japanese", applies: showsLayout, folds: "open", run: japanese },
  { name: "axe", folds: "sampled", run: accessibility },
  { name: "colour scheme", applies: showsLayout, folds: "sampled", run: colourScheme },
  { name: "keyboard", applies: hasPointer, run: keyboard },
  { name: "citing", applies: hasPointer, run: citing },
  { name: "other hosts", folds: "as they are", run: otherHosts },
  { name: "choices", of: ".choices", applies: showsLayout, run: choices },
  { name: "rules", of: "form.rules", applies: showsAnswers, run: rules },
  { name: "ledger", of: "table.unfolds", applies: showsLayout, run: ledger },
  { name: "tint", applies: hasPointer, run: tint },
  { name: "motion", applies: hasPointer, run: motion },
  { name: "console", folds: "as they are", run: consoleErrors },
];

const PATIENCE = 20_000; // milliseconds for a chart to wake, also on a busy machine: only a chart that never does takes them all

/** A picture of the window, where the first finding that names an element has it. */
async function photograph({ page }, findings, file) {
  await page.evaluate((selectors) => {
    const selector = selectors.find((one) => CSS.supports(`selector(${one})`) && document.querySelector(one));
    if (selector) {
      siteAudit.toCentre(document.querySelector(selector));
    }
  }, findings.flatMap(({ element }) => (element ? [element] : [])));
  await page.screenshot({ path: file });
}

async function checkView(visited, seconds) {
  const { page, view, pictures, only } = visited;
  const { total, styles } = bytesOverTheWire(visited);
  const charts = await page.evaluate(() => siteAudit.charts().length);
  const findings = [];
  visited.folds = "shut";
  for (const { name, of, applies, folds = "shut", run } of CHECKS) {
    if ((applies && !applies(view)) || (only && !only.has(name)) || (of && !(await page.$(of)))) {
      continue;
    }
    const started = performance.now();
    try {
      if (folds !== "as they are" && folds !== visited.folds) {
        await setFolds(visited, folds);
      }
      const found = await run(visited);
      findings.push(...found.map((finding) => ({ check: name, view, ...finding })));
    } catch (error) {
      findings.push({ check: name, view, message: `could not be carried out: ${error.message}` });
    }
    seconds[name] = (seconds[name] ?? 0) + (performance.now() - started) / 1000;
  }
  if (findings.length > 0 && pictures) {
    await setFolds(visited, "shut");
    await photograph(visited, findings, `${pictures}-${nameOf(view).replaceAll(" ", "-")}.png`);
  }
  return { findings, weight: { total, styles }, charts };
}

/**
 * Look at one page in several views; returns its findings, its weight, its number of charts, the anchors of the rows that axe saw unfolded
 * where many are alike, and the seconds that each check took. Where something is amiss, a picture of each view goes into a file whose path
 * begins with `pictures`. What opens a page may be another browser's way, and `only` names the checks that this one can carry out.
 */
export async function checkPage(browser, address, views, { status = 200, patience = PATIENCE, pictures, together = 1, open = visit, only } = {}) {
  const seconds = {};
  // What earlier views have shown, by scheme the kinds of text whose contrast is enough, and of rows that unfold those that axe saw whole.
  const shared = { known: new Set(), readable: { light: new Set(), dark: new Set() }, sampled: new Set() };
  const look = async (view) => {
    const started = performance.now();
    const visited = await open(browser, address, view);
    seconds.opening = (seconds.opening ?? 0) + (performance.now() - started) / 1000;
    try {
      return await checkView({ ...visited, ...shared, expected: status, patience, pictures, only }, seconds);
    } finally {
      await visited.close();
    }
  };
  const results = await inParallel(
    views.map((view) => () => look(view)),
    together,
  );
  const most = (part) => Math.max(...results.map(({ weight }) => weight[part]));
  return {
    findings: results.flatMap(({ findings }) => findings),
    weight: { total: most("total"), styles: most("styles") },
    charts: results[0].charts,
    sampled: [...shared.sampled],
    seconds,
  };
}
