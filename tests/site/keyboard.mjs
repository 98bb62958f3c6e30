// Tab reaches everything that can be used, in the page's order, and shows where it is.

const STOPS = 40;

/** Controls that Tab will never reach, though a pointer does. */
function unreachable(page) {
  return page.evaluate(() => {
    // In these, the arrow keys move the focus, and one part at a time takes Tab.
    const roving = "[role=tab], [role=radio], [role^=menuitem], [role=option], [role=treeitem], [role=gridcell], .chart a, .chart [role=link]";
    return siteAudit
      .controls()
      .filter((element) => element.tabIndex < 0 && !element.matches(roving) && !element.closest("[aria-hidden=true]"))
      .map((element) => ({ element: siteAudit.describe(element), message: "Tab does not reach it (tabindex below 0)" }));
  });
}

/** Start at the top, and note the stops that ought to come. */
function prepare(page) {
  return page.evaluate(() => {
    document.activeElement?.blur();
    getSelection().removeAllRanges();
    scrollTo({ top: 0, left: 0, behavior: "instant" });

    // An element's own ring, that of a link stretched over what it stands in, or one around a whole field.
    const ring = (element) => {
      const around = [element, element.parentElement, element.parentElement?.parentElement].filter(Boolean);
      const bearers = [...around.map((one) => [one]), [element, "::before"], [element, "::after"]];
      return bearers.map((bearer) => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(...bearer);
        const outline = outlineStyle === "none" || outlineWidth === "0px" ? "none" : `${outlineStyle} ${outlineWidth} ${outlineColor}`;
        return { outline, boxShadow };
      });
    };
    const differs = (focused, plain) =>
      focused.some(
        (style, position) =>
          (style.outline !== "none" && style.outline !== plain[position].outline) ||
          (style.boxShadow !== "none" && style.boxShadow !== plain[position].boxShadow),
      );

    const audit = { wanted: siteAudit.tabStops(), reached: [], unmarked: [], focused: null };
    /** Compare the element that the focus has left with how it looked when it had it. */
    audit.leave = () => {
      const last = audit.reached.at(-1);
      if (last && !differs(audit.focused, ring(last))) {
        audit.unmarked.push(last);
      }
    };
    /** Note where the focus is now; false at the end of the page, and when it goes in circles. */
    audit.arrive = () => {
      const element = document.activeElement;
      siteAudit.settle();
      audit.leave();
      if (!element || element === document.body || audit.reached.includes(element)) {
        return false;
      }
      audit.reached.push(element);
      audit.focused = ring(element);
      return true;
    };
    siteAudit.keyboard = audit;
  });
}

/** Press Tab from the top and compare where it stops with where it should. */
export async function keyboard({ page }) {
  // What shows only under the pointer is no stop of Tab's.
  await page.mouse.move(0, 0);
  const findings = await unreachable(page);
  await prepare(page);
  for (let press = 0; press < STOPS; press += 1) {
    await page.keyboard.press("Tab");
    if (!(await page.evaluate(() => siteAudit.keyboard.arrive()))) {
      break;
    }
  }
  const walked = await page.evaluate(() => {
    const { wanted, reached, unmarked } = siteAudit.keyboard;
    // The browser also stops at boxes that scroll, which are not among the wanted.
    const last = Math.max(...reached.map((element) => wanted.indexOf(element)));
    // Firefox takes a table's caption after the table.
    const comesLater = (element) => element.closest("caption")?.parentElement.contains(reached.at(-1));
    return {
      stops: reached.length,
      skipped: wanted.slice(0, last + 1).filter((element) => !reached.includes(element) && !comesLater(element)).map(siteAudit.describe),
      remaining: wanted.slice(last + 1).map(siteAudit.describe),
      unmarked: unmarked.map(siteAudit.describe),
    };
  });
  findings.push(...walked.skipped.map((element) => ({ element, message: "Tab skips it" })));
  findings.push(...walked.unmarked.map((element) => ({ element, message: "nothing shows that it has the focus (outline or shadow)" })));
  if (walked.stops < STOPS && walked.remaining.length > 0) {
    findings.push({ element: walked.remaining[0], message: "the focus never gets here: Tab stops before it, or goes in circles" });
  }
  return findings;
}
