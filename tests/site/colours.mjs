// Colours, in both schemes: whether the page follows the reader's, and which text has to be looked at. Text of one kind, of the same colour
// and size on the same ground, is judged once.

/** Whether the page's ground is light or dark, as the reader's system prefers it. */
export function ground({ page }, scheme) {
  return page.evaluate((preferred) => {
    // Painting the colour tells its brightness in whatever way the style sheet wrote it.
    const canvas = document.createElement("canvas").getContext("2d");
    for (const element of [document.documentElement, document.body]) {
      canvas.fillStyle = getComputedStyle(element).backgroundColor;
      canvas.fillRect(0, 0, 1, 1);
    }
    const [red, green, blue, opacity] = canvas.getImageData(0, 0, 1, 1).data;
    const isDark = opacity > 0 && (red + green + blue) / 3 < 128;
    return isDark === (preferred === "dark")
      ? []
      : [{ element: "body", message: `the background is ${isDark ? "dark" : "light"}, where the reader's system prefers ${preferred}` }];
  }, scheme);
}

/** Note where everything is; the second time, return what is elsewhere, gone or new. */
export function moved({ page }) {
  return page.evaluate(() => {
    const boxes = new Map();
    for (const element of document.body.querySelectorAll("*")) {
      const { left, top, width, height } = element.getBoundingClientRect();
      boxes.set(element, [left, top, width, height, element.checkVisibility({ opacityProperty: true, visibilityProperty: true })].join(" "));
    }
    const noted = siteAudit.boxes;
    siteAudit.boxes = noted ? undefined : boxes;
    return noted ? [...noted].filter(([element, box]) => boxes.get(element) !== box).map(([element]) => siteAudit.describe(element)) : [];
  });
}

/**
 * Mark with `data-audit-text` one shown element of each kind of text but those that are known, and with `data-audit-link` the link that it is
 * in; return the kinds.
 *
 * A kind is all that the contrast depends on: the text's colour and shadow, whether it is large, what is painted behind it, down to the first
 * opaque ground, and, of a link, what tells it from the text around it. Where text does not stand on the ground of what it stands in, or
 * not on that alone, its place in the markup and the window's width belong to its kind.
 */
export function markKinds(known) {
  scrollTo({ top: 0, left: 0, behavior: "instant" }); // what stays at the window's edge lies over other text, as far as the page is scrolled
  const hasText = (element) =>
    element.matches("input, select, textarea") || [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
  // As WCAG has it: 18 points, or 14 points in bold.
  const isLarge = ({ fontSize, fontWeight }) => parseFloat(fontSize) >= (Number(fontWeight) >= 700 ? 18.66 : 24);
  /** Whether a box may lie over others than those that it stands in; in a drawing, nothing has a ground of its own. */
  const leavesItsPlace = (element, { position, float, transform, margin }) =>
    !(element instanceof SVGElement) && (position !== "static" || float !== "none" || transform !== "none" || margin.includes("-"));

  const grounds = new Map();
  function groundOf(element) {
    if (!element) {
      return { base: null, frame: null, colours: "", effects: "", isLoose: false, isUnseen: false };
    }
    if (!grounds.has(element)) {
      const style = getComputedStyle(element);
      const { backgroundColor, backgroundImage, overflowX, opacity, filter, mixBlendMode } = style;
      const behind = groundOf(element.parentElement);
      const effects = [opacity, filter, mixBlendMode].join(" ").replace("1 none normal", "");
      const isOpaque = backgroundColor.startsWith("rgb(") && backgroundImage === "none" && effects === "";
      const isClear = backgroundColor === "rgba(0, 0, 0, 0)" && backgroundImage === "none";
      grounds.set(element, {
        base: isOpaque ? element : behind.base,
        // What scrolls in a frame stands on the ground of the frame.
        frame: isOpaque ? null : (behind.frame ?? (overflowX === "visible" ? null : element)),
        isPainted: !isClear,
        colours: isOpaque ? backgroundColor : isClear ? behind.colours : `${behind.colours} ${backgroundColor} ${backgroundImage}`,
        effects: behind.effects + effects,
        // What is for screen readers alone stands in a box of one pixel.
        isUnseen: behind.isUnseen || (overflowX !== "visible" && element.clientWidth <= 1 && element.clientHeight <= 1),
        isLoose: !isOpaque && (behind.isLoose || leavesItsPlace(element, style)),
      });
    }
    return grounds.get(element);
  }
  const sticksOut = (element, base) => {
    const inner = element.getBoundingClientRect();
    const outer = base?.getBoundingClientRect();
    return outer !== undefined && (inner.left < outer.left - 1 || inner.right > outer.right + 1 || inner.top < outer.top - 1 || inner.bottom > outer.bottom + 1);
  };
  const painted = [...document.querySelectorAll("body *")]
    .filter((element) => groundOf(element).isPainted && siteAudit.isShown(element))
    .map((element) => ({ element, box: element.getBoundingClientRect() }));
  const liesOverAnother = (text) => {
    const { left, right, top, bottom } = text.getBoundingClientRect();
    return painted.some(({ element, box }) => box.left < right && left < box.right && box.top < bottom && top < box.bottom && !element.contains(text));
  };
  const placeOf = (element) =>
    element === document.documentElement ? [innerWidth] : [...placeOf(element.parentElement), [element.localName, ...element.classList].join(".")];
  const ofLink = (link) => {
    if (!link) {
      return [];
    }
    let block = link.parentElement;
    while (/^(inline|contents)/.test(getComputedStyle(block).display)) {
      block = block.parentElement;
    }
    const around = getComputedStyle(block);
    const own = getComputedStyle(link);
    const isAlone = block.textContent.trim().length <= link.textContent.trim().length;
    const differs = ["fontSize", "fontWeight", "fontStyle", "fontFamily"].filter((property) => own[property] !== around[property]);
    return ["in a link", own.textDecorationLine, own.borderBottom, ...differs, isAlone, around.color];
  };

  const unknown = new Set();
  for (const element of document.querySelectorAll("body, body *")) {
    if (hasText(element) && siteAudit.isShown(element) && !groundOf(element).isUnseen) {
      const style = getComputedStyle(element);
      const { base, frame, colours, effects, isLoose } = groundOf(element);
      const place = sticksOut(frame ?? element, base) || (isLoose && liesOverAnother(element)) ? placeOf(element) : [];
      const kind = [style.color, style.textShadow, isLarge(style), colours, effects, ...ofLink(element.closest("a")), ...place].join("; ");
      if (!known.includes(kind) && !unknown.has(kind)) {
        unknown.add(kind);
        element.dataset.auditText = kind;
        element.closest("a")?.setAttribute("data-audit-link", "");
      }
    }
  }
  return [...unknown];
}
