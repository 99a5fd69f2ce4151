"use strict";
/* Hides the rows that do not fit. Without it the page is a list of all of them. */
(() => {
  const CYRILLIC = {"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "đ", "е": "e", "ж": "ž", "з": "z", "и": "i",
    "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "ћ": "ć", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "č", "џ": "dž", "ш": "š"};
  const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/[\u0400-\u04ff]/g, (one) => CYRILLIC[one] ?? one)
    .normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
  const form = document.getElementById("choose");
  const by = (id) => document.getElementById(id);
  const organizations = [...document.querySelectorAll("#organizations > [data-words]")];
  const trainings = [...document.querySelectorAll("#trainings > [data-words]")];
  const searched = new Map([...organizations, ...trainings].map((row) => [row, plain(row.dataset.words)]));
  const show = () => {
    const words = plain(by("words").value).split(/\s+/).filter(Boolean);
    const fits = (row) => words.every((word) => searched.get(row).includes(word));
    for (const row of organizations) {
      const inSector = !by("sector").value || by("sector").value === row.dataset.sector;
      const inRegion = !by("region").value || by("region").value === row.dataset.region;
      row.hidden = !(inSector && inRegion && fits(row));
    }
    for (const row of trainings) row.hidden = !fits(row);
    const left = organizations.filter((row) => !row.hidden).length;
    by("count").textContent = left;
    by("none").hidden = left > 0 || organizations.length === 0;
  };
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
})();
