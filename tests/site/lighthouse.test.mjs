// What Lighthouse and a page's burden say: a heavy page fails on a quiet machine and on a busy one, and a long but light one on neither.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { launch } from "./browser.mjs";
import { BARE, burden, tooMuch } from "./burden.mjs";
import { noise, replaced, withMore } from "./fixtures.mjs";
import { judge, speed, standards } from "./lighthouse.mjs";
import { serve } from "./server.mjs";

// As many elements as a chapter.
const LONG = withMore("<p>Some words, and <b>some</b> <i>more</i> of <code>them</code>.</p>\n".repeat(4_700));

const FUNCTIONS = Array.from({ length: 17_000 }, (_, number) => `function f${number}(a, b) { return [a, b].map((x) => x * ${number} + String(a).length).reduce((s, x) => s + x, 0); }; f${number}(1, 2);`);
const HEAVY = {
  "2 MB of script": [replaced("</main>", `</main><script>${FUNCTIONS.join("\n")}</script>`, LONG), /in script alone/],
  "50,000 elements more": [withMore("<p>A few words.</p>\n".repeat(50_000), LONG), /elements; at most 25000.*in layout alone/s],
  "30 requests more": [withMore(Array.from({ length: 30 }, (_, number) => `<img alt="" src="picture.png?${number}">`).join(""), LONG), /requests; at most 20/],
};

// Late, shifting, unlabelled, not described, with an error, and 1 MB in the way of the first paint.
const BAD = `<!doctype html><html><head><title></title><style>/* ${noise(1_000_000)} */</style></head>
<body><div id="space"></div><img src="missing.png"><p>Text</p>
<script>setTimeout(() => { document.getElementById("space").style.height = "300px" }, 600)</script></body></html>`;

const GOOD_STANDARDS = { scores: {}, findings: [] };
const QUICK = { verdict: "quick", runs: [{ score: 0.97, largestPaint: 2000, layoutShift: 0 }] };
const SLOW = { verdict: "slow", runs: [{ score: 0.96, largestPaint: 1900, layoutShift: 0, causes: [], bare: 1 }] };
const TOO_BUSY = { verdict: "too busy to judge", runs: [{ score: 0.7, largestPaint: 2500, layoutShift: 0, causes: [], bare: 0.99 }] };

/** Do something while all processors are kept busy, for a minute at most. */
async function whileBusy(work) {
  const loop = "const end = Date.now() + 60_000; while (Date.now() < end);";
  const loops = Array.from({ length: availableParallelism() }, () => spawn(process.execPath, ["-e", loop], { stdio: "ignore" }));
  try {
    return await work();
  } finally {
    loops.forEach((one) => one.kill());
  }
}

const messages = (findings) => findings.map(({ message }) => message).join("\n");

describe("Lighthouse and burden", () => {
  let folder, server, browser;
  const at = (name) => `${server.address}/${encodeURIComponent(name)}`;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "site-"));
    const heavy = Object.entries(HEAVY).map(([name, [page]]) => [name, page]);
    server = await serve(folder, { extra: { bare: BARE, long: LONG, bad: BAD, ...Object.fromEntries(heavy) } });
    browser = await launch();
  });

  after(async () => {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true });
  });

  async function burdens(heavy) {
    assert.deepEqual(tooMuch(await burden(browser, at("long"), at("bare"), 1)), []);
    for (const [name, [, says]] of heavy) {
      const costs = await burden(browser, at(name), at("bare"), 1);
      for (const pace of [QUICK, SLOW, TOO_BUSY]) {
        assert.match(messages(judge({ standards: GOOD_STANDARDS, speed: pace, burden: costs })), says);
      }
    }
  }

  test("a heavy page fails, and a long one does not", () => burdens(Object.entries(HEAVY)));

  // Those two whose work is measured; requests are counted.
  test("the same while something else keeps all processors busy", () => whileBusy(() => burdens(Object.entries(HEAVY).slice(0, 2))));

  test("no page is called slow while something else keeps all processors busy", async () => {
    // The page that is never quick: any other might be called quick, and then nothing would have been judged.
    const { verdict, runs } = await whileBusy(() => speed(browser, at("bad"), at("bare")));
    assert.equal(verdict, "too busy to judge", JSON.stringify(runs));
  });

  test("a bad page shows in its numbers", async () => {
    const { verdict, runs } = await speed(browser, at("bad"), at("bare"), 1);
    const [{ score, largestPaint, layoutShift, causes }] = runs;
    assert.notEqual(verdict, "quick");
    assert.ok(score < 0.97 && largestPaint > 2000 && layoutShift > 0, JSON.stringify(runs));
    assert.match(messages(causes), /largest-contentful-paint/);
  });

  test("a page below the standards shows in the scores, with what is amiss", async () => {
    const { scores, findings } = await standards(browser, at("bad"));
    for (const name of ["accessibility", "best-practices", "seo"]) {
      assert.ok(scores[name] < 1);
      assert.match(messages(findings), new RegExp(`^${name} is .*; it has to be 1$`, "m"));
    }
    assert.match(messages(findings), /accessibility: image-alt/);
  });

  test("the speed is judged where the machine lets it be", () => {
    const light = { elements: 25_000, requests: 20, script: 0.6, layout: 4 };
    const found = (pace, more = GOOD_STANDARDS) => messages(judge({ standards: more, speed: pace, burden: light }));
    assert.equal(found(QUICK), "");
    assert.equal(found(TOO_BUSY), "");
    assert.match(found(SLOW), /^performance is 0\.96/);
    assert.match(found({ ...TOO_BUSY, runs: [{ ...TOO_BUSY.runs[0], layoutShift: 0.1 }] }), /^the layout shifts by 0\.1/);
    assert.match(found(TOO_BUSY, { scores: {}, findings: [{ message: "seo is 0.9" }] }), /^seo is 0\.9/);
  });
});
