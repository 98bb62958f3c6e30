// Opens every page of a folder, shows what is folded, and counts what runs that a reader did not ask for: alerts, by page.
// Usage: node tests/site/alerts.mjs FOLDER
import { readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "./browser.mjs";

const folder = process.argv[2];
const alerts = {};
const browser = await launch();
for (const name of readdirSync(folder).filter((file) => file.endsWith(".html"))) {
  const page = await browser.newPage();
  await page.setBypassCSP(true); // what the policy of a page would stop is not to be there
  alerts[name] = [];
  await page.exposeFunction("planted", (what) => alerts[name].push(what));
  await page.evaluateOnNewDocument(() => {
    window.alert = (what) => window.planted(String(what));
  });
  await page.goto(`${pathToFileURL(path.resolve(folder, name))}?q=planted`, { waitUntil: "load" });
  await page.evaluate(async () => {
    for (const fold of document.querySelectorAll("details")) {
      fold.open = true;
    }
    document.querySelector(".cite-item")?.click();
    for (const link of document.querySelectorAll('a[href^="javascript:" i]')) {
      link.removeAttribute("target");
      link.click();
    }
    await new Promise((done) => setTimeout(done, 100));
  });
  await page.close();
}
await browser.close();
console.log(JSON.stringify(Object.fromEntries(Object.entries(alerts).filter(([, ran]) => ran.length))));
