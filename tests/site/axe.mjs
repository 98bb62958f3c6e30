// axe-core in the page: the rules of WCAG 2.0 to 2.2, levels A and AA, and best practices.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const SOURCE = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
// axe takes it for granted that nobody sees what stands in <noscript>.
const SOURCE_WITHOUT_SCRIPT = SOURCE.replaceAll(/,"noscript"(?=,"template"|\])/g, "");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds on the page, or in the elements that a selector chooses. */
export async function axeFindings({ page, view }, within) {
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
  return page.evaluate(
    async (tags, selector) => {
      const { violations } = await axe.run(selector ? { include: [selector] } : document, {
        runOnly: { type: "tag", values: tags },
        resultTypes: ["violations"],
        preload: false, // it would fetch the style sheets again
      });
      return violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ target, any, all, none }) => ({
          element: target.join(" "),
          message: `${id}: ${help}`,
          detail: [...any, ...all, ...none][0]?.message,
        })),
      );
    },
    TAGS,
    within,
  );
}
