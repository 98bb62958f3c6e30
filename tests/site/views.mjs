// The ways in which every page is looked at.

export const VIEWS = [1280, 390].flatMap((width) =>
  ["light", "dark"].flatMap((scheme) => [true, false].map((script) => ({ width, scheme, script }))),
);

const isPhone = (view) => view.width < 600;

/** How a reader reaches a chart in this view; each way is used in some view. */
export function reach(view) {
  if (isPhone(view)) {
    return "tap";
  }
  return view.scheme === "light" ? "pointer" : "focus";
}

export const hasPointer = (view) => view.script && reach(view) === "pointer";

/** The view in which the reader has asked for less motion. */
export const hasReducedMotion = (view) => view.script && reach(view) === "focus";

export const nameOfPart = (part, value) => (part === "script" ? (value ? "script" : "no script") : String(value));

export const nameOf = (view) =>
  Object.entries(view)
    .map(([part, value]) => nameOfPart(part, value))
    .join(" ");

/** Make a browser's page look as in this view. */
export async function apply(page, view) {
  await page.setViewport({
    width: view.width,
    height: isPhone(view) ? 844 : 900,
    deviceScaleFactor: 1,
    isMobile: isPhone(view),
    hasTouch: isPhone(view),
  });
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: view.scheme },
    { name: "prefers-reduced-motion", value: hasReducedMotion(view) ? "reduce" : "no-preference" },
  ]);
  await page.setJavaScriptEnabled(view.script);
  // Two pages are open at a time; each behaves as if it were in front.
  await page.emulateFocusedPage(true);
}
