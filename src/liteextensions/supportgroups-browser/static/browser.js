// What a reader needs to know in JupyterLite: that Python does not come, if it does not; and where the copies of an earlier release are.
// Cells that are run wait for Python and for one another, so that the stored results of each stay until it is its turn. The chapter that
// the address names is opened, whatever was open before.
//
// A federated extension as JupyterLab loads it, written by hand so that it needs no build (see chapters.js).
(() => {
  "use strict";

  const NAME = "supportgroups-browser";
  const PATIENCE = 20_000;
  const KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel";
  let shared;

  async function load(name) {
    const [version] = Object.values(shared[name]);
    return (await version.get())();
  }

  // Python

  const answers = new WeakMap();
  const heard = new WeakSet();

  /** A promise that is kept when the Python of a kernel answers and is made ready, and broken when the kernel is restarted before. */
  function python(kernel) {
    if (!heard.has(kernel)) {
      heard.add(kernel);
      kernel.statusChanged.connect((_, status) => status.endsWith("restarting") && answers.delete(kernel));
    }
    if (!answers.has(kernel)) {
      const answer = preparation.then((code) => kernel.requestExecute({ code, silent: true, store_history: false }).done);
      answers.set(kernel, answer);
      answer.catch(() => answers.get(kernel) === answer && answers.delete(kernel));
    }
    return answers.get(kernel);
  }

  /** Say above a chapter that Python does not come, until it does. */
  class Watch {
    constructor(panel, source, Widget) {
      this.panel = panel;
      this.source = source;
      this.Widget = Widget;
      const { sessionContext } = panel;
      sessionContext.kernelChanged.connect((_, { newValue }) => newValue && this.wait(newValue));
      this.wait(sessionContext.session?.kernel);
    }

    async wait(kernel) {
      clearTimeout(this.patience);
      this.patience = setTimeout(() => this.say(), PATIENCE);
      if (!kernel) return;
      try {
        await python(kernel);
        clearTimeout(this.patience);
        this.notice?.dispose();
      } catch {
        const again = () => !this.panel.isDisposed && this.panel.sessionContext.session?.kernel === kernel && this.wait(kernel);
        setTimeout(again, 1000);
      }
    }

    async say() {
      if (this.panel.isDisposed) return;
      // The host itself is asked, not what the browser has kept of it.
      const answer = await fetch(this.source, { mode: "no-cors", method: "HEAD", cache: "no-store" }).catch(() => null);
      this.notice?.dispose();
      const said = document.createElement("div");
      said.setAttribute("role", "alert");
      const { host, pathname } = new URL(this.source, location.href);
      let why = "which cannot be reached";
      // Of another host's answer a page learns no more than that there is one.
      if (answer?.ok || answer?.type === "opaque") why = "which answers: it may be slow, or not able to start";
      else if (answer) why = `which answers, but ${pathname} ${answer.status === 404 ? "is not there" : `is answered with “${answer.status}”`}`;
      const ways = new URL("../../how-to-run.html#on-your-own-computer", location.href);
      said.innerHTML =
        `<p><strong>Python has not come in ${PATIENCE / 1000} seconds.</strong> <span></span> The results that you see are those of the book, and stay. ` +
        `Cells that you run wait until Python is there.</p><p>Other ways: load this page again where the network allows it, or <a>run the chapter on your own computer</a>.</p>`;
      said.querySelector("span").textContent = `It comes from ${host}, ${why}.`;
      said.querySelector("a").href = ways.href;
      this.notice = new this.Widget();
      this.notice.addClass("sg-no-python");
      this.notice.node.append(said);
      this.panel.contentHeader.addWidget(this.notice);
      // The header gives a widget the height that it asks for; how high it is is known when it has its width.
      const { node } = this.notice;
      node.style.minHeight = "1px";
      new ResizeObserver(() => (node.style.minHeight = `${said.offsetHeight + 20}px`) && this.panel.contentHeader.fit()).observe(said);
    }
  }

  // Copies of earlier releases

  /** The files that a database of JupyterLite keeps. */
  function filesIn(name) {
    return new Promise((resolve, reject) => {
      const asked = indexedDB.open(name);
      asked.onerror = () => reject(asked.error);
      asked.onsuccess = () => {
        const database = asked.result;
        if (!database.objectStoreNames.contains("files")) return resolve([]);
        const all = database.transaction("files").objectStore("files").getAll();
        all.onsuccess = () => resolve(all.result);
        all.onerror = () => reject(all.error);
      };
    });
  }

  /** Put what the reader made with earlier releases beside the notebooks of this one, under names that say so. */
  async function bringEarlier(contents, now) {
    const { content: listed } = await contents.get("", { content: true });
    const there = new Set(listed.map(({ name }) => name));
    const brought = [];
    for (const { name } of (await indexedDB.databases?.()) ?? []) {
      if (name === now || !/^(supportgroups |JupyterLite Storage)/.test(name)) continue;
      const release = name.replace(/^supportgroups /, "").replace(/[^\w. -]+/g, "").trim();
      for (const { type, path, content } of await filesIn(name)) {
        const kept = `${path.replace(/\.ipynb$/, "")} (earlier, ${release}).ipynb`;
        if (type !== "notebook" || !content || path.includes("/") || path.includes(" (earlier, ") || there.has(kept)) continue;
        await contents.save(kept, { type: "notebook", format: "json", content });
        brought.push(kept);
      }
    }
    return brought;
  }

  // The plug-ins

  function watch({ INotebookTracker }, { PageConfig }, { Notification }, { Widget }) {
    return {
      id: `${NAME}:watch`,
      description: "Says when Python does not come, and brings copies of earlier releases along.",
      autoStart: true,
      requires: [INotebookTracker],
      activate: (app, tracker) => {
        const { pyodideUrl } = JSON.parse(PageConfig.getOption("litePluginSettings") || "{}")[KERNEL] ?? {};
        const source = pyodideUrl ?? new URL("static/pyodide/pyodide.mjs", new URL(PageConfig.getBaseUrl(), location.href)).href;
        const sheet = document.createElement("link");
        sheet.rel = "stylesheet";
        sheet.href = new URL("browser.css", address).href;
        document.head.append(sheet);
        tracker.widgetAdded.connect((_, panel) => new Watch(panel, source, Widget));
        app.restored.then(async () => {
          const brought = await bringEarlier(app.serviceManager.contents, PageConfig.getOption("contentsStorageName"));
          if (brought.length) {
            Notification.info(`The book has changed since you saved notebooks here. The list of files has those of the book; yours are beside them: ${brought.join(", ")}`, { autoClose: false });
          }
        });
      },
    };
  }

  function opener() {
    return {
      id: `${NAME}:opener`,
      description: "Opens the notebooks that the address names beside those that were open before.",
      autoStart: true,
      activate: (app) => {
        const wanted = new URLSearchParams(location.search).getAll("path"); // now, for soon JupyterLite takes them out of the address
        // JupyterLite opens them, too, but what it puts back of an earlier visit takes their place where it comes later.
        app.restored.then(() => wanted.forEach((path) => app.commands.execute("docmanager:open", { path })));
      },
    };
  }

  function executor({ INotebookCellExecutor, runCell }) {
    return {
      id: `${NAME}:executor`,
      description: "Runs cells when Python is there, one after the other.",
      autoStart: true,
      provides: INotebookCellExecutor,
      activate: () => {
        const last = new WeakMap();
        return {
          runCell: async (options) => {
            const { cell, sessionContext } = options;
            if (cell.model.type !== "code") return runCell(options);
            await sessionContext?.ready; // asked before, JupyterLab asks in turn which kernel is meant
            const kernel = sessionContext?.session?.kernel;
            if (!kernel) return runCell(options);
            const whatever = () => true; // what is wrong then, running says
            const before = last.get(kernel) ?? python(kernel).then(whatever, whatever);
            // A mistake, or an interruption, ends the turns of all that wait, as in any kernel.
            const turn = before.then((went) => (went && !cell.isDisposed ? runCell(options) : went));
            last.set(kernel, turn);
            const over = () => last.get(kernel) === turn && last.delete(kernel);
            turn.then(over, over);
            return turn;
          },
        };
      },
    };
  }

  const address = document.currentScript.src;
  const preparation = fetch(new URL("kernel.py", address)).then((answer) => answer.text());
  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB[NAME] = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => {
      const [notebook, ...others] = await Promise.all(["@jupyterlab/notebook", "@jupyterlab/coreutils", "@jupyterlab/apputils", "@lumino/widgets"].map(load));
      const made = { __esModule: true, default: [watch(notebook, ...others), opener(), executor(notebook)] };
      return () => made;
    },
  };
})();
