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

  const enliven = async (drawings) => {
    if (drawings.dataset.state) return;
    drawings.dataset.state = "asked";
    try {
      const name = drawings.dataset.chart;
      await Promise.all([ask("_static/vega.js"), ask(`_static/charts/${name}.js`)]);
      const chart = window.bookCharts[name];
      const place = drawings.querySelector(small.matches ? ".chart-narrow" : ".chart-wide");
      const description = place.querySelector("svg").getAttribute("aria-label");
      const live = document.createElement("div");
      live.className = "chart-live";
      // The interpreter evaluates Vega's expressions without eval, which a site may forbid.
      const { view } = await vegaEmbed(live, small.matches ? { ...chart.narrow, datasets: chart.specification.datasets } : chart.specification, {
        actions: false, ast: true, renderer: "svg", tooltip: { theme: "book", disableDefaultStyle: true },
      });
      for (const part of live.querySelectorAll("[aria-label], [aria-roledescription], [role]")) {
        for (const attribute of ["aria-label", "aria-roledescription", "role"]) part.removeAttribute(attribute);
      }
      const svg = live.querySelector("svg");
      svg.setAttribute("role", "img");
      svg.setAttribute("aria-label", description);
      place.append(live);
      drawings.dataset.state = "live";
      drawings.closest("figure")?.setAttribute("data-interactive", "ready");
      drawings.finalize = () => { view.finalize(); live.remove(); };
    } catch (error) {
      // The drawing stays, and the next visit tries again.
      delete drawings.dataset.state;
      console.warn(error);
    }
  };

  const every = document.querySelectorAll("[data-chart]");
  for (const drawings of every) {
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
