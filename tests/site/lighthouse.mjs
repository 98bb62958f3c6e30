// Lighthouse, as it judges a page for a phone on a slow line: its standards at any load, its speed where the machine lets it be judged.
import { availableParallelism, cpus } from "node:os";
import lighthouse, { defaultConfig } from "lighthouse";
import { tooMuch } from "./burden.mjs";

const PERFORMANCE = 0.97;
const LARGEST_PAINT = 2000; // milliseconds
const STANDARDS = ["accessibility", "best-practices", "seo"]; // each has to reach 1
// All that counts for the score of performance; what else belongs to it explains, and takes a third of the time.
const METRICS = defaultConfig.categories.performance.auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => id);
const TURNS = 5;
// Lighthouse keeps less than one of two processors busy, for much of its time is waiting: on a quiet machine of two, 1.2 to 1.4 stood idle.
const IDLE = Math.min(1, availableParallelism() / 4);

async function report(browser, address, chosen) {
  const port = Number(new URL(browser.wsEndpoint()).port);
  const { lhr } = await lighthouse(address, { port, logLevel: "error", output: "json", disableFullPageScreenshot: true, ...chosen });
  if (lhr.runtimeError) {
    throw new Error(`Lighthouse: ${lhr.runtimeError.message}`);
  }
  return lhr;
}

/** The audits that cost a category points. */
function causes({ categories, audits }, name) {
  return categories[name].auditRefs
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
    .map(({ id }) => {
      const { title, displayValue, details } = audits[id];
      return {
        message: `${name}: ${id}: ${title}${displayValue ? ` (${displayValue})` : ""}`,
        element: details?.items?.find(({ node }) => node)?.node.selector,
      };
    });
}

/** Accessibility, best practices and what search engines want: the scores, and what is amiss. */
export async function standards(browser, address) {
  const found = await report(browser, address, { onlyCategories: STANDARDS });
  const scores = Object.fromEntries(STANDARDS.map((name) => [name, found.categories[name].score]));
  const low = STANDARDS.filter((name) => scores[name] !== 1);
  return { scores, findings: low.flatMap((name) => [{ message: `${name} is ${scores[name]}; it has to be 1` }, ...causes(found, name)]) };
}

async function time(browser, address) {
  const found = await report(browser, address, { onlyAudits: METRICS });
  const number = (audit) => found.audits[audit].numericValue;
  return {
    score: found.categories.performance.score,
    largestPaint: number("largest-contentful-paint"),
    layoutShift: number("cumulative-layout-shift"),
    blocked: number("total-blocking-time"),
    causes: causes(found, "performance"),
  };
}

/** How long all processors together have stood idle, in milliseconds, since the machine started. */
const idleTime = () => cpus().reduce((sum, { times }) => sum + times.idle, 0);

/**
 * Time a page until it is quick once, for load only takes away. Where it falls short, the bare page is timed next. If that does not reach 1, or
 * no processor had time to spare meanwhile, the machine is too busy; only if neither is so in any of several turns, the page is slow.
 */
export async function speed(browser, address, bare, turns = TURNS) {
  const runs = [];
  while (runs.length < turns) {
    const [since, idleBefore] = [performance.now(), idleTime()];
    const run = await time(browser, address);
    if (run.score >= PERFORMANCE && run.largestPaint <= LARGEST_PAINT) {
      return { verdict: "quick", runs: [...runs, run] };
    }
    const { score } = await time(browser, bare);
    const idle = (idleTime() - idleBefore) / (performance.now() - since);
    runs.push({ ...run, bare: score, idle });
    if (score < 1 || idle < IDLE) {
      return { verdict: "too busy to judge", runs };
    }
  }
  return { verdict: "slow", runs };
}

/** What keeps a page from what the book promises. */
export function judge({ standards: { findings }, speed: { runs, verdict }, burden: costs }) {
  const found = [...findings, ...tooMuch(costs)];
  if (verdict === "slow") {
    const { score, largestPaint, causes: slow } = runs.at(-1);
    const message = `performance is ${score}, at least ${PERFORMANCE}; the largest paint comes after ${Math.round(largestPaint)} ms, at most ${LARGEST_PAINT} ms`;
    found.push({ message }, ...slow);
  }
  const layoutShift = Math.max(...runs.map((run) => run.layoutShift));
  if (layoutShift !== 0) {
    found.push({ message: `the layout shifts by ${layoutShift}; it must not` });
  }
  return found.map((finding) => ({ check: "Lighthouse", ...finding }));
}
