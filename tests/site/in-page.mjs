// What several checks need inside the page. Page and checks share no modules, so this is sent over as text.

/** Define `siteAudit` in the page. */
export function installHelpers() {
  const CONTROLS = "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary";
  const TARGETS = `${CONTROLS}, [tabindex]`;

  /** A short selector by which a person finds the element. */
  function describe(element) {
    const steps = [];
    for (let current = element; current instanceof Element && current !== document.documentElement; current = current.parentElement) {
      if (current.id) {
        steps.unshift(`#${current.id}`);
        break;
      }
      const classes = [...current.classList].slice(0, 2).map((name) => `.${name}`);
      steps.unshift(current.localName + classes.join(""));
      if (steps.length === 4) {
        break;
      }
    }
    return steps.join(" > ") || "html";
  }

  function isShown(element) {
    // In this order: to measure what stands in a shut fold, the browser would lay it out.
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) {
      return false;
    }
    const { width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0;
  }

  /** Whether Tab ought to stop here; a skip link is out of sight until it has focus, and counts. */
  function isFocusable(element) {
    return !element.matches(":disabled") && !element.closest("[inert]") && element.checkVisibility({ visibilityProperty: true });
  }

  const controls = (root = document) => [...root.querySelectorAll(CONTROLS)].filter(isFocusable);

  /** Of radio buttons that belong together Tab stops at the chosen one; arrows lead to the others. */
  const isLeftToArrows = (element) =>
    element.matches("input[type=radio]:not(:checked)") && document.querySelector(`input[type=radio][name="${element.name}"]:checked`) !== null;

  const tabStops = (root = document) =>
    [...root.querySelectorAll(`${CONTROLS}, [tabindex]`)].filter((element) => element.tabIndex >= 0 && isFocusable(element) && !isLeftToArrows(element));

  /** The charts: each is drawn twice, and the page shows the drawing that fits; a reader who wants to see one opens the fold in which it is. */
  function charts(root = document) {
    return [...root.querySelectorAll(".chart.chart-wide")].map((wide) => {
      const fold = wide.closest("details");
      if (fold) {
        fold.open = true;
      }
      const figure = wide.closest("figure.chart-figure");
      const next = wide.nextElementSibling;
      const narrow = figure ? figure.querySelector(".chart.chart-narrow") : next?.matches(".chart-narrow") ? next : null;
      const drawings = [wide, narrow].filter(Boolean);
      return { figure, drawings, shown: drawings.filter(isShown), name: figure?.id ? `#${figure.id}` : describe(wide) };
    });
  }

  /** What is shown of a figure's chart: the drawing for wide windows, or the one for narrow ones. */
  function shownChart(identifier) {
    const figure = document.getElementById(identifier);
    const [chart] = charts(figure.parentElement).find((one) => one.figure === figure).shown;
    return { figure, chart };
  }

  function measure(figure, drawing) {
    const around = figure.getBoundingClientRect();
    const { left, top, width, height } = drawing.getBoundingClientRect();
    return { figure: { height: around.height }, drawing: { left: left - around.left, top: top - around.top, width, height } };
  }

  /** Let the page look as it will when what fades or slides in has done so. */
  function settle() {
    for (const animation of document.getAnimations()) {
      if (animation.effect.getComputedTiming().endTime !== Infinity) {
        animation.finish();
      }
    }
  }

  /** A mark for each shown element, made of its name, its attributes and the names of what it stands in; and of each shown control. */
  function marks() {
    const paths = new Map();
    const found = { elements: [], controls: [] };
    const hash = (text) => [...text].reduce((mark, letter) => (Math.imul(mark, 31) + letter.codePointAt(0)) | 0, 0);
    for (const element of document.body.querySelectorAll("*")) {
      paths.set(element, hash(`${paths.get(element.parentElement)} ${element.localName} ${element.className}`));
      if (isShown(element)) {
        const mark = hash(`${paths.get(element)} ${[...element.attributes].map(({ name, value }) => `${name}=${value}`).join(" ")}`);
        found.elements.push(mark);
        if (element.matches(TARGETS)) {
          found.controls.push(mark);
        }
      }
    }
    return found;
  }

  /** Mark those of the shown controls, in their order, that are new. */
  function markControls(news) {
    [...document.body.querySelectorAll(TARGETS)].filter(isShown).forEach((element, place) => element.toggleAttribute("data-audit-target", news[place]));
  }

  function toCentre(element) {
    element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  }

  globalThis.siteAudit = { charts, controls, describe, isShown, markControls, marks, measure, settle, shownChart, tabStops, toCentre };
}
