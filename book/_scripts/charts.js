// Makes a chart interactive when a reader reaches it. Until then the page asks for nothing: the chart stands there as a drawing.
"use strict";
{
  const root = document.documentElement.dataset.content_root;
  const small = matchMedia("(max-width: 640px)");
  const asked = new Map();

  const ask = (address) => {
    if (!asked.has(address)) {
      asked.set(address, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = root + address;
        script.addEventListener("load", resolve);
        script.addEventListener("error", () => { asked.delete(address); script.remove(); reject(new Error(`${address} did not load`)); });
        document.head.append(script);
      }));
    }
    return asked.get(address);
  };

  const LINKS = "a[href], [role=link]";
  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

  // Of the marks that are links one takes Tab, and the arrow keys move on to the others: a chart may have as many as there are groups.
  const rove = (drawing) => {
    const links = [...drawing.querySelectorAll(LINKS)];
    for (const link of links) link.setAttribute("tabindex", link === links[0] ? 0 : -1);
    drawing.addEventListener("keydown", (event) => {
      const from = links.indexOf(document.activeElement);
      if (from < 0) return;
      if (event.key === "Enter" && links[from].__data__) location.assign(links[from].__data__.href);
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      const to = Math.min(Math.max(from + step, 0), links.length - 1);
      links[from].setAttribute("tabindex", -1);
      links[to].setAttribute("tabindex", 0);
      links[to].focus();
    });
  };

  // What Vega says of the chart and of each part gives way to one text alternative; a mark that leads somewhere stays a link with its name.
  const name = (live, drawn) => {
    for (const part of [live, ...live.querySelectorAll("[aria-label], [aria-roledescription], [role]")]) {
      const said = part.__data__?.href && part.getAttribute("aria-label");
      for (const attribute of ["aria-label", "aria-roledescription", "role"]) part.removeAttribute(attribute);
      if (said) {
        part.setAttribute("role", "link");
        part.setAttribute("aria-label", said);
      }
    }
    const svg = live.querySelector("svg");
    for (const attribute of ["role", "aria-label"]) svg.setAttribute(attribute, drawn.getAttribute(attribute));
    for (const text of svg.querySelectorAll("text:not([role])")) text.setAttribute("aria-hidden", "true");
    return svg;
  };

  const enliven = async (drawings) => {
    if (drawings.dataset.state) return;
    drawings.dataset.state = "asked";
    try {
      const chosen = drawings.dataset.chart;
      await Promise.all([ask("_static/vega.js"), ask(`_static/charts/${chosen}.js`)]);
      const chart = window.bookCharts[chosen];
      const place = drawings.querySelector(small.matches ? ".chart-narrow" : ".chart-wide");
      const drawn = place.querySelector("svg");
      const live = document.createElement("div");
      live.className = "chart-live";
      // The page's policy forbids eval, so Vega's interpreter evaluates expressions, and styles written into the page.
      const { view } = await vegaEmbed(live, small.matches ? { ...chart.narrow, datasets: chart.specification.datasets } : chart.specification, {
        actions: false, ast: true, defaultStyle: false, renderer: "svg", tooltip: { theme: "book", disableDefaultStyle: true },
      });
      const svg = name(live, drawn);
      rove(svg);
      place.append(live);
      const focused = [...drawn.querySelectorAll(LINKS)].indexOf(document.activeElement);
      drawings.dataset.state = "live";
      drawings.closest("figure")?.setAttribute("data-interactive", "ready");
      svg.querySelectorAll(LINKS)[focused]?.focus();
      drawings.finalize = () => { view.finalize(); live.remove(); };
    } catch (error) {
      // The drawing stays, and the next visit tries again.
      delete drawings.dataset.state;
      console.warn(error);
    }
  };

  const every = document.querySelectorAll("[data-chart]");
  for (const drawings of every) {
    for (const drawing of drawings.querySelectorAll("svg")) rove(drawing);
    const figure = drawings.closest("figure") ?? drawings;
    figure.addEventListener("pointerenter", () => enliven(drawings));
    figure.addEventListener("focusin", () => enliven(drawings));
  }
  // On a screen turned or a window resized the other drawing shows again, until the reader comes back to it.
  small.addEventListener("change", () => {
    for (const drawings of every) {
      drawings.finalize?.();
      delete drawings.finalize;
      delete drawings.dataset.state;
      drawings.closest("figure")?.removeAttribute("data-interactive");
    }
  });
}
