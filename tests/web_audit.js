// What can be checked of WCAG 2.2 AA by measuring: names, headings, groups, contrast, target size, ids, reflow.
// Returns a list of faults in words; an empty list when there is none.
() => {
  const faults = [];
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length > 0;
  const all = (selector) => [...document.querySelectorAll(selector)].filter(shown);
  const short = (one) => `${one.tagName} ${(one.textContent || one.value || "").trim().slice(0, 40)}`;

  if (!document.documentElement.lang) faults.push("the page has no language");
  if (!document.title) faults.push("the page has no title");
  if (document.documentElement.scrollWidth > innerWidth) faults.push(`the page is ${document.documentElement.scrollWidth} wide`);

  const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
  for (const id of new Set(ids)) if (ids.filter((one) => one === id).length > 1) faults.push(`the id ${id} stands twice`);
  for (const one of document.querySelectorAll("[aria-describedby], [aria-labelledby]")) {
    const named = `${one.getAttribute("aria-describedby") || ""} ${one.getAttribute("aria-labelledby") || ""}`;
    for (const id of named.split(" ").filter(Boolean)) if (!ids.includes(id)) faults.push(`${id} is nowhere`);
  }

  for (const one of all("input, select, textarea, button, progress")) {
    const name = one.getAttribute("aria-label") || [...(one.labels || [])].map((label) => label.textContent).join("")
      || (one.tagName === "BUTTON" ? one.textContent : "");
    if (!name.trim()) faults.push(`no name: ${short(one)}`);
  }
  for (const one of all("input[type=radio]")) {
    if (!one.closest("fieldset")?.querySelector("legend")?.textContent.trim()) faults.push(`no legend: ${short(one)}`);
  }

  let before = 0;
  for (const one of all("h1, h2, h3, h4, h5, h6")) {
    const level = Number(one.tagName[1]);
    if (level > before + 1) faults.push(`a heading is left out before ${short(one)}`);
    before = level;
  }
  if (all("h1").length !== 1) faults.push("there is not one heading of the page");

  // 2.5.8: 24 by 24 pixels; of a choice, the whole card is the target
  for (const one of all("button, select, textarea, input:not([type=radio]), .choice")) {
    const { width, height } = one.getBoundingClientRect();
    if (width < 24 || height < 24) faults.push(`small target: ${short(one)}`);
  }

  // 1.4.3 and 1.4.11, by the formula of WCAG
  const parts = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((one) => one / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, i) => sum + one * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (a, b) => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !shown(one) || one.closest(":disabled")) continue;
    const found = contrast(parts(getComputedStyle(one).color), behind(one));
    if (found < 4.5) faults.push(`contrast ${found.toFixed(1)}: ${short(one)}`);
  }
  for (const one of all("button:not(:disabled):not([data-view]), select, textarea, input[type=text], input[type=number], .choice")) {
    const found = contrast(parts(getComputedStyle(one).borderTopColor), behind(one.parentElement));
    if (found < 3) faults.push(`border ${found.toFixed(1)}: ${short(one)}`);
  }
  return faults;
}
