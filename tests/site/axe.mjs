// axe-core in the page: the rules of WCAG 2.0 to 2.2, levels A and AA, and best practices.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { markKinds } from "./colours.mjs";

const SOURCE = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
// axe takes it for granted that nobody sees what stands in <noscript>.
const SOURCE_WITHOUT_SCRIPT = SOURCE.replaceAll(/,"noscript"(?=,"template"|\])/g, "");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function load({ page, view }) {
  if (!view.script) {
    // Where scripts are off, timers never fire, and axe would wait for ever. Nothing else on such a page uses them.
    await page.evaluate(() => {
      window.setTimeout = (callback, delay = 0, ...rest) => {
        if (delay < 1000) {
          Promise.resolve().then(() => callback(...rest));
        }
        return 0;
      };
    });
  }
  await page.evaluate(view.script ? SOURCE : SOURCE_WITHOUT_SCRIPT);
  await page.evaluate(`globalThis.auditMarkKinds = ${markKinds}`);
}

/**
 * Take out what is much and alike: of the coloured words of code, all but one of each class in each block, and of charts the lines and
 * surfaces that are no link and have no words.
 *
 * They are half of a chapter's elements. In such a word nothing but the colour can be wrong, and of such a line axe has nothing to say.
 */
function thin() {
  for (const block of document.querySelectorAll("pre")) {
    const seen = new Set();
    for (const word of block.querySelectorAll("span")) {
      const kind = `${word.parentElement.className} ${word.className}`;
      const isBare = word.childElementCount === 0 && [...word.attributes].every(({ name }) => name === "class");
      if (isBare && seen.has(kind)) {
        word.replaceWith(word.textContent);
      }
      seen.add(kind);
    }
    block.normalize();
  }
  document.querySelectorAll("svg :is(path, line, rect, circle):not(a *, [role], [aria-label], [tabindex])").forEach((shape) => shape.remove());
}

/**
 * Take the rows of tables out of the page, but for the first of each kind, and return the anchors of those that unfold and stay.
 *
 * The audit's page has four hundred rows that unfold, which one template writes, and the book has a thousand more; axe's work grows with
 * each. A row stays if something in it is in no row of its table before it: an element in a place of its own, an attribute, a value that a
 * rule reads, or an element without words.
 */
function takeRows() {
  const read = /^(role|lang|style|class|type|tabindex|open|hidden|scope|headers|colspan|rowspan|aria-(?!label$).*)$/;
  const known = new Set();
  const paths = new Map();
  const isNew = (element) => {
    const attributes = [...element.attributes].map(({ name, value }) => (read.test(name) ? `${name}=${value}` : name)).join(" ");
    const path = `${paths.get(element.parentElement)}/${element.localName} ${attributes}`;
    paths.set(element, path);
    const before = known.size;
    known.add(`${path} ${element.textContent.trim() === ""}`);
    return known.size > before;
  };
  // Tables whose rows unfold have one part for each section, with a heading in its first row: what is alike in two parts is alike.
  const tables = [...document.querySelectorAll("table")];
  const kept = [];
  globalThis.auditTaken = [];
  for (const row of document.querySelectorAll("tbody > tr")) {
    if (!row.isConnected) {
      continue;
    }
    paths.set(row.parentElement, `table ${tables.indexOf(row.closest("table"))}`);
    if ([row, ...row.querySelectorAll("*")].filter(isNew).length > 0) {
      kept.push(...[...row.querySelectorAll(".body")].map(({ id }) => id));
    } else {
      const place = document.createComment("");
      row.replaceWith(place);
      auditTaken.push([place, row]);
    }
  }
  return kept;
}

/** Leave on the page, of what is alike, only so much as axe has to see. */
export async function takeSample(visited) {
  await visited.page.evaluate(thin);
  (await visited.page.evaluate(takeRows)).forEach((anchor) => visited.sampled.add(anchor));
}

/** Put the rows back. */
export function putBack({ page }) {
  return page.evaluate(() => {
    for (const [place, row] of auditTaken) {
      place.replaceWith(row);
    }
  });
}

/**
 * What axe finds on the page as it looks now: about the colours of text that is not known to be readable in this scheme; about the size of
 * the targets that are marked; about all else.
 */
export async function axeFindings(visited, { scheme = visited.view.scheme, targets = false, allElse = false } = {}) {
  if (!(await visited.page.evaluate(() => "auditMarkKinds" in globalThis))) {
    await load(visited);
  }
  const readable = visited.readable[scheme];
  const { passed, findings } = await visited.page.evaluate(
    async (tags, knownKinds, isAboutTargets, isAboutAllElse) => {
      const kinds = auditMarkKinds(knownKinds);
      const marked = "[data-audit-text]";
      axe.configure({
        rules: [
          { id: "color-contrast", selector: marked },
          { id: "link-in-text-block", selector: "[data-audit-link]" },
          { id: "target-size", selector: "[data-audit-target]" },
        ],
      });
      const isColourRule = (rule) => axe.getRules(["cat.color"]).some(({ ruleId }) => ruleId === rule);
      const applies = (rule) => (isColourRule(rule) ? kinds.length > 0 : rule === "target-size" ? isAboutTargets : isAboutAllElse);
      const rules = axe.getRules(tags).filter((rule) => !rule.tags.includes("experimental") && !rule.tags.includes("deprecated") && applies(rule.ruleId));
      if (rules.length === 0) {
        return { passed: [], findings: [] };
      }
      const { violations } = await axe.run(document, {
        runOnly: rules.map(({ ruleId }) => ruleId),
        resultTypes: ["violations"],
        elementRef: true,
        preload: false, // it would fetch the style sheets again
      });
      const failed = violations
        .filter(({ id }) => isColourRule(id))
        .flatMap(({ nodes }) => nodes.flatMap(({ element }) => [element, ...element.querySelectorAll(marked)]))
        .map(({ dataset }) => dataset.auditText);
      for (const element of document.querySelectorAll(marked)) {
        delete element.dataset.auditText;
        element.closest("a")?.removeAttribute("data-audit-link");
      }
      return {
        passed: kinds.filter((kind) => !failed.includes(kind)),
        findings: violations.flatMap(({ id, help, nodes }) =>
          nodes.map(({ target, any, all, none }) => ({
            element: target.join(" "),
            message: `${id}: ${help}`,
            detail: [...any, ...all, ...none][0]?.message,
          })),
        ),
      };
    },
    TAGS,
    [...readable],
    targets,
    allElse,
  );
  for (const kind of passed) {
    readable.add(kind);
  }
  return findings;
}
