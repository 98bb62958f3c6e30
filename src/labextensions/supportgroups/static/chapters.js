// Lets the chapters read in JupyterLab and JupyterLite as they read on the page: JupyterLab knows plain Markdown only, and the
// chapters use MyST. What a chapter needs of MyST is set as HTML before JupyterLab renders it: the three voices, numbers of tables and
// figures, figures in prose, works cited, terms. Numbers and figures in prose are filled in from the outputs, so that they
// follow when a cell runs again. Code that the page folds is folded here, too.
//
// A federated extension as JupyterLab loads it, written by hand so that it needs no build: `init` receives the shared modules, `get`
// hands out the plug-in.
(() => {
  "use strict";

  const NAME = "supportgroups";
  let shared;

  async function load(name) {
    const [version] = Object.values(shared[name]);
    return (await version.get())();
  }

  // Files of the book

  const folder = (path) => path.split("/").slice(0, -1).join("/");
  const join = (...parts) => parts.filter(Boolean).join("/");

  /** What the chapters share: numbers of tables and figures, titles of pages, works cited, terms; read from the notebooks, once a folder. */
  class Book {
    constructor(contents, place) {
      this.contents = contents;
      this.place = place;
      this.labels = new Map();
      this.works = new Map();
      this.terms = new Map();
      this.known = false;
      this.ready = this.read()
        .catch((error) => console.warn(`${NAME}: numbers and works cited cannot be read:`, error))
        .finally(() => (this.known = true));
    }

    async read() {
      const { content: files } = await this.contents.get(this.place, { content: true });
      const text = async (path) => (await this.contents.get(path, { type: "file", format: "text", content: true })).content;
      // The book's contents number the pages.
      const contents = await text(join(this.place, "_toc.yml"));
      const pages = [...contents.matchAll(/^\s*- file: (\S+)/gm)].map(([, page]) => files.find(({ name }) => name === `${page}.ipynb`));
      await Promise.all(
        pages.map(async (file, position) => {
          if (!file) return;
          const { path } = file;
          const { content } = await this.contents.get(path, { type: "notebook", content: true });
          const counted = { fig: 0, tab: 0 };
          for (const label of content.cells.flatMap(labelsOf)) {
            if (!label) continue;
            const kind = label.slice(0, 3);
            counted[kind] += 1;
            this.labels.set(label, { text: `${kind === "fig" ? "Figure" : "Table"} ${position + 1}.${counted[kind]}`, path });
          }
        }),
      );
      const glossary = files.find(({ name }) => name === "glossary.ipynb");
      if (glossary) {
        const { content } = await this.contents.get(glossary.path, { type: "notebook", content: true });
        for (const { data = {} } of content.cells.flatMap((cell) => cell.outputs ?? [])) this.readTerms([data["text/html"] ?? ""].flat().join(""));
      }
      for (const { path } of files.filter(({ name }) => name.endsWith(".bib"))) {
        this.readWorks(await text(path));
      }
    }

    readTerms(html) {
      for (const [, id, title] of html.matchAll(/<section class="entry" id="([^"]+)"[^>]*>\s*<h3[^>]*>(.*?)<\/h3>/gs)) {
        for (const [, name] of title.matchAll(/<span[^>]*>(.*?)<\/span>/gs)) this.terms.set(name.toLowerCase(), id);
      }
    }

    readWorks(text) {
      for (const [, key, fields] of text.matchAll(/@\w+\{([^,\s]+),([\s\S]*?)\n\}/g)) {
        const field = (name) => fields.match(new RegExp(`\\b${name}\\s*=\\s*[{"](.*?)[}"],?\\s*$`, "m"))?.[1].replace(/[{}]/g, "");
        const surnames = (field("author") ?? field("editor") ?? key).split(" and ").map((name) => name.includes(",") ? name.split(",")[0] : name.split(" ").at(-1));
        const names = surnames.length > 3 ? `${surnames[0]} et al.` : surnames.join(", ").replace(/, ([^,]*)$/, " and $1");
        this.works.set(key, { names, year: field("year") ?? "undated" });
      }
    }
  }

  /** The anchors of the numbered tables and figures of a cell: of its outputs, or of the tables that the page makes in its place. */
  function labelsOf({ cell_type: kind, source, outputs }) {
    if (kind !== "markdown") return (outputs ?? []).map(labelOf);
    return [...[source].flat().join("").matchAll(/^:name: (tab-[\w-]+)$/gm)].map(([, name]) => name);
  }

  /** The anchor of an output that is a numbered table or figure. */
  function labelOf({ data = {} }) {
    const chart = data[CHART];
    if (chart) return chart.usermeta?.supportgroups?.name;
    const html = [data["text/html"] ?? ""].flat().join("");
    return html.match(/^<table id="(tab-[\w-]+)"/)?.[1];
  }

  // MyST → what JupyterLab renders

  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

  /** A text and the target of a role: “text <target>”, or the target alone. */
  function split(content) {
    const found = content.match(/^(.*?)\s*<([^<>]+)>$/s);
    return found ? [found[1], found[2]] : [undefined, content];
  }

  const ROLES = {
    "glue:text": (content) => glued(...content.split(":")),
    minutes: () => '<span class="sg-minutes">…</span>',
    words: (name) => glued(name, "words"),
    Words: (name) => glued(name, "Words"),
    numref: (content) => {
      const [, target] = split(content);
      return `<span class="sg-number sg-name-${escaped(target)}">${escaped(target)}</span>`;
    },
    ref: (content) => {
      const [text, target] = split(content);
      return `<span class="sg-target sg-name-${escaped(target)}">${text ?? escaped(target)}</span>`;
    },
    doc: (content) => {
      const [text, target] = split(content);
      return `<a href="${escaped(target)}.ipynb">${text ?? escaped(target)}</a>`;
    },
    term: (content) => {
      const [text, target] = split(content);
      return `<span class="sg-term sg-name-${encodeURIComponent(target.toLowerCase())}">${text ?? target}</span>`;
    },
    cite: citation(""),
    "cite:p": citation("p"),
    "cite:t": citation("t"),
  };

  function glued(name, form = "") {
    return `<span class="sg-glue sg-name-${escaped(name)} sg-form-${escaped(form)}">…</span>`;
  }

  const NUMBERS = "none one two three four five six seven eight nine ten eleven twelve".split(" ");

  /** A figure as the text asks for it: in words, or in one of Python's formats that the chapters use. */
  function written(value, form) {
    if (form.toLowerCase() === "words") {
      const words = NUMBERS[value] ?? Number(value).toLocaleString("en-US");
      return form === "Words" ? words[0].toUpperCase() + words.slice(1) : words;
    }
    const found = form.match(/^(,?)(?:\.(\d))?([df%])$/);
    if (!found) return value;
    const digits = Number(found[2] ?? 0);
    const number = Number(value) * (found[3] === "%" ? 100 : 1);
    const shown = number.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: Boolean(found[1]) });
    return found[3] === "%" ? `${shown}%` : shown;
  }

  /** What the built page makes of the data, and a notebook does not show: directive → what to say in its place. */
  const AUDIT = "<code>from supportgroups import audit</code>";
  const claims = (what) => `The page has the claims here (${what}). In a cell: ${AUDIT}, then <code>audit.show("II-10")</code> shows one.`;
  const MADE_FOR_THE_PAGE = {
    "claim-table": (section) => claims(`section ${section}`),
    "check-table": (section) => claims(`what is checked besides in section ${section}`),
    "claim-entries": claims,
    "group-entries": (category) => `The page has the entries of the groups here (${category}). In a cell: <code>load_wide()</code> has them as a table.`,
    "multiverse": (way) => `The page has the counting rules here (${way}). In a cell: <code>count(tables, "groups by 1992", {"rows without a year": "early"})</code>.`,
    "term-entries": (kind) => `The page has the entries of the terms here (${kind}). In a cell: <code>load_glossary()</code> has them as a table.`,
  };

  /** What a directive is asked for that makes the entry of a group or a claim on the page. */
  const askedFor = (anchor) => (/^(?:T[1-6]|Intro|I{1,3}|IV|V|Tab)-\d{2}$/.test(anchor) ? "one by one" : undefined);

  function citation(kind) {
    return (keys) => `<span class="sg-cite${kind && `-${kind}`}">${escaped(keys)}</span>`;
  }

  function inline(text) {
    return text.replace(/\{([\w:]+)\}(`+)(.+?)\2/gs, (whole, role, _, content) => ROLES[role]?.(content.replace(/\s+/g, " ").trim()) ?? whole);
  }

  /** Texts that are seen elsewhere, too: a caption at its figure or table. */
  const FOLDED = { caption: "Caption of", alternative: "In words:" };

  /** What only the built page has, as its text says of itself. */
  const OF_THE_PAGE = /\[((?:[^[\]]|\[[^\]]*\])*)\]\{\.on-screen\}\s?/g;

  /** Text with a class of the page's, such as the sign of a verdict. */
  const OF_A_CLASS = /\[((?:[^[\]]|\[[^\]]*\])*)\]\{\.[^{}]*\}/g;

  /** Return a chapter's Markdown as Markdown that JupyterLab knows, with HTML where it has no words for it. */
  function plain(source) {
    const lines = [];
    const open = [];
    let code;
    let skipped;
    for (const line of source.replace(OF_THE_PAGE, "").replace(OF_A_CLASS, "*$1*").split("\n")) {
      const fence = line.match(/^\s*(```+|~~~+)/)?.[1];
      if (skipped) {
        if (fence?.startsWith(skipped)) skipped = undefined;
        continue;
      }
      if (code) {
        lines.push(line);
        if (fence?.startsWith(code)) code = undefined;
        continue;
      }
      const made = fence && line.match(/\{([\w-]+)\}\s*(.*)$/);
      if (made && MADE_FOR_THE_PAGE[made[1]]) {
        lines.push("", `<p class="sg-made sg-of-${escaped(made[2]).replaceAll(" ", "-")}">${MADE_FOR_THE_PAGE[made[1]](escaped(made[2]).replaceAll("_", " "))}</p>`, "");
        skipped = fence;
        continue;
      }
      if (fence) {
        code = fence;
        lines.push(line);
        continue;
      }
      const directive = line.match(/^(:{3,})\{([\w:-]+)\}\s*(.*)$/);
      if (directive && FOLDED[directive[2]]) {
        open.push({ fence: directive[1], close: "</details>" });
        lines.push("", `<details class="sg-block"><summary>${FOLDED[directive[2]]} ${inline(`{numref}\`${directive[3]}\``)}</summary>`, "");
        continue;
      }
      if (directive) {
        open.push({ fence: directive[1], options: true, at: lines.length });
        lines.push("", `<div class="sg-block">`, directive[3] ? `<p class="sg-title">${inline(directive[3])}</p>` : "", "");
        continue;
      }
      const block = open.at(-1);
      const option = block?.options && line.match(/^:([\w-]+):\s*(.*)$/);
      if (option) {
        if (option[1] === "class") lines[block.at + 1] = `<div class="sg-block sg-${option[2].split(/\s+/).join(" sg-")}">`;
        continue;
      }
      if (block) block.options = false;
      if (block && line.trim() === block.fence) {
        open.pop();
        lines.push("", block.close ?? "</div>", "");
        continue;
      }
      const target = line.match(/^\(([\w-]+)\)=\s*$/);
      if (target) lines.push(`<a id="${target[1]}"></a>`, "");
      else if (!/^\{[.#][^{}`]*\}\s*$/.test(line)) lines.push(line);
    }
    return inline(lines.join("\n"));
  }

  // A chapter that is open

  class Chapter {
    constructor(panel, book, render, go) {
      this.panel = panel;
      this.book = book;
      this.render = render;
      this.go = go;
      this.glued = new Map();
      panel.addClass("sg-chapter");
      panel.node.addEventListener("click", (event) => this.follow(event), { capture: true });
      panel.context.ready.then(() => this.begin());
    }

    get root() {
      return this.panel.content.node;
    }

    async begin() {
      const { content } = this.panel;
      const later = debounced(() => this.fill());
      new MutationObserver(later).observe(this.root, { childList: true, subtree: true });
      content.model.contentChanged.connect(later);
      content.widgets.forEach(fold);
      await this.book.ready;
      this.fill();
    }

    /** Read what the cells glued, and write it, and all numbers and citations, where the text asks for them. */
    fill() {
      if (this.panel.isDisposed) return;
      for (const { model } of this.panel.content.widgets) {
        const { outputs } = model;
        for (let i = 0; i < (outputs?.length ?? 0); i += 1) {
          const output = outputs.get(i);
          const name = output.metadata?.scrapbook?.name;
          const value = output.data?.["application/papermill.record/text/plain"];
          if (name && value !== undefined) this.glued.set(name, unquoted(String(value)));
        }
      }
      if (this.book.known) this.caption();
      for (const node of this.root.querySelectorAll("span.sg-minutes")) {
        if (node.textContent === "…") node.textContent = minutes(this.panel.content.widgets.map(({ model }) => model).filter(({ type }) => type === "markdown"));
      }
      this.each("sg-glue", (name, form) => ({ text: this.glued.has(name) ? written(this.glued.get(name), form) : undefined }));
      this.each("sg-number", (name) => this.book.labels.get(name));
      for (const node of this.root.querySelectorAll("span.sg-term:not(:has(a))")) {
        const name = [...node.classList].find((one) => one.startsWith("sg-name-"))?.slice("sg-name-".length) ?? "";
        const id = this.book.terms.get(decodeURIComponent(name));
        if (!id) continue;
        const link = document.createElement("a");
        link.href = `glossary.html#${id}`;
        link.append(...node.childNodes);
        node.append(link);
      }
      for (const [kind, form] of this.book.known ? Object.entries(FORMS) : []) {
        for (const node of this.root.querySelectorAll(`span.${kind}:not(.sg-done)`)) {
          const works = node.textContent.split(",").map((key) => this.book.works.get(key.trim()));
          node.classList.add("sg-done");
          if (works.every(Boolean)) node.textContent = form(works);
        }
      }
    }

    /** Give tables and figures their number, and figures, whose caption JupyterLab does not show, their caption. */
    caption() {
      for (const { model, node } of this.panel.content.widgets) {
        const areas = node.querySelectorAll(":scope .jp-Cell-outputArea .jp-OutputArea-output");
        if (!areas.length) continue;
        for (let i = 0; i < model.outputs.length; i += 1) {
          const data = model.outputs.get(i).data ?? {};
          const label = labelOf({ data });
          if (!label) continue;
          const number = this.book.labels.get(label)?.text;
          if (label.startsWith("tab-")) {
            const caption = node.querySelector(`[id="${label}"] > caption, [data-jupyter-id="${label}"] > caption`);
            if (caption && !caption.classList.contains("sg-caption")) this.set(caption, caption.textContent, number);
          } else {
            const child = [...areas].find((one) => one.querySelector(".vega-embed"))?.closest(".jp-OutputArea-child");
            const there = child?.nextElementSibling;
            if (!child || there?.matches(".sg-caption")) continue;
            node.querySelectorAll("div.sg-caption").forEach((old) => old.remove()); // of an output that is gone
            const caption = document.createElement("div");
            caption.id = label;
            child.after(caption);
            this.set(caption, data[CHART].usermeta.supportgroups.caption, number);
          }
        }
      }
    }

    async set(node, text, number) {
      node.classList.add("sg-caption");
      node.innerHTML = await this.render(number ? `**${number}.** ${text}` : text);
    }

    each(kind, value) {
      for (const node of this.root.querySelectorAll(`span.${kind}`)) {
        const part = (kind) => [...node.classList].find((one) => one.startsWith(kind))?.slice(kind.length);
        const { text } = value(part("sg-name-"), part("sg-form-")) ?? {};
        if (text !== undefined && node.textContent !== text) node.textContent = text;
      }
    }

    /** Follow a number to its table or figure, and an address of the book's pages to the notebook behind it. */
    follow(event) {
      const number = event.target.closest?.(".sg-number, .sg-target");
      const name = number && [...number.classList].find((one) => one.startsWith("sg-name-")).slice("sg-name-".length);
      const href = event.target.closest?.("a[href]")?.getAttribute("href") ?? "";
      const [, page, anchor] = href.match(/(?:^|\/)([\w-]+)\.html(?:\?[^#]*)?(?:#([^?]*))?(?:\?.*)?$/) ?? [];
      const there = name ? this.book.labels.get(name)?.path : page && !/^https?:\/\/(?!127\.|localhost)/.test(href) && join(this.book.place, `${page}.ipynb`);
      if (!name && !there) return;
      event.preventDefault();
      event.stopPropagation();
      if (!there || there === this.panel.context.path) this.show(name ?? anchor);
      else this.go(there, name ?? anchor);
    }

    /** Scroll to an anchor, which may be in a cell that is not drawn yet. */
    async show(anchor) {
      if (!anchor) return;
      const quoted = CSS.escape(anchor);
      // An entry is on the page alone; the notebook says at its place how to show it.
      const part = askedFor(anchor);
      const find = () => this.root.querySelector(`[id="${quoted}"], [data-jupyter-id="${quoted}"]${part ? `, .sg-made.sg-of-${part.replaceAll(" ", "-")}` : ""}`);
      if (!find()) {
        const position = this.panel.content.widgets.findIndex(
          ({ model }) =>
            [...Array(model.outputs?.length ?? 0).keys()].some((i) => {
              const data = model.outputs.get(i).data ?? {};
              return labelOf({ data }) === anchor || String(data["text/html"] ?? "").includes(`id="${anchor}"`);
            }) || [`(${anchor})=`, `-entries} ${part}\n`].some((mark) => model.sharedModel.getSource().includes(mark)),
        );
        if (position < 0) return;
        await this.panel.content.scrollToItem(position, "start");
        await new Promise((done) => setTimeout(done, 300));
        if (!find()) return;
      }
      find().scrollIntoView({ block: "start" });
    }
  }

  /** The minutes that a chapter's text takes, as the page has them (bookmaking.sphinx_extension.prose). */
  function minutes(models) {
    const text = models.map(({ sharedModel }) => sharedModel.getSource()).join("\n").replace(/^:::\{alternative\}.*?^:::$/gms, "");
    const words = text.replace(/^(:[\w-]+:|:::|```).*$|^\(.*\)=$|[#*>]|<[^>]+>/gm, "").split(/\s+/).filter(Boolean).length;
    return String(Math.max(1, Math.round(words / 200 / 5)) * 5);
  }

  const year = ({ year: text }) => text;
  const FORMS = {
    "sg-cite": (works) => `(${works.map((work) => `${work.names} ${year(work)}`).join("; ")})`,
    "sg-cite-p": (works) => `(${works.map((work) => `${work.names} ${year(work)}`).join("; ")})`,
    "sg-cite-t": (works) => works.map((work) => `${work.names} (${year(work)})`).join("; "),
  };

  const unquoted = (text) => text.replace(/^(['"])(.*)\1$/s, "$2").replace(/\\(['"\\])/g, "$1");

  /** Fold the code of a cell that the page folds; its first line stays as the label. */
  function fold(cell) {
    const tags = cell.model.getMetadata("tags") ?? [];
    if (cell.model.type !== "code" || !tags.some((tag) => tag === "hide-input" || tag === "hide-cell")) return;
    cell.syncCollapse = false; // the notebook stays as it is
    cell.inputHidden = true;
  }

  // Charts

  const CHART = "application/vnd.vegalite.v5+json";

  /** What draws charts, with the colours of the text around them in light and dark, and without adding a picture to the notebook. */
  function asOnThePage(factory) {
    const createRenderer = (options) => {
      const renderer = factory.createRenderer(options);
      if (options.mimeType !== CHART) return renderer;
      const render = renderer.renderModel.bind(renderer);
      renderer.renderModel = ({ data, trusted }) => {
        // The book's charts use nothing that is newer than the version that JupyterLab has; otherwise it warns of theirs.
        const specification = { ...data[CHART], $schema: "https://vega.github.io/schema/vega-lite/v5.json" };
        const model = { data: { [CHART]: specification, "image/png": "there already" }, metadata: { [CHART]: { embed_options: { renderer: "svg" } } } };
        return render({ ...model, trusted, setData: () => {} });
      };
      return renderer;
    };
    return { ...factory, createRenderer };
  }

  /** Have charts drawn so, whether what draws them is known already or comes later. */
  function adaptCharts(registry) {
    const add = registry.addFactory.bind(registry);
    registry.addFactory = (factory, rank) => add(factory.mimeTypes.includes(CHART) ? asOnThePage(factory) : factory, rank);
    const known = registry.getFactory(CHART);
    if (known) registry.addFactory(known, registry.getRank(CHART));
  }

  function debounced(work) {
    let waiting;
    return () => {
      waiting ??= setTimeout(() => {
        waiting = undefined;
        work();
      }, 50);
    };
  }

  function plugin({ INotebookTracker }, { IRenderMimeRegistry }) {
    return {
      id: `${NAME}:chapters`,
      description: "Lets the chapters read as they read on the page.",
      autoStart: true,
      requires: [INotebookTracker, IRenderMimeRegistry],
      activate: (app, tracker, registry) => {
        // Pages that are no notebooks, such as the glossary, open as they read.
        app.docRegistry.setDefaultWidgetFactory("markdown", "Markdown Preview");
        adaptCharts(registry);
        const parser = registry.markdownParser;
        const render = parser.render.bind(parser);
        parser.render = (source, ...rest) => render(plain(source), ...rest);
        const sheet = document.createElement("link");
        sheet.rel = "stylesheet";
        sheet.href = new URL("chapters.css", address).href;
        document.head.append(sheet);
        const books = new Map();
        const chapters = new Map();
        const bookOf = (place) => {
          if (!books.has(place)) books.set(place, new Book(app.serviceManager.contents, place));
          return books.get(place);
        };
        const markdown = async (text) => registry.sanitizer.sanitize(await parser.render(text));
        const go = async (path, anchor) => {
          const panel = await app.commands.execute("docmanager:open", { path });
          await panel.context.ready;
          await panel.revealed;
          chapters.get(panel)?.show(anchor);
        };
        tracker.widgetAdded.connect((_, panel) => {
          const chapter = new Chapter(panel, bookOf(folder(panel.context.path)), markdown, go);
          chapters.set(panel, chapter);
          panel.disposed.connect(() => chapters.delete(panel));
        });
      },
    };
  }

  const address = document.currentScript.src;
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB[NAME] = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => {
      const modules = await Promise.all(["@jupyterlab/notebook", "@jupyterlab/rendermime"].map(load));
      const made = { __esModule: true, default: plugin(...modules) };
      return () => made;
    },
  };
})();
