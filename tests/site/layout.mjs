// Whether a page fits what it holds: tables, the masthead, text that a reader has spaced more widely, what a link tints, lines of Japanese.

// Lines of a cell at most, where the window is wide: in the chapter of the printed tables, in a chapter, and on a page for looking things up.
export const LINES = { "II.": 4, chapter: 6, page: 12 };

/** No cell of a table is a column of single words. */
export function cells({ page }) {
  return page.evaluate((lines) => {
    const number = document.querySelector("h1 .section-number")?.textContent.trim();
    const most = number ? (lines[number] ?? lines.chapter) : lines.page;
    const findings = [];
    const range = document.createRange(); // one for all: the browser keeps each up to date, whatever becomes of the page
    for (const table of document.querySelectorAll("main table")) {
      if (!siteAudit.isShown(table)) {
        continue;
      }
      const tall = [...table.querySelectorAll("tbody :is(th, td)")].flatMap((cell) => {
        range.selectNodeContents(cell.querySelector(":scope > details > summary") ?? cell); // what unfolds is no part of the line
        const high = Math.round(range.getBoundingClientRect().height / parseFloat(getComputedStyle(cell).lineHeight));
        return high > most ? [{ high, text: cell.textContent.trim().slice(0, 60) }] : [];
      });
      if (tall.length > 0) {
        const { high, text } = tall.reduce((one, other) => (other.high > one.high ? other : one));
        const element = siteAudit.describe(table);
        findings.push({ element, message: `${tall.length} of its cells have more than ${most} lines, one has ${high}`, detail: text });
      }
    }
    return findings;
  }, LINES);
}

/** Where the window is wide, or a row is shown cell below cell, no column is cut off. */
export function columns({ page }) {
  return page.evaluate(() =>
    [...document.querySelectorAll(".table-frame")]
      .filter((frame) => innerWidth > 1000 || frame.querySelector(".stacked"))
      .filter((frame) => siteAudit.isShown(frame) && frame.scrollWidth > frame.clientWidth + 1)
      .map((frame) => ({
        element: siteAudit.describe(frame.querySelector("table") ?? frame),
        message: `${frame.scrollWidth - frame.clientWidth} px of the table are cut off`,
      })),
  );
}

/** What a link leads to is tinted, if it is small; of what is long, only what names it. */
export function tint({ page }) {
  return page.evaluate(() => {
    const kinds = new Map();
    for (const link of document.querySelectorAll('a[href^="#"]')) {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      const kind = target && `${target.localName} ${target.className}`;
      if (target && target !== kinds.get(kind)?.target) {
        // The one with most words of each kind: to measure those that stand in shut folds would take the browser long.
        const { length } = target.textContent;
        if (length > (kinds.get(kind)?.length ?? -1)) {
          kinds.set(kind, { target, length });
        }
      }
    }
    const before = location.href;
    const none = "rgba(0, 0, 0, 0)";
    const findings = [];
    for (const { target } of kinds.values()) {
      const around = [target, ...[...target.querySelectorAll("section, figure, table, .chart, svg")].filter(siteAudit.isShown)];
      const plain = around.map((element) => getComputedStyle(element).backgroundColor);
      location.replace(`#${target.id}`);
      around.forEach((element, place) => {
        const colour = getComputedStyle(element).backgroundColor;
        const isTinted = colour !== none && colour !== plain[place];
        if (isTinted && (element.matches(".chart, svg") || element.querySelector(".chart") || element.offsetHeight > innerHeight / 2)) {
          findings.push({ element: siteAudit.describe(element), message: `a link to it tints all of it, ${element.offsetHeight} px` });
        }
      });
    }
    history.replaceState(null, "", before);
    return findings;
  });
}

const WIDTHS = [641, 700, 768, 820, 930]; // 820 is a laptop's window at 200 per cent
const SHORT = 3000; // elements up to which a page is laid out again in no time; the masthead is the same on all

/** The parts of the masthead stand side by side, however wide the window is. */
export async function masthead({ page }) {
  const { elements, width, height } = await page.evaluate(() => ({ elements: document.querySelectorAll("*").length, width: innerWidth, height: innerHeight }));
  if (elements > SHORT || !(await page.$(".masthead"))) {
    return [];
  }
  const findings = [];
  for (const narrow of WIDTHS) {
    await page.setViewport({ width: narrow, height });
    findings.push(
      ...(await page.evaluate(() => {
        const parts = [...document.querySelectorAll(".masthead > *")].filter(siteAudit.isShown);
        const range = document.createRange();
        const boxes = parts.map((part) => {
          const isSeen = (element) => getComputedStyle(element).clipPath === "none"; // other text is for screen readers alone
          const texts = [part, ...part.querySelectorAll("*")].filter((element) => siteAudit.isShown(element) && isSeen(element)).flatMap((element) =>
            [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()).map((node) => {
              range.selectNodeContents(node);
              return range.getBoundingClientRect();
            }),
          );
          const own = part.getBoundingClientRect();
          const furthest = (side) => Math.max(own[side], ...texts.map((text) => text[side]));
          return { part, left: own.left, right: furthest("right"), bottom: furthest("bottom") };
        });
        const bar = document.querySelector(".masthead").getBoundingClientRect();
        return boxes
          .filter(({ right, bottom }, place) => right > (boxes[place + 1]?.left ?? innerWidth) + 1 || bottom > bar.bottom + 1)
          .map(({ part }) => ({ element: siteAudit.describe(part), message: `it does not fit into the masthead where the window is ${innerWidth} px wide` }));
      })),
    );
  }
  await page.setViewport({ width, height });
  return findings;
}

// What a reader may ask for, by success criterion 1.4.12.
const SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }";

/** What stands side by side does not run together when letters and words are set more widely. */
export function spacing({ page }) {
  return page.evaluate((rules) => {
    const style = new CSSStyleSheet();
    style.replaceSync(rules);
    document.adoptedStyleSheets.push(style);
    const boxOfText = (element) => {
      const { left, top, right, bottom } = element.getBoundingClientRect();
      return { left, top, right: Math.max(right, left + element.scrollWidth), bottom };
    };
    const findings = [];
    for (const row of document.querySelectorAll("body *")) {
      if (row.children.length < 2 || row.closest("svg") || row.matches(".frame") || !siteAudit.isShown(row) || !/flex|grid/.test(getComputedStyle(row).display)) {
        continue;
      }
      const parts = [...row.children].filter((part) => part.textContent.trim() && siteAudit.isShown(part) && !/absolute|fixed/.test(getComputedStyle(part).position));
      parts.slice(1).forEach((part, place) => {
        const [one, other] = [boxOfText(parts[place]), boxOfText(part)];
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (across > 1 && down > 1) {
          findings.push({ element: siteAudit.describe(part), message: "it runs into what stands before it when text is spaced (1.4.12)" });
        }
      });
    }
    document.adoptedStyleSheets.pop();
    return findings;
  }, SPACING);
}

/** No line of Japanese begins with the kana that ends a word, but in long prose and data, whose lines are to end evenly. */
export function japanese({ page }) {
  return page.evaluate(() => {
    const findings = [];
    const range = document.createRange();
    for (const element of document.querySelectorAll("main :lang(ja)")) {
      if ((element.getClientRects().length < 2 && element.offsetHeight < 30) || getComputedStyle(element).wordBreak === "normal") {
        continue;
      }
      for (const node of element.childNodes) {
        const text = node.nodeType === Node.TEXT_NODE ? node.data : "";
        const top = (place) => {
          range.setStart(node, place);
          range.setEnd(node, place + 1);
          return range.getBoundingClientRect().top;
        };
        for (let place = 1; place < text.length; place += 1) {
          if (/[\u3041-\u3096]/.test(text[place]) && /[\u3041-\u30fa\u4e00-\u9fff]/.test(text[place - 1]) && top(place) > top(place - 1) + 5) {
            findings.push({ element: siteAudit.describe(element), message: `a line begins with ${text[place]}, which belongs to what stands before it`, detail: text });
          }
        }
      }
    }
    return findings.slice(0, 5);
  });
}

/** On paper a fold shows what it holds, or is not there; and a table is no single piece, so that its heading can be repeated. */
export async function printed({ page }) {
  await page.emulateMediaType("print");
  const findings = await page.evaluate(() => {
    const shown = (element) => element.checkVisibility({ visibilityProperty: true });
    const shut = [...document.querySelectorAll("main details")].filter((fold) => shown(fold) && ![...fold.children].slice(1).some(shown));
    const whole = [...document.querySelectorAll(".table-frame")].filter((frame) => shown(frame) && getComputedStyle(frame).overflowX !== "visible");
    const pieces = [...document.querySelectorAll("thead button")].filter((button) => shown(button) && getComputedStyle(button).display !== "contents");
    return [
      ...shut.map((fold) => ({ element: siteAudit.describe(fold), message: "it stays shut on paper" })),
      ...[...whole, ...pieces].map((piece) => ({ element: siteAudit.describe(piece), message: "it is one piece, and its table repeats no heading on paper" })),
    ].slice(0, 5);
  });
  await page.emulateMediaType();
  return findings;
}
