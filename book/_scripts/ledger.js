// Filters and sorts a long table whose rows unfold: the ledger of the claims, and the register. What is chosen is in the page's address, so
// that a selection can be kept, sent, and left and come back to. Without script the table is complete, and links select its rows.
"use strict";
{
  const form = document.querySelector("form.filters");
  const table = document.querySelector("table.unfolds");
  // One form for all ways of writing: width, accents, capitals and apostrophes make no difference.
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC").replaceAll("’", "'").toLowerCase();
  const compare = new Intl.Collator(["en", "ja"], { numeric: true, sensitivity: "base" }).compare;

  if (form && table) {
    const rows = [...table.querySelectorAll("tr[data-" + form.querySelector("select").name + "]")];
    const parts = new Map([...table.tBodies].map((part) => [part, [...part.rows].slice(1)]));
    const sorted = document.createElement("tbody");
    const fields = [...form.querySelectorAll("select, input[type=number]")];
    const count = form.querySelector("output");
    const what = count.textContent.replace(/^\d+ /, "");
    const texts = new Map();
    // Who looks for a word wants the claims that are about it, not those whose check has it in its code or read it.
    const textOf = (row) => {
      if (!texts.has(row)) {
        const cells = [...row.cells].map((cell) => cell.querySelector("summary") ?? cell);
        const body = row.querySelectorAll(".body > :not(.claim-check, .claim-evidence), .claim-evidence > ul");
        texts.set(row, plain([...cells, ...body].map((one) => one.textContent).join(" ")));
      }
      return texts.get(row);
    };

    const answers = (row, field) => {
      if (!field.value) return true;
      const [name, way] = field.name.split("-");
      const value = row.dataset[name];
      if (!way) return value.split("|").includes(field.value);
      return value !== "" && (way === "from" ? Number(value) >= Number(field.value) : Number(value) <= Number(field.value));
    };

    let announcing;
    const apply = () => {
      const words = plain(form.q.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const row of rows) {
        row.hidden = !fields.every((field) => answers(row, field)) || !words.every((word) => textOf(row).includes(word));
        shown += !row.hidden;
      }
      for (const [part, own] of parts) part.hidden = sorted.isConnected || own.every((row) => row.hidden);
      form.classList.toggle("narrowed", shown < rows.length);
      // Once a reader pauses: who hears the page would otherwise hear a number at each letter.
      clearTimeout(announcing);
      announcing = setTimeout(() => { count.textContent = shown === rows.length ? `${shown} ${what}` : `${shown} of ${rows.length} ${what}`; }, 250);
    };

    // Sorting --------------------------------------------------------------------------------------------------------------------
    const headings = [...table.tHead.rows[0].cells];
    const nameOf = (heading) => heading.textContent.trim().toLowerCase().replaceAll(" ", "-");
    const arrange = (order) => {
      const falling = order.startsWith("-");
      const heading = headings.find((one) => "sort" in one.dataset && nameOf(one) === order.slice(falling));
      for (const one of headings) one.removeAttribute("aria-sort");
      if (!heading) {
        if (!sorted.isConnected) return; // the rows stand where they were printed
        for (const [part, own] of parts) part.append(...own);
        sorted.remove();
        return;
      }
      heading.ariaSort = falling ? "descending" : "ascending";
      const column = headings.indexOf(heading);
      const value = (row) => (heading.dataset.sort ? row.dataset[heading.dataset.sort] : (row.cells[column].querySelector(".entry-name") ?? row.cells[column]).textContent.trim());
      const keys = new Map(rows.map((row) => [row, value(row)]));
      // What has no value comes last, whichever way.
      const by = (one, other) => !keys.get(one) - !keys.get(other) || (falling ? -1 : 1) * compare(keys.get(one), keys.get(other));
      sorted.append(...[...rows].sort(by));
      table.append(sorted);
    };
    for (const heading of headings.filter((one) => "sort" in one.dataset)) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const next = { ascending: `-${nameOf(heading)}`, descending: "" }[heading.ariaSort] ?? nameOf(heading);
        remember(next);
        arrange(next);
        apply();
      });
    }

    // The address ----------------------------------------------------------------------------------------------------------------
    let order = "";
    const remember = (sort = order, typing = false) => {
      order = sort;
      const asked = new URLSearchParams(location.search); // another form of the page may have its part in it
      for (const name of [...form.elements].map((field) => field.name).concat("sort")) asked.delete(name);
      for (const [name, value] of new FormData(form)) if (value.trim()) asked.append(name, value);
      if (sort) asked.set("sort", sort);
      const address = `${location.pathname}${asked.size ? `?${asked}` : ""}`;
      // Letters typed one after the other are one step for the button Back.
      history[typing && history.state === "typing" ? "replaceState" : "pushState"](typing ? "typing" : null, "", address);
    };
    const restore = () => {
      const asked = new URLSearchParams(location.search);
      for (const field of [...fields, form.q]) {
        field.value = asked.get(field.name) ?? "";
      }
      order = asked.get("sort") ?? "";
      arrange(order);
      apply();
    };
    form.addEventListener("input", (event) => {
      remember(order, event.target === form.q);
      apply();
    });
    form.addEventListener("reset", () => setTimeout(() => { remember(""); restore(); form.q.focus(); }));
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("popstate", restore);
    // A selection that the page itself offers needs no new page.
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href*='?']");
      if (!link || link.pathname !== location.pathname || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      history.pushState(null, "", link.href);
      restore();
      form.parentElement.scrollIntoView(); // on a phone the form itself has no box
      table.querySelector("tr:not([hidden]) > th > a")?.focus({ preventScroll: true });
    });

    // What a link leads to must be there, whatever is chosen; and its line is seen above it.
    const reveal = () => {
      const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      const row = target && rows.find((one) => one.contains(target));
      if (!row) return;
      if (row.hidden) {
        history.replaceState(null, "", location.pathname + location.hash);
        restore();
      }
      row.querySelector("details").open = true;
      row.scrollIntoView();
    };
    addEventListener("hashchange", reveal);
    restore();
    // Who follows an address with a selection wants to see it; who comes back finds the page where it was left.
    if (location.search && !location.hash && performance.getEntriesByType("navigation")[0].type === "navigate") form.parentElement.scrollIntoView();
    reveal();
  }
}
