// Citing with one click: the panel that a table's, a figure's, a claim's or a group's “Cite” opens, and buttons that copy a citation.
// Without script, “Cite” is a link to the item, and the citations can be selected and copied.
"use strict";
{
  const copy = async (element) => {
    const text = element.textContent.trim();
    // A reference keeps its italics where the program into which it is pasted knows them.
    if (navigator.clipboard?.write && window.ClipboardItem && element.querySelector("i")) {
      const as = (kind, content) => [kind, new Blob([content], { type: kind })];
      const html = `<span>${element.innerHTML}</span>`;
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries([as("text/plain", text), as("text/html", html)]))]);
    } else if (navigator.clipboard?.writeText) {
      await navigator.clipboard.writeText(text);
    } else {
      ClipboardJS.copy(text);
    }
  };

  for (const button of document.querySelectorAll(".copy-text")) {
    const said = button.nextElementSibling;
    button.addEventListener("click", async () => {
      try {
        await copy(button.previousElementSibling);
        said.textContent = "Copied";
      } catch {
        said.textContent = "Not copied: the browser does not allow it";
      }
      setTimeout(() => { said.textContent = ""; }, 3000);
    });
  }

  const panel = document.getElementById("cite-panel");
  if (panel?.showPopover) {
    const fill = (name, text) => {
      for (const place of panel.querySelectorAll(`[data-fill="${name}"]`)) place.textContent = text;
    };
    const canonical = document.querySelector("link[rel=canonical]")?.href;
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.("a.cite-item");
      if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      const address = new URL(link.hash, canonical ?? location.href).href;
      history.replaceState(null, "", link.hash);
      fill("item", link.querySelector(".unseen").textContent.trim());
      fill("anchor", link.hash.slice(1));
      fill("link", address);
      panel.querySelector("a[data-fill]").href = address;
      link.focus({ preventScroll: true }); // where the browser puts the focus back when the panel closes
      panel.showPopover();
      panel.querySelector("button").focus();
    });
  }
}
