// What a person reads: one line per page, then every finding once, with the views in which it holds.
import { nameOf, nameOfPart, VIEWS } from "./views.mjs";

const SHOWN_ELEMENTS = 3;

const kibibytes = (bytes) => (bytes / 1024).toFixed(1);

export function tableOfPages(pages) {
  const width = Math.max(...pages.map(({ page }) => page.length), 4);
  const row = (page, ...cells) => page.padEnd(width) + cells.map((cell) => String(cell).padStart(12)).join("");
  return [
    row("page", "KiB on wire", "KiB styles", "charts", "findings"),
    ...pages.map(({ page, weight, charts, findings }) =>
      row(page, kibibytes(weight.total), kibibytes(weight.styles), charts, findings.length === 0 ? "none" : together(findings).length),
    ),
  ].join("\n");
}

/** The same message about the same page, with all its elements and all its views. */
function together(findings) {
  const groups = new Map();
  for (const { check, message, element, detail, view } of findings) {
    const key = `${check}\n${message}`;
    const group = groups.get(key) ?? { check, message, elements: new Map(), views: new Set() };
    if (element) {
      group.elements.set(element, detail);
    } else if (detail) {
      group.detail = detail;
    }
    if (view) {
      group.views.add(view);
    }
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Where a finding holds, said in short where it is one kind of view: " (390)", " (dark)", " (no script)". */
function inViews(views) {
  if (views.size === 0) {
    return "";
  }
  if (views.size === VIEWS.length) {
    return " (all views)";
  }
  const kinds = VIEWS.flatMap((view) => Object.entries(view));
  const kind = kinds.find(([name, value]) => VIEWS.every((view) => views.has(view) === (view[name] === value)));
  return ` (${kind ? nameOfPart(...kind) : VIEWS.filter((view) => views.has(view)).map(nameOf).join(", ")})`;
}

export function listOfFindings(page, findings) {
  const lines = [page];
  for (const { check, message, elements, detail, views } of together(findings)) {
    lines.push(`  ${check}: ${message}${inViews(views)}`);
    if (detail) {
      lines.push(`      ${detail}`);
    }
    for (const [element, about] of [...elements].slice(0, SHOWN_ELEMENTS)) {
      lines.push(`      ${element}${about ? ` (${about})` : ""}`);
    }
    if (elements.size > SHOWN_ELEMENTS) {
      lines.push(`      and ${elements.size - SHOWN_ELEMENTS} more`);
    }
  }
  return lines.join("\n");
}

export function linesOfLighthouse({ page, standards, burden, speed }) {
  const lines = speed.runs.map(
    ({ score, largestPaint, layoutShift, blocked, bare, idle }) =>
      `  performance ${score.toFixed(2)}, largest paint ${Math.round(largestPaint)} ms, layout shift ${layoutShift.toFixed(3)}, blocked ${Math.round(blocked)} ms` +
      (bare === undefined ? "" : `; next, a bare page: ${bare.toFixed(2)}, and meanwhile ${idle.toFixed(2)} processors idle`),
  );
  return [
    `Lighthouse, mobile, ${page}: ${speed.verdict}`,
    ...lines,
    `  ${Object.entries(standards.scores).map(([name, score]) => `${name} ${score.toFixed(2)}`).join(", ")}`,
    `  ${burden.elements} elements, ${burden.requests} requests; of a bare page's work ${burden.script.toFixed(2)} times in script, ${burden.layout.toFixed(2)} times in layout`,
  ].join("\n");
}

/** Where the time went: each part's, and how that of the pages, of which several are open at a time, divides among the checks. */
export function tableOfTimes(parts, pages) {
  const row = (name, seconds) => `${name.padEnd(24)}${seconds.toFixed(1).padStart(8)} s`;
  const checks = new Map();
  for (const { seconds } of pages) {
    for (const [check, spent] of Object.entries(seconds)) {
      checks.set(check, (checks.get(check) ?? 0) + spent);
    }
  }
  return [
    ...Object.entries(parts).map(([part, seconds]) => row(part, seconds)),
    "",
    ...[...checks].filter(([, spent]) => spent >= 0.1).sort(([, one], [, other]) => other - one).map(([check, spent]) => row(`  ${check}`, spent)),
  ].join("\n");
}

/** As JUnit writes the results of tests, one for each page. */
export function inJUnit(pages) {
  const escape = (text) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`).replace(/[^\t\n -\uFFFD]/g, "");
  const cases = pages.map(({ page, findings, seconds }) => {
    const time = Object.values(seconds).reduce((sum, spent) => sum + spent, 0).toFixed(1);
    const failure = findings.length === 0 ? "" : `<failure message="${together(findings).length} findings">${escape(listOfFindings(page, findings))}</failure>`;
    return `<testcase classname="pages" name="${escape(page)}" time="${time}">${failure}</testcase>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>\n<testsuite name="pages">\n${cases.join("\n")}\n</testsuite>\n`;
}
