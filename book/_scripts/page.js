// What every page has with script, and does not need: choosing the colours, a key for search, and the reader's place in the contents.
"use strict";
{
  const root = document.documentElement;

  const themeButton = document.querySelector(".theme-button");
  const showTheme = () => { themeButton.querySelector(".theme-name").textContent = root.dataset.theme ?? "auto"; };
  themeButton.addEventListener("click", () => {
    const next = { auto: "light", light: "dark", dark: "auto" }[root.dataset.theme ?? "auto"];
    if (next === "auto") delete root.dataset.theme;
    else root.dataset.theme = next;
    try {
      if (next === "auto") localStorage.removeItem("theme");
      else localStorage.setItem("theme", next);
    } catch {
      // Storage may be forbidden; the choice then lasts as long as the page.
    }
    showTheme();
  });
  showTheme();

  // The search page has a switch that turns this key off.
  const isOff = () => {
    try {
      return localStorage.getItem("search-key") === "off";
    } catch {
      return false;
    }
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || isOff()) return;
    const field = document.querySelector(".search-page-form input, .search-form input");
    if (!field?.offsetParent) return;
    event.preventDefault();
    field.focus();
  });

  // A menu is left when its link is followed on the same page.
  for (const menu of document.querySelectorAll("nav[popover]")) {
    menu.addEventListener("click", (event) => { if (event.target.closest("a") && menu.matches(":popover-open")) menu.hidePopover(); });
  }

  const links = new Map([...document.querySelectorAll(".here a[href^='#']")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  const sections = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  if (sections.length) {
    const list = document.getElementById("here");
    const frames = document.querySelectorAll(".table-frame");
    // Visible is asked first: to measure what is in a closed fold, the browser would have to lay it out.
    const passes = (frame, { left, top, bottom }) => {
      if (!frame.checkVisibility()) return false;
      const passing = frame.getBoundingClientRect();
      return passing.right > left && passing.top < bottom && passing.bottom > top;
    };
    const mark = () => {
      const area = list.getBoundingClientRect();
      const isBeside = area.width > 0 && !list.matches(":popover-open");
      list.toggleAttribute("data-aside", isBeside && [...frames].some((frame) => passes(frame, area)));
      const passed = sections.filter((section) => section.getBoundingClientRect().top < innerHeight * 0.3);
      const current = passed.at(-1)?.id;
      for (const [id, link] of links) link.toggleAttribute("data-current", id === current);
    };
    let waiting = false;
    const soon = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; mark(); });
    };
    new IntersectionObserver(soon, { rootMargin: "0px 0px -70% 0px", threshold: [0, 1] }).observe(sections[0]); // at once, too
    for (const event of ["scroll", "resize"]) addEventListener(event, soon, { passive: true });
    document.addEventListener("toggle", soon, { capture: true });
  }

  // A region that scrolls sideways has to be reachable by keyboard, and without script each is; one that does not scroll need not be.
  // An observer is told of a fold's content when the fold opens, and of no other.
  const FRAMES = ".scrolls, .table-frame";
  const sizes = new ResizeObserver((changes) => {
    for (const frame of new Set(changes.map(({ target }) => target.closest(FRAMES)))) {
      if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;
      else frame.removeAttribute("tabindex");
    }
  });
  for (const part of document.querySelectorAll(`:is(${FRAMES}), :is(${FRAMES}) > *`)) sizes.observe(part);
}
