// What readers come for: six tasks, each with at most two actions from the home page, by the names that links and buttons have for everybody.
import { visit } from "./visit.mjs";

const VIEW = { width: 1280, scheme: "light", script: true };
const MOST_ACTIONS = 2;
const PATIENCE = 20_000; // milliseconds for what a task waits for, also on a busy machine

/** The six groups that became NPO corporations, and the year of each, as the paper's tables print them. */
const CORPORATIONS = { "T3-06": "2001", "T3-07": "2003", "T4-01": "2001", "T4-02": "2001", "T4-06": "2000", "T4-19": "2002" };

const VISIBLE_ROWS = "() => [...document.querySelectorAll('main tbody > tr:has(details)')].filter((row) => row.checkVisibility())";
// Not innerText, which is empty until a reader scrolls to the row.
const LINE = "(row) => [...row.cells].map((cell) => (cell.querySelector('summary') ?? cell).textContent).join(' ')";
const textOfRows = `(${VISIBLE_ROWS})().map(${LINE})`;

/** Somebody who reads, and whose actions are counted. */
class Reader {
  actions = 0;

  constructor(page, patience) {
    this.page = page;
    this.patience = patience;
  }

  /** What a link or a button of this name is, if there is one and it can be seen. */
  async find(name, role) {
    const found = await this.page.waitForSelector(`::-p-aria([name="${name}"][role="${role}"])`, { timeout: this.patience, visible: true }).catch(() => null);
    if (!found) {
      throw new Error(`there is no ${role} “${name}”`);
    }
    return found;
  }

  /** Follow a link to another page, or to another place of the same. */
  async follow(name) {
    const link = await this.find(name, "link");
    this.actions += 1;
    const address = await link.evaluate((element) => element.href);
    await Promise.all([this.page.waitForFunction((wanted) => location.href === wanted && document.readyState === "complete", { timeout: this.patience }, address), link.click()]);
  }

  /** Press what opens something on the page. */
  async press(name) {
    const link = await this.find(name, "link");
    this.actions += 1;
    await link.click();
  }

  /** Wait for something to hold on the page; what is an expression in the page's own language. */
  async see(what, expression) {
    // Asked by the clock, and not with each frame: a browser draws none of a page that another one keeps from being drawn.
    await this.page.waitForFunction(expression, { timeout: this.patience, polling: 100 }).catch((error) => {
      if (error.name !== "TimeoutError") {
        throw error;
      }
      throw new Error(`${what} cannot be seen at ${this.page.url().split("/").at(-1)}`);
    });
  }
}

/** What a reader wants to do, and how it is done. */
export const TASKS = {
  "Is what the paper says of women's groups true?": async (reader) => {
    await reader.follow("Is what the paper says of women’s groups true?");
    await reader.see("claims on women, each with its verdict", `${textOfRows}.length > 5 && ${textOfRows}.every((text) => /reproduced|reproducible|consistent|contradicted|untestable/.test(text))`);
    await reader.see("how many claims these are", `/^\\d+ of \\d+/.test(document.querySelector("main output").textContent)`);
  },
  "Which groups became NPO corporations, and when?": async (reader) => {
    await reader.follow("Which groups became NPO corporations, and when?");
    const printed = JSON.stringify(CORPORATIONS);
    await reader.see("the six groups with their years", `${textOfRows}.length === 6 && Object.entries(${printed}).every(([id, year]) => ${textOfRows}.some((text) => text.startsWith(id) && text.includes("NPO corporation, " + year)))`);
  },
  "Cite T4-19.": async (reader) => {
    await reader.follow("What is known of one group, and how to cite it: T4-19, MIC Kanagawa");
    await reader.press("Cite group T4-19");
    await reader.see("a citation of the group", `document.getElementById("cite-panel").checkVisibility() && /T4-19/.test(document.getElementById("cite-panel").innerText)`);
  },
  "Take all data away as one workbook.": async (reader) => {
    const link = await reader.find("All data as one workbook", "link");
    reader.actions += 1;
    const begins = await link.evaluate(async (element) => (await (await fetch(element.href)).text()).slice(0, 2));
    if (begins !== "PK") {
      throw new Error("the link does not lead to a workbook");
    }
  },
  "Print chapter III.": async (reader) => {
    await reader.follow("Chapter III, to read or print");
    reader.actions += 1;
    await reader.page.emulateMediaType("print");
    await reader.see("the chapter on paper, without the book's menus", `/NPO Law/.test(document.querySelector("h1").textContent) && !document.querySelector(".masthead").checkVisibility()`);
  },
  "Go from a claim to its evidence, and back to the chapter.": async (reader) => {
    await reader.follow("What speaks for and against one claim: III-63, on Mizula");
    await reader.see("the evidence of the claim", `document.getElementById("III-63").checkVisibility() && /Evidence[^]*CF-64/.test(document.getElementById("III-63").closest("tr").innerText)`);
    await reader.follow("discussed in chapter III");
    await reader.see("the chapter", `location.pathname.includes("03-after-the-npo-law") && document.querySelector(location.hash).checkVisibility()`);
  },
};

/** Do each task from the home page, and return a finding for each that cannot be done, or takes too many actions. */
export async function taskFindings(browser, address, { tasks = TASKS, patience = PATIENCE } = {}) {
  const findings = [];
  for (const [task, work] of Object.entries(tasks)) {
    const visited = await visit(browser, `${address}/index.html`, VIEW);
    const reader = new Reader(visited.page, patience);
    try {
      await work(reader);
      if (reader.actions > MOST_ACTIONS) {
        throw new Error(`it takes ${reader.actions} actions, and may take ${MOST_ACTIONS}`);
      }
    } catch (error) {
      findings.push({ check: "tasks", element: task, message: error.message });
    }
    await visited.close();
  }
  return findings;
}
