// The ways in which every page is looked at: the fewest that show everything which a window, a reader's system and a way of reading decide.
//
// - The width decides the layout, and script decides what stands on the page, so each of their four pairs is looked at.
// - A chart is reached by pointer, by finger and by keyboard, and wakes once on a page that was opened: three views with script, of which a
//   page without charts needs two.
// - The scheme decides colours and nothing else, so it needs no views of its own: in each of the four pairs the colours are looked at in
//   both schemes, and that nothing else differs is itself a check ("colour scheme"). What a script reads of the scheme on loading shows in
//   the view that is opened in the dark.

export const POINTER = { width: 1280, scheme: "light", script: true };
export const KEYBOARD = { width: 1280, scheme: "dark", script: true };
export const PHONE = { width: 390, scheme: "light", script: true };
export const NO_SCRIPT = { width: 1280, scheme: "light", script: false };
export const NO_SCRIPT_PHONE = { width: 390, scheme: "dark", script: false };

export const VIEWS = [POINTER, KEYBOARD, PHONE, NO_SCRIPT, NO_SCRIPT_PHONE];

const isPhone = (view) => view.width < 600;

/** How a reader reaches a chart in this view; each way is used in some view. */
export function reach(view) {
  if (isPhone(view)) {
    return "tap";
  }
  return view.scheme === "light" ? "pointer" : "focus";
}

export const hasScript = (view) => view.script;

/** The view of a reader who has also asked for less motion. */
export const hasPointer = (view) => view.script && reach(view) === "pointer";

/** The view of a reader at the keyboard; in all else it is as that with the pointer. */
export const hasKeyboard = (view) => view.script && reach(view) === "focus";

/** Whether this view stands for its width, with or without script. */
export const showsLayout = (view) => !hasKeyboard(view);

/** Whether this view stands for its way of answering, which the width does not change. */
export const showsAnswers = (view) => hasPointer(view) || !view.script;

export const otherScheme = (scheme) => (scheme === "light" ? "dark" : "light");

export const nameOfPart = (part, value) => (part === "script" ? (value ? "script" : "no script") : String(value));

export const nameOf = (view) =>
  Object.entries(view)
    .map(([part, value]) => nameOfPart(part, value))
    .join(" ");

/** The views in which a page can differ: the keyboard's is for the charts. */
export const viewsOf = (html) => VIEWS.filter((view) => !hasKeyboard(view) || html.includes("chart-wide"));

/** Have the reader's system prefer a scheme, other than the view's for a while. */
export function prefer(page, view, scheme = view.scheme) {
  return page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: scheme },
    { name: "prefers-reduced-motion", value: hasPointer(view) ? "reduce" : "no-preference" },
  ]);
}

/** Where the reader is: a day on a chart is the same day everywhere. */
const ZONES = { pointer: "America/Los_Angeles", focus: "Pacific/Kiritimati", tap: "Asia/Tokyo" };

/** Make a browser's page look as in this view. */
export async function apply(page, view) {
  await page.setViewport({
    width: view.width,
    height: isPhone(view) ? 844 : 900,
    deviceScaleFactor: 1,
    isMobile: isPhone(view),
    hasTouch: isPhone(view),
  });
  await prefer(page, view);
  await page.setJavaScriptEnabled(view.script);
  await page.emulateTimezone(ZONES[reach(view)]);
  // Two pages are open at a time; each behaves as if it were in front.
  await page.emulateFocusedPage(true);
}
