// The values of “Try it”, which the style sheet shows without script: who hears the page is told how much is different, and a link finds its
// table, whatever is chosen.
"use strict";
{
  for (const choices of document.querySelectorAll(".choices")) {
    choices.addEventListener("change", ({ target }) => {
      const line = target.closest(".choice").querySelector(".choice-line");
      choices.querySelector("output").textContent = line?.textContent ?? "The table as it stands.";
    });
  }
  const uncover = () => {
    const radio = document.querySelector(".choice:has(:target) > label > input:not(:checked)");
    if (!radio) return;
    radio.checked = true;
    document.querySelector(":target").scrollIntoView();
  };
  addEventListener("hashchange", uncover);
  document.addEventListener("click", (event) => { if (event.target.closest?.("a[href^='#']")) setTimeout(uncover); });
  uncover();
}
