// A chart is in the page as a drawing; where a script may run, it answers the pointer, the finger and the keyboard.
import { setTimeout as pause } from "node:timers/promises";
import { hasPointer, reach } from "./views.mjs";

const NO_PATIENCE = 300; // where the first chart stayed as it was, the others will
const TOOLTIP_LOOKS = 6;

/** Every chart can be seen, in the drawing that fits, with its text alternative. */
export function areDrawn({ page }) {
  return page.evaluate(() => {
    const findings = [];
    for (const { figure, drawings, shown, name } of siteAudit.charts()) {
      const find = (message, detail) => findings.push({ element: name, message, detail });
      if (drawings.length !== 2) {
        find("there is no drawing for narrow screens");
      }
      if (shown.length !== 1) {
        find(`${shown.length} of its ${drawings.length} drawings are shown; it takes one`);
      }
      if (figure && !figure.id) {
        find("the figure has no anchor");
      }
      for (const chart of shown) {
        const drawing = chart.querySelector("svg");
        if (!drawing || !siteAudit.isShown(drawing)) {
          find("there is no drawing in it");
          continue;
        }
        const links = [...drawing.querySelectorAll("a")];
        if (drawing.getAttribute("role") !== (links.length > 0 ? "group" : "img") || !drawing.getAttribute("aria-label")?.trim()) {
          find("the drawing has no text alternative (role=img, or role=group around links, with aria-label)");
        }
        if (links.some((link) => !link.hasAttribute("href") || !link.getAttribute("aria-label")?.trim())) {
          find("a mark that is a link leads nowhere or has no name");
        }
        siteAudit.toCentre(chart);
        const { left, right, top, bottom, width, height } = drawing.getBoundingClientRect();
        if (width < 100 || height < 50) {
          find(`the drawing is ${Math.round(width)} × ${Math.round(height)} px: too small to read`);
        }
        if (![...drawing.querySelectorAll("path, rect, circle, line, text")].some(siteAudit.isShown)) {
          find("the drawing is empty");
        }
        if (left < -1 || right > document.documentElement.clientWidth + 1) {
          find(`the drawing reaches from ${Math.round(left)} to ${Math.round(right)} px: out of the window`);
        }
        const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        if (!chart.contains(hit)) {
          find("the drawing is covered", hit ? siteAudit.describe(hit) : "nothing is at its centre");
        }
      }
    }
    return findings;
  });
}

/** What a drawing shows: the places of its marks, the links among them, and its words. */
function installSight() {
  const rounded = (text) => text.replace(/-?\d+(\.\d+)?(e-\d+)?/g, (number) => String(Math.round(Number(number)) + 0));
  siteAudit.sight = (drawing) => ({
    marks: [...drawing.querySelectorAll(".role-mark path, .role-mark rect, .role-mark line")].map((mark) =>
      rounded(`${mark.getAttribute("transform") ?? ""} ${mark.getAttribute("d") ?? ""}`),
    ),
    links: [...drawing.querySelectorAll("a, [role=link]")].map((link) => link.getAttribute("aria-label")),
    words: [...drawing.querySelectorAll("text")].map((text) => text.textContent),
  });
}

/** Note how a figure looks before it is touched, and where to touch it. */
function before(page, identifier) {
  return page.evaluate((id) => {
    const { figure, chart } = siteAudit.shownChart(id);
    const drawing = chart?.querySelector("svg");
    if (!drawing) {
      return null;
    }
    siteAudit.toCentre(chart);
    figure.auditDrawing = drawing;
    const box = drawing.getBoundingClientRect();
    const clamp = (value, most) => Math.min(Math.max(value, 1), most - 1);
    // Near the centre, where no link is so near that a finger would follow it.
    const links = [...drawing.querySelectorAll("a")].map((link) => link.getBoundingClientRect());
    const isFar = ({ x, y }) => links.every(({ left, right, top, bottom }) => x < left - 24 || x > right + 24 || y < top - 24 || y > bottom + 24);
    const shares = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.1, 0.9, 0.02, 0.98];
    const places = shares.flatMap((down) => shares.map((across) => ({
      x: clamp(box.left + across * box.width, innerWidth),
      y: clamp(box.top + down * box.height, innerHeight),
    })));
    return {
      ...(places.find(isFar) ?? places[0]),
      alternative: drawing.getAttribute("aria-label"),
      ...siteAudit.sight(drawing),
      ...siteAudit.measure(figure, drawing),
    };
  }, identifier);
}

function after(page, identifier, alternative) {
  return page.evaluate((id, said) => {
    const { figure, chart } = siteAudit.shownChart(id);
    // Vega gives this class to what it draws; the drawing that was there before does not count.
    const drawing = [...(chart?.querySelectorAll("svg.marks") ?? [])].find((one) => one !== figure.auditDrawing && siteAudit.isShown(one));
    const alternatives = [...figure.querySelectorAll("[aria-label]")].filter(
      (element) => element.getAttribute("aria-label") === said && siteAudit.isShown(element),
    );
    return drawing ? { alternatives: alternatives.length, ...siteAudit.sight(drawing), ...siteAudit.measure(figure, drawing) } : null;
  }, identifier, alternative);
}

async function touch({ page, view }, identifier, { x, y }) {
  switch (reach(view)) {
    case "pointer":
      await page.mouse.move(1, 1);
      await page.mouse.move(x, y, { steps: 3 });
      return true;
    case "tap":
      await page.touchscreen.tap(x, y);
      return true;
    default:
      return page.evaluate((id) => {
        const figure = document.getElementById(id);
        const inside = [...figure.querySelectorAll(".chart")].flatMap((chart) => siteAudit.tabStops(chart));
        const own = figure.matches("[tabindex='0']") ? [figure] : [];
        const [stop] = [...inside, ...own, ...siteAudit.tabStops(figure)];
        stop?.focus();
        return Boolean(stop);
      }, identifier);
  }
}

async function becomesReady(page, identifier, patience) {
  const ready = (id) => document.getElementById(id).dataset.interactive === "ready";
  try {
    await page.waitForFunction(ready, { polling: 50, timeout: patience }, identifier);
    return true;
  } catch {
    return false;
  }
}

const REACHED = { pointer: "the pointer reached it", tap: "it was tapped", focus: "the keyboard's focus reached it" };

/** Findings of one figure, and whether it became interactive. */
async function wake(visited, identifier, patience) {
  const { page, view } = visited;
  const element = `#${identifier}`;
  const still = await before(page, identifier);
  if (!still) {
    return { ready: false, findings: [{ element, message: "there is no drawing to reach" }] };
  }
  if (!(await touch(visited, identifier, still))) {
    return { ready: false, findings: [{ element, message: "the keyboard cannot reach it: nothing in the figure takes the focus" }] };
  }
  if (!(await becomesReady(page, identifier, patience))) {
    return { ready: false, findings: [{ element, message: `it did not become interactive after ${REACHED[reach(view)]}` }] };
  }
  const live = await after(page, identifier, still.alternative);
  if (!live) {
    return { ready: false, findings: [{ element, message: "it says that it is interactive, and shows no drawing by Vega" }] };
  }
  const findings = await differences(visited, element, still, live);
  const moved = ["left", "top", "width", "height"].filter((side) => Math.abs(live.drawing[side] - still.drawing[side]) > 1);
  if (Math.abs(live.figure.height - still.figure.height) > 2) {
    moved.push("the figure's height");
  }
  if (moved.length === 0) {
    return { ready: true, findings };
  }
  const show = ({ drawing, figure }) =>
    `drawing ${drawing.width.toFixed(1)} × ${drawing.height.toFixed(1)} at ${drawing.left.toFixed(1)}, ${drawing.top.toFixed(1)}; figure ${figure.height.toFixed(1)} high`;
  const message = `it jumps when it becomes interactive: ${moved.join(", ")}`;
  return { ready: true, findings: [...findings, { element, message, detail: `${show(still)} → ${show(live)}` }] };
}

/** Whether the interactive chart shows what the drawing showed, in the time zone of this view, and its links can be reached. */
async function differences({ page, view }, element, still, live) {
  const findings = [];
  for (const [part, what] of [["marks", "its marks stand elsewhere"], ["links", "its links are others"], ["words", "it has other words"]]) {
    const place = still[part].findIndex((one, position) => !(part === "marks" ? isAlike(one, live[part][position]) : one === live[part][position]));
    if (place >= 0 || still[part].length !== live[part].length) {
      const detail = `${still[part][place] ?? still[part].length} → ${live[part][place] ?? live[part].length}`;
      findings.push({ element, message: `${what} than in the drawing`, detail });
    }
  }
  if (live.alternatives !== 1) {
    findings.push({ element, message: `it has ${live.alternatives} text alternatives; it takes one` });
  }
  if (reach(view) === "focus" && live.links.length > 1 && !(await reachesLastLink(page, element))) {
    findings.push({ element, message: "the arrow keys do not lead from its first link to its last" });
  }
  return findings;
}

/** Whether the places of two marks differ at most by a pixel in their numbers: the drawing has two decimals, so a half may be rounded otherwise. */
function isAlike(one, other = "") {
  const numbers = /-?\d+/g;
  const [before, after] = [one, other].map((text) => text.match(numbers) ?? []);
  return one.replace(numbers, "") === other.replace(numbers, "") && before.every((number, place) => Math.abs(number - after[place]) <= 1);
}

async function reachesLastLink(page, element) {
  await page.evaluate((figure) => document.querySelector(`${figure} .chart-live [role=link]`).focus(), element);
  await page.keyboard.press("ArrowRight");
  const onSecond = await page.evaluate((figure) => document.activeElement === document.querySelectorAll(`${figure} .chart-live [role=link]`)[1], element);
  await page.keyboard.press("End");
  return onSecond && page.evaluate((figure) => document.activeElement === [...document.querySelectorAll(`${figure} .chart-live [role=link]`)].at(-1), element);
}

/** Points in the window that lie on marks of a figure. */
function pointsOnMarks(page, identifier) {
  return page.evaluate((id) => {
    const { chart } = siteAudit.shownChart(id);
    siteAudit.toCentre(chart);
    const candidates = (mark) => {
      const { left, right, top, bottom } = mark.getBoundingClientRect();
      // Also beside the centre, where a bar often bears its number.
      const points = [0.5, 0.2, 0.8].map((share) => [left + share * (right - left), (top + bottom) / 2]);
      if (mark instanceof SVGGeometryElement) {
        // The centre of a line's box is mostly not on the line.
        const middle = mark.getPointAtLength(mark.getTotalLength() / 2).matrixTransform(mark.getScreenCTM());
        points.push([middle.x, middle.y]);
      }
      return points;
    };
    const marks = [...chart.querySelectorAll(".role-mark path, .role-mark rect, .role-mark line, .role-mark text")];
    const points = marks.flatMap((mark) => candidates(mark).filter(([x, y]) => document.elementFromPoint(x, y) === mark).slice(0, 1));
    const step = Math.max(1, Math.floor(points.length / 8));
    return points.filter((_, position) => position % step === 0).slice(0, 8);
  }, identifier);
}

async function showsTooltip(page, identifier) {
  for (const [x, y] of await pointsOnMarks(page, identifier)) {
    await page.mouse.move(x, y, { steps: 2 });
    // Counted in looks, not in seconds: on a busy machine, one look may take long.
    for (let look = 0; look < TOOLTIP_LOOKS; look += 1) {
      const isThere = await page.evaluate(() => {
        const tooltip = document.getElementById("vg-tooltip-element");
        return tooltip !== null && siteAudit.isShown(tooltip) && tooltip.textContent.trim() !== "";
      });
      if (isThere) {
        return true;
      }
      await pause(50);
    }
  }
  return false;
}

/** Every figure becomes interactive when it is reached, in place; some chart of the page explains its marks. */
export async function areInteractive(visited) {
  const { page, view } = visited;
  const identifiers = await page.evaluate(() => siteAudit.charts().flatMap(({ figure }) => (figure?.id ? [figure.id] : [])));
  await page.evaluate(installSight);
  const findings = [];
  const ready = [];
  let patience = visited.patience;
  for (const identifier of identifiers) {
    const woken = await wake(visited, identifier, patience);
    findings.push(...woken.findings);
    if (woken.ready) {
      ready.push(identifier);
    }
    patience = ready.length > 0 ? visited.patience : NO_PATIENCE;
  }
  if (ready.length > 0 && hasPointer(view)) {
    let explained = false;
    for (const identifier of ready) {
      explained ||= await showsTooltip(page, identifier);
    }
    if (!explained) {
      findings.push({ element: `#${ready[0]}`, message: "no chart of the page shows a tooltip when the pointer is on a mark" });
    }
    await page.mouse.move(0, 0); // the tooltip goes, before the page is looked at further
  }
  return findings;
}
