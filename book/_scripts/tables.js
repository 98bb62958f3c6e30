// Lets a reader search, filter and sort the long tables, and the glossary. Without script they are plain and complete.
"use strict";
{
  const plain = (text) => text.normalize("NFKC").normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase();
  // What is set apart in a cell, by lines or by marks; but a mark in parentheses is part of a name.
  const parts = (cell) => {
    const copy = cell.cloneNode(true);
    for (const end of copy.querySelectorAll("br")) end.replaceWith("\n");
    const found = [""];
    let depth = 0;
    for (const letter of copy.textContent) {
      if ("(（".includes(letter)) depth += 1;
      if (")）".includes(letter)) depth = Math.max(depth - 1, 0);
      if (letter === "\n" || (depth === 0 && ";,、".includes(letter))) found.push("");
      else found.push(found.pop() + letter);
    }
    return found.map((part) => part.trim()).filter(Boolean);
  };
  const years = (text) => (text.match(/\b1[89]\d\d\b|\b20\d\d\b/g) ?? []).map(Number);
  const compare = new Intl.Collator(["en", "ja"], { numeric: true, sensitivity: "base" }).compare;

  const element = (name, properties = {}, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  let forms = 0;

  // records: { element, text, values: Map(heading → list of texts) }; questions: [{ heading, kind }]
  const fillForm = (fold, records, questions) => {
    forms += 1;
    const controls = [];
    const labelled = (text, control) => element("label", {}, element("span", { textContent: text }), control);
    const words = element("input", { type: "search", autocomplete: "off", spellcheck: false });
    controls.push(labelled("Find", words));
    const conditions = [(record) => plain(words.value).split(/\s+/).every((word) => record.text.includes(word))];
    for (const { heading, kind } of questions) {
      if (kind === "years") {
        const bound = (way) => element("input", { type: "number", min: 1800, max: 2100, placeholder: "year", ariaLabel: `${heading}, ${way}` });
        const [from, to] = [bound("from"), bound("to")];
        controls.push(element("fieldset", {}, element("legend", { textContent: heading }), from, element("span", { textContent: "to" }), to));
        conditions.push((record) => {
          if (!from.value && !to.value) return true;
          return (record.values.get(heading) ?? []).some((year) => year >= (from.value || -Infinity) && year <= (to.value || Infinity));
        });
      } else {
        const found = [...new Set(records.flatMap((record) => record.values.get(heading) ?? []))].sort(compare);
        const choice = element("select", {}, element("option", { value: "", textContent: "all" }),
          ...found.map((value) => element("option", { value, textContent: value })));
        controls.push(labelled(heading, choice));
        conditions.push((record) => !choice.value || (record.values.get(heading) ?? []).includes(choice.value));
      }
    }
    const count = element("output", { className: "table-count" });
    count.setAttribute("role", "status");
    const form = element("form", { id: `table-form-${forms}` }, ...controls, element("button", { type: "reset", textContent: "Show all" }));
    fold.append(form, count);
    const apply = () => {
      let shown = 0;
      for (const record of records) {
        record.element.hidden = !conditions.every((condition) => condition(record));
        shown += !record.element.hidden;
      }
      count.textContent = shown === records.length ? `All ${shown} shown` : `${shown} of ${records.length} shown`;
    };
    form.addEventListener("input", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
    apply();
    // What a link leads to must be there, whatever the filter.
    const reveal = () => {
      const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target && records.some((record) => record.element.contains(target) && record.element.hidden)) {
        form.reset();
        setTimeout(() => target.scrollIntoView());
      }
    };
    addEventListener("hashchange", reveal);
  };

  // Only the fold stands there from the start; what is in it is made when a reader opens it.
  const addFold = (place, what, questions, read) => {
    const fold = element("details", { className: "table-filter" }, element("summary", { textContent: `Search, filter and sort ${what}` }));
    fold.addEventListener("toggle", () => fillForm(fold, read(), questions), { once: true });
    place.before(fold);
  };

  const addSorting = (table) => {
    const body = table.tBodies[0];
    const headings = [...table.tHead.rows[0].cells];
    const printed = [...body.rows];
    headings.forEach((heading, column) => {
      const key = (row) => row.cells[column].textContent.trim();
      const empty = (row) => !key(row) || row.cells[column].querySelector(".blank, .not-applicable") !== null;
      const button = element("button", { type: "button", className: "sort" }, ...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => {
        const order = { none: "ascending", ascending: "descending", descending: "none" }[heading.ariaSort ?? "none"];
        for (const other of headings) other.removeAttribute("aria-sort");
        let rows = printed;
        if (order !== "none") {
          heading.setAttribute("aria-sort", order);
          const way = order === "ascending" ? 1 : -1;
          // Rows without a value come last, whichever way.
          rows = [...printed].sort((one, other) => empty(one) - empty(other) || way * compare(key(one), key(other)));
        }
        body.append(...rows);
      });
    });
  };

  for (const table of document.querySelectorAll("table.askable")) {
    const headings = [...table.tHead.rows[0].cells];
    const questions = headings.map((heading, column) => ({ heading: heading.textContent, kind: heading.dataset.filter, column })).filter(({ kind }) => kind);
    const read = () => [...table.tBodies[0].rows].map((row) => ({
      element: row,
      text: plain(row.textContent),
      values: new Map(questions.map(({ heading, kind, column }) => {
        const cell = row.cells[column];
        return [heading, kind === "years" ? years(cell.textContent) : kind === "several" ? parts(cell) : [cell.textContent.trim()]];
      })),
    }));
    addFold(table.closest(".table-frame") ?? table, "this table", questions, read);
    addSorting(table);
  }

  // The glossary: many sections, one form.
  const entries = [...document.querySelectorAll(".glossary .entry")];
  if (entries.length) {
    const read = () => entries.map((entry) => ({
      element: entry,
      text: plain(entry.textContent),
      values: new Map([["Kind", [entry.dataset.kind]], ["Meaning", entry.dataset.meaning.split("|")]]),
    }));
    const place = document.querySelector(".filter-place") ?? document.querySelector(".glossary");
    addFold(place, "the glossary", ["Kind", "Meaning"].map((heading) => ({ heading, kind: "choice" })), read);
  }
}
