// Counts the groups by the rules that a reader chooses: every result is in the page, a character each. The rules that are not those of the
// plain reading are in the page's address, so that they can be kept and sent. Without script a table has what each rule alone changes.
"use strict";
{
  const form = document.querySelector("form.rules");
  if (form) {
    const questions = [...form.querySelectorAll("fieldset")].map((question) => [...question.querySelectorAll("input")]);
    const chosen = (place) => questions[place].findIndex(({ checked }) => checked);
    const rows = [...form.querySelectorAll("tr[data-values]")].map((row) => ({
      row,
      switches: row.dataset.switches.split(" ").map(Number),
      low: Number(row.dataset.low),
      high: Number(row.dataset.high || Infinity),
    }));

    const counted = ({ row, switches, low, high }) => {
      const place = switches.reduce((sum, question) => sum * questions[question].length + chosen(question), 0);
      const value = Number(row.dataset.least) + row.dataset.values.charCodeAt(place) - 0x100;
      return { value, difference: value < low ? value - low : value > high ? value - high : 0 };
    };
    const signed = (number) => (number === 0 ? "0" : `${number > 0 ? "+" : "−"}${Math.abs(number)}`);
    const compared = (number) => (number === 0 ? "as in the paper" : `${Math.abs(number)} ${number > 0 ? "more" : "fewer"} than in the paper`);

    const show = () => {
      const counts = rows.map(counted);
      counts.forEach(({ value, difference }, place) => {
        const { row } = rows[place];
        row.querySelector("output").textContent = value;
        row.querySelector(".rules-difference").textContent = signed(difference);
        row.classList.toggle("given", difference === 0);
      });
      const [by1992, since1998] = counts;
      const departing = questions.filter((_, place) => chosen(place) > 0).length;
      const given = counts.filter(({ difference }) => difference === 0).length;
      const rules = departing === 0 ? "The plain reading gives" : departing === 1 ? "With one answer other than the plain one there are" : `With ${departing} answers other than the plain ones there are`;
      form.querySelector(".rules-result output").textContent =
        `${rules} ${by1992.value} groups by the end of 1992 (${compared(by1992.difference)}) and ${since1998.value} new ones since 1998 ` +
        `(${compared(since1998.difference)}). Of the ${counts.length} counts below, ${given} ${given === 1 ? "is" : "are"} as the paper has them.`;
    };

    // The address ----------------------------------------------------------------------------------------------------------------
    const remember = () => {
      const asked = new URLSearchParams(location.search);
      for (const [plain, ...others] of questions) {
        const other = others.find(({ checked }) => checked);
        if (other) asked.set(plain.name, other.value);
        else asked.delete(plain.name);
      }
      history.pushState(null, "", `${location.pathname}${asked.size ? `?${asked}` : ""}#${form.closest("section").id}`);
    };
    const choose = (asked) => {
      for (const answers of questions) {
        const value = asked.get(answers[0].name);
        (answers.find((answer) => answer.value === value) ?? answers[0]).checked = true;
      }
      show();
    };
    const restore = () => choose(new URLSearchParams(location.search));

    form.addEventListener("change", () => { show(); remember(); });
    form.addEventListener("reset", () => setTimeout(() => { show(); remember(); }));
    form.addEventListener("submit", (event) => event.preventDefault());
    for (const button of form.querySelectorAll("button[data-rules]")) {
      button.addEventListener("click", () => { choose(new URLSearchParams(button.dataset.rules)); remember(); });
    }
    addEventListener("popstate", restore);
    restore();
  }
}
