// Lighthouse, as it judges a page for a phone on a slow line.
import lighthouse from "lighthouse";

const CATEGORIES = { performance: 0.97, accessibility: 1, "best-practices": 1, seo: 1 };
const LARGEST_PAINT = 2000; // milliseconds
const RUNS = 3;

/** The numbers of one run, and the audits that cost points. */
function summarise({ lhr }) {
  const { categories, audits } = lhr;
  const lost = Object.values(categories).flatMap((category) =>
    category.auditRefs
      .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
      .map(({ id }) => ({
        category: category.id,
        audit: id,
        title: audits[id].title,
        value: audits[id].displayValue,
        element: audits[id].details?.items?.find(({ node }) => node)?.node.selector,
      })),
  );
  return {
    scores: Object.fromEntries(Object.keys(CATEGORIES).map((name) => [name, categories[name].score])),
    largestPaint: audits["largest-contentful-paint"].numericValue,
    layoutShift: audits["cumulative-layout-shift"].numericValue,
    totalBlockingTime: audits["total-blocking-time"].numericValue,
    bytes: audits["total-byte-weight"].numericValue,
    lost,
  };
}

/** What keeps a run's numbers below what the book promises. */
export function judge({ scores, largestPaint, layoutShift, lost }) {
  const findings = [];
  for (const [category, least] of Object.entries(CATEGORIES)) {
    if (!(scores[category] >= least)) {
      const causes = lost.filter((one) => one.category === category);
      findings.push({ message: `${category} is ${scores[category]}; at least ${least}` });
      findings.push(
        ...causes.map(({ audit, title, value, element }) => ({
          message: `${category}: ${audit}: ${title}${value ? ` (${value})` : ""}`,
          element,
        })),
      );
    }
  }
  if (!(largestPaint <= LARGEST_PAINT)) {
    findings.push({ message: `the largest paint comes after ${Math.round(largestPaint)} ms; at most ${LARGEST_PAINT} ms` });
  }
  if (layoutShift !== 0) {
    findings.push({ message: `the layout shifts by ${layoutShift}; it must not` });
  }
  return findings.map((finding) => ({ check: "Lighthouse", ...finding }));
}

/** Run Lighthouse once. */
export async function runOnce(browser, address) {
  const port = Number(new URL(browser.wsEndpoint()).port);
  const result = await lighthouse(address, { port, logLevel: "error", output: "json", onlyCategories: Object.keys(CATEGORIES) });
  if (result.lhr.runtimeError) {
    throw new Error(`Lighthouse: ${result.lhr.runtimeError.message}`);
  }
  return summarise(result);
}

/** Run Lighthouse several times, since a busy machine makes one run slow; returns all runs, and the middle one. */
export async function examine(browser, address) {
  const runs = [];
  for (let count = 0; count < RUNS; count += 1) {
    runs.push(await runOnce(browser, address));
  }
  const ordered = [...runs].sort((one, other) => one.scores.performance - other.scores.performance || other.largestPaint - one.largestPaint);
  return { runs, median: ordered[Math.floor(RUNS / 2)] };
}
