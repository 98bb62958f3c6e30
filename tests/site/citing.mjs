// “Cite” beside a table, a figure, a claim or a group: by keyboard it opens a panel with the item's address and citations.

/** The first and the last control of a page are tried: they are all alike. */
export async function citing({ page }) {
  const count = await page.evaluate(() => document.querySelectorAll("a.cite-item").length);
  const findings = [];
  for (const position of new Set(count === 0 ? [] : [0, count - 1])) {
    const item = await page.evaluate((wanted) => {
      const link = document.querySelectorAll("a.cite-item")[wanted];
      for (let fold = link.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      link.focus();
      return { anchor: link.hash, name: link.textContent.replace("Cite", "").trim(), element: siteAudit.describe(link) };
    }, position);
    await page.keyboard.press("Enter");
    const shown = await page.evaluate(() => {
      const panel = document.querySelector(".cite-panel:popover-open");
      return panel && { texts: [...panel.querySelectorAll(".cite-text")].map((text) => text.textContent), focused: panel.contains(document.activeElement) };
    });
    const finding = (message) => findings.push({ element: item.element, message });
    if (!shown) {
      finding("no panel with the citation opens");
      continue;
    }
    const [address, ...citations] = shown.texts;
    if (!address?.endsWith(item.anchor)) {
      finding(`the panel's address is ${address}, not that of ${item.anchor}`);
    }
    if (citations.length === 0 || !citations.every((text) => text.includes(`, ${item.name}`))) {
      finding(`a citation does not name ${item.name}: ${citations.join(" | ")}`);
    }
    if (!shown.focused) {
      finding("the panel does not take the focus");
    }
    await page.keyboard.press("Escape");
    const closed = await page.evaluate((wanted) => {
      return !document.querySelector(".cite-panel:popover-open") && document.activeElement === document.querySelectorAll("a.cite-item")[wanted];
    }, position);
    if (!closed) {
      finding("Escape does not close the panel and give the focus back");
    }
  }
  return findings;
}
