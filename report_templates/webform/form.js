/* The web form: one page, no network, no server. Plain JavaScript; no build step, so what is read here is what runs.

   Every text that comes from outside (names, comments, the questionnaire) is set with textContent, never as HTML.
   The content travels packed in the page: five languages of a questionnaire would be three times as large unpacked. */
"use strict";

(() => {
  const MOST_BYTES = 5_000_000; // a response file has some hundred kilobytes at most
  const STATES = ["not_applicable", "dont_know"];

  let content; // what the page was made from; see oca/collection/forms/web.py
  let sheet; // the response, as it is saved and downloaded
  let place = { view: "start", item: "", whole: false, language: "" }; // where the person is
  let lastShown = false; // last time's levels are hidden until somebody asks, so that they do not steer
  let kept = true; // whether the browser kept the last change
  let saving = 0;

  // --- small things

  const find = (id) => document.getElementById(id);
  const now = () => new Date().toISOString();

  /** Make an element; text goes in as text, and attributes of value false or undefined stay away. */
  function make(name, attributes = {}, ...children) {
    const one = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) one.addEventListener(key.slice(2), value);
      else if (value !== false && value !== undefined) one.setAttribute(key, value === true ? "" : value);
    }
    one.append(...children.filter((child) => child !== "" && child !== null));
    return one;
  }

  const button = (label, onclick, more = {}) => make("button", { type: "button", onclick, ...more }, label);

  /** A printed word in the language that is shown, with its {placeholders} filled. */
  function say(key, values = {}) {
    return here().words[key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  }

  const here = () => content.texts[place.language];
  const item = (id) => content.items[id];
  const ids = () => content.dimensions.flatMap((one) => one.items);
  const number = (value, digits) => value.toFixed(digits).replace(".", here().decimal);
  const shownKey = (key) => key.replace(".", here().decimal);

  // --- the response

  function blankSheet() {
    return {
      format: content.format, version: content.version,
      questionnaire: content.questionnaire, checksum: content.checksum,
      organization: content.organization.id, period: content.period.id, score_type: content.score_types[0],
      respondent: "", role: "", participants: "", place: "", date: "", language: content.language,
      started: now(), saved: "", answers: {},
    };
  }

  const blankAnswer = () => ({ state: "", level: "", comment: "", evidence: "", changed: "" });
  const answerOf = (id) => sheet.answers[id] || blankAnswer();
  const isDone = (id) => answerOf(id).state !== "";
  const lacksReason = (id) => answerOf(id).state === "not_applicable" && !answerOf(id).comment.trim();
  const isEmpty = () => Object.keys(sheet.answers).length === 0;

  function change(id, values) {
    sheet.answers[id] = { ...answerOf(id), ...values, changed: now() };
    keep();
  }

  /** What an answer is worth on the questionnaire's scale; null for one that is no level. */
  function worthOf(id) {
    const { state, level } = answerOf(id);
    const found = state === "answered" && item(id).answers.find((one) => one.key === level);
    return found ? found.worth : null;
  }

  // --- keeping it in the browser

  const drawer = () =>
    ["oca-form", content.questionnaire, content.checksum, content.organization.id, content.period.id].join("|");

  /** Save at once: a tab can be closed at any moment. What a reader hears of it is said after a pause, not per letter. */
  function keep() {
    sheet.saved = now();
    sheet.language = place.language;
    store();
    showProgress();
    clearTimeout(saving);
    saving = setTimeout(showSaved, 400);
  }

  /** Seen, it says that all is kept; heard, also how far the form is, which others see beside it. */
  function showSaved() {
    find("saved").replaceChildren(say(kept ? "saved" : "not_saved"),
      make("span", { class: "seen-by-readers" }, `. ${find("progress").textContent}`));
  }

  function store() {
    try {
      localStorage.setItem(drawer(), JSON.stringify({ sheet, place }));
      kept = true;
    } catch {
      kept = false; // private window, full disk, or a browser that keeps nothing for files
    }
  }

  function takeOut() {
    try {
      const found = JSON.parse(localStorage.getItem(drawer()));
      if (found && !faultOf(found.sheet)) return found;
    } catch {
      // nothing there, or not readable: begin anew
    }
    return null;
  }

  // --- response files

  /** Why a response cannot be gone on with here, in words; empty when it can. */
  function faultOf(read) {
    const isMap = (one) => typeof one === "object" && one !== null && !Array.isArray(one);
    if (!isMap(read) || read.format !== content.format || !isMap(read.answers)) return say("not_ours");
    if (read.version !== content.version) return say("other_version");
    if (read.questionnaire !== content.questionnaire || read.checksum !== content.checksum) {
      return say("other_questionnaire", { found: String(read.questionnaire), expected: content.questionnaire });
    }
    if (content.organization.id && read.organization !== content.organization.id) {
      return say("other_organization", { found: String(read.organization) });
    }
    if (content.period.id && read.period !== content.period.id) return say("other_period", { found: String(read.period) });
    if (!content.score_types.includes(read.score_type)) return say("not_ours");
    const head = ["respondent", "role", "participants", "organization", "period", "started"];
    if (head.some((key) => typeof read[key] !== "string")) return say("not_ours");
    if (["place", "date"].some((key) => !["string", "undefined"].includes(typeof read[key]))) return say("not_ours");
    return Object.entries(read.answers).every(fits) ? "" : say("unknown_answers");
  }

  function fits([id, one]) {
    // own keys only: an item called "constructor" is no item
    if (!Object.hasOwn(content.items, id) || typeof one !== "object" || one === null) return false;
    if (["state", "level", "comment", "evidence", "changed"].some((key) => typeof one[key] !== "string")) return false;
    if (one.state === "answered") return item(id).answers.some((answer) => answer.key === one.level);
    return (one.state === "" || STATES.includes(one.state)) && one.level === "";
  }

  /** The parts of a response that the format has, so that nothing else is handed on. */
  function onlyKnown(read) {
    const taken = (blank, from) => Object.fromEntries(
      Object.entries(blank).map(([key, value]) => [key, Object.hasOwn(from, key) ? from[key] : value]));
    const answers = Object.entries(read.answers).map(([id, one]) => [id, taken(blankAnswer(), one)]);
    return { ...taken(blankSheet(), read), answers: Object.fromEntries(answers) };
  }

  /** The response as it is handed out: a sheet that was agreed on is nobody's own, and one person is no round. */
  function handedOut() {
    const own = sheet.score_type === "individual" ? { participants: "", place: "" } : { respondent: "", role: "" };
    return { ...sheet, ...own };
  }

  async function load(file) {
    if (!file) return;
    let read = null;
    if (file.size <= MOST_BYTES) {
      try {
        read = JSON.parse(await file.text());
      } catch {
        read = null; // cut off, or something else altogether
      }
    }
    const fault = faultOf(read);
    if (fault) return tell(fault);
    if (!isEmpty() && !(await asks(say("replace"), say("replace_yes")))) return;
    sheet = onlyKnown(read);
    keep();
    show("summary");
    tell(say("loaded", { file: file.name }));
  }

  /** What has to be filled in before the file can be read by anybody; the id of the field, or nothing. */
  function lacking() {
    if (!sheet.organization.trim()) return ["organization", say("needs_organization")];
    if (!sheet.period.trim()) return ["period", say("needs_period")];
    if (sheet.score_type === "individual" && !sheet.respondent.trim()) return ["respondent", say("needs_respondent")];
    return null;
  }

  function download() {
    const lack = lacking();
    if (lack) {
      show("start");
      tell(lack[1]);
      find(lack[0])?.focus();
      return;
    }
    keep();
    const response = handedOut();
    const name = [response.organization, response.period, response.respondent];
    const file = new Blob([JSON.stringify(response, null, 1)], { type: "application/json" });
    const link = make("a", { href: URL.createObjectURL(file), download: `${name.filter(Boolean).map(plain).join("-")}.json` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    tell(say("downloaded", { file: link.download }));
  }

  /** A name that every file system takes. */
  const plain = (text) => text.trim().replace(/[^\p{L}\p{N}_-]+/gu, "-").slice(0, 60);

  // --- messages

  function tell(text) {
    find("said").textContent = text;
    if (text) find("said").scrollIntoView({ block: "nearest" });
  }

  /** Ask before something is lost; the dialog of the browser keeps the focus inside and closes with Escape. */
  function asks(question, yes) {
    return new Promise((answer) => {
      const box = make(
        "dialog", { "aria-labelledby": "question", class: "stack" },
        make("p", { id: "question" }, question),
        make("div", { class: "moves" },
          button(yes, () => box.close("yes"), { class: "main" }), button(say("cancel"), () => box.close(""))),
      );
      box.addEventListener("close", () => (box.remove(), answer(box.returnValue === "yes")));
      document.body.append(box);
      box.showModal();
    });
  }

  // --- the frame around every view

  function frame() {
    const texts = here();
    document.documentElement.lang = place.language;
    document.title = [content.organization.name, texts.title].filter(Boolean).join(" · ");
    const whose = [content.organization.name, texts.period].filter(Boolean).join(" · ");
    const languages = make("select", { id: "language", onchange: (event) => speak(event.target.value) });
    for (const [code, one] of Object.entries(content.texts)) {
      languages.append(make("option", { value: code, lang: code, selected: code === place.language }, one.name));
    }
    find("form").replaceChildren(
      make("a", { class: "skip", href: "#main", onclick: toMain }, say("skip")),
      make("header", {},
        make("div", { class: "head" },
          make("div", {}, make("h1", {}, texts.title), whose ? make("p", {}, whose) : "",
            content.synthetic ? make("p", { class: "notice" }, say("synthetic")) : ""),
          make("div", { class: "controls" },
            make("label", { for: "language" }, say("language")), languages,
            button(say("download"), download))),
        make("div", { class: "progress" },
          make("label", { for: "done", id: "progress" }), make("progress", { id: "done", max: ids().length }),
          make("span", { id: "saved", role: "status" }))),
      make("div", { class: "page" },
        make("nav", { "aria-label": say("contents"), id: "contents" }),
        make("main", { id: "main", tabindex: "-1" })),
    );
  }

  function toMain(event) {
    event.preventDefault();
    find("main").focus();
  }

  function speak(language) {
    place.language = language;
    frame();
    show(place.view, false);
    keep();
    find("language").focus();
  }

  function showProgress() {
    const done = ids().filter(isDone).length;
    find("done").value = done;
    find("progress").textContent = say("progress", { done, all: ids().length });
    const entries = [["start", say("start"), ""]];
    for (const one of content.dimensions) {
      entries.push([one.id, here().dimensions[one.id].title, `${one.items.filter(isDone).length} / ${one.items.length}`]);
    }
    entries.push(["summary", say("summary"), ""]);
    const links = find("contents").querySelectorAll("button");
    if (links.length === entries.length) {
      // only the counts, so that the focus stays where it is
      entries.forEach(([, , count], i) => (links[i].lastChild.textContent = count));
      return;
    }
    find("contents").replaceChildren(make("ol", {}, ...entries.map(([id, title, count]) =>
      make("li", {}, make("button", { type: "button", "data-view": id, onclick: () => show(id) },
        title, make("span", {}, count))))));
  }

  /** Show a view: start, summary, or a dimension by its id; the focus goes to its heading. */
  function show(view, move = true) {
    const fixed = { start, summary };
    const dimension = content.dimensions.find((one) => one.id === view);
    place.view = dimension || Object.hasOwn(fixed, view) ? view : "start";
    if (dimension && !dimension.items.includes(place.item)) place.item = dimension.items[0];
    showProgress();
    for (const one of find("contents").querySelectorAll("button")) {
      if (one.dataset.view === place.view) one.setAttribute("aria-current", "page");
      else one.removeAttribute("aria-current");
    }
    // on a phone the list lies in one line, and where one is has to be brought into sight
    find("contents").querySelector("[aria-current]").scrollIntoView({ block: "nearest", inline: "center" });
    const said = make("p", { id: "said", role: "alert" });
    find("main").replaceChildren(said, ...(dimension ? questions(dimension) : fixed[place.view]()));
    store();
    if (move) {
      find("main").querySelector("h2").focus();
      window.scrollTo(0, 0);
    }
  }

  const heading = (text) => make("h2", { tabindex: "-1" }, text);

  // --- the first view

  function start() {
    const texts = here();
    const typed = (key, label, value) => make("label", { class: "field" }, make("span", {}, label),
      make("input", { type: "text", id: key, value, autocomplete: "off", maxlength: 200,
        oninput: (event) => ((sheet[key] = event.target.value), keep()) }));
    const individual = sheet.score_type === "individual";
    const kinds = make("fieldset", { class: "kinds" }, make("legend", {}, say("kind")),
      ...content.score_types.map((one) => make("label", { class: "choice" },
        make("input", { type: "radio", name: "score_type", value: one, checked: one === sheet.score_type, onchange: () => {
          sheet.score_type = one;
          keep();
          show("start", false);
          find("main").querySelector("input[name=score_type]:checked").focus();
        } }), say(one))));
    return [
      heading(say("start")),
      texts.note ? make("p", { class: "asked" }, texts.note) : "",
      texts.introduction ? make("p", { class: "about" }, texts.introduction) : "",
      make("p", {}, say("how")), make("p", {}, say("states")), make("p", {}, say("keeps")),
      content.organization.id ? "" : typed("organization", say("organization"), sheet.organization),
      content.period.id ? "" : typed("period", say("period"), sheet.period),
      content.score_types.length > 1 ? kinds : make("p", {}, `${say("kind")}: ${say(sheet.score_type)}`),
      individual ? typed("respondent", say("respondent"), sheet.respondent) : "",
      individual ? typed("role", say("role"), sheet.role) : typed("participants", say("participants"), sheet.participants),
      individual ? "" : typed("place", say("place"), sheet.place),
      typed("date", say("date"), sheet.date),
      make("div", { class: "moves" },
        button(say(isEmpty() ? "begin" : "go_on"), goOn, { class: "main" }), ...opening()),
      make("p", { class: "keys" }, say("keys")),
    ].filter(Boolean);
  }

  /** To the first item that is open, or to the summary. */
  function goOn() {
    const open = ids().find((id) => !isDone(id));
    if (open) goTo(open);
    else show("summary");
  }

  function opening() {
    const chooser = make("input", { type: "file", accept: ".json,application/json", hidden: true, "aria-label": say("load"),
      id: "file", onchange: (event) => load(event.target.files[0]).then(() => (event.target.value = "")) });
    return [button(say("load"), () => chooser.click()), chooser];
  }

  // --- the questions

  function questions(dimension) {
    const texts = here().dimensions[dimension.id];
    const shown = place.whole ? dimension.items : [place.item];
    const mode = button(say(place.whole ? "one_by_one" : "whole"), () => {
      place.whole = !place.whole;
      show(dimension.id);
    });
    const last = content.previous && button(say(lastShown ? "hide_last" : "show_last", { period: here().last }), () => {
      lastShown = !lastShown;
      show(dimension.id);
    }, { id: "last" });
    // a whole dimension is left as one step; of single items, the one that is shown
    const leave = (direction) => (direction < 0 ? shown[0] : shown[shown.length - 1]);
    const position = dimension.items.indexOf(place.item) + 1;
    return [
      heading(texts.title),
      // said once, with the first item: after that the levels need the room on the wall
      texts.about && (place.whole || position === 1) ? make("p", { class: "about" }, texts.about) : "",
      make("div", { class: "moves" }, mode, last || "",
        place.whole ? "" : make("span", { class: "keys" }, say("position", { n: position, all: dimension.items.length }))),
      ...shown.map(question),
      make("div", { class: "moves" },
        button(say("back"), () => step(-1, leave(-1)), { disabled: neighbour(-1, leave(-1)) === null }),
        button(say(neighbour(1, leave(1)) === null ? "to_summary" : "next"), () => step(1, leave(1)), { class: "main" }),
        make("span", { class: "keys" }, say("keys"))),
    ].filter(Boolean);
  }

  function question(id) {
    const text = here().items[id];
    const one = item(id);
    const given = answerOf(id);
    const head = make("legend", {},
      make("h3", {}, text.title, one.critical ? " " : "", one.critical ? make("span", { class: "mark" }, `(${say("critical")})`) : ""),
      make("p", {}, text.prompt));
    const help = [["guidance", text.guidance], ["shows", text.evidence]].filter(([, said]) => said).map(([key, said]) =>
      make("p", { class: "help" }, make("b", {}, `${say(key)}: `), said));
    const group = make("fieldset", { onkeydown: (event) => pressed(event, id) }, head,
      make("div", { class: "levels" }, ...one.rungs.map((key, i) => choice(id, "answered", key,
        [text.levels[i].name === shownKey(key) ? shownKey(key) : `${shownKey(key)}  ${text.levels[i].name}`, text.levels[i].text]))),
      one.between ? between(id) : "",
      make("div", { class: "states" }, ...STATES.map((state) => choice(id, state, "", [say(state), ""])),
        button(say("clear"), () => (change(id, { state: "", level: "" }), redraw(id)))));
    const reason = make("p", { class: "asked", id: `reason-${id}`, hidden: !lacksReason(id) }, say("reason"));
    const remark = (key, label, described) => make("label", {}, make("span", {}, label),
      make("textarea", { "data-remark": key, maxlength: 10000, "aria-describedby": described, oninput: (event) => {
        change(id, { [key]: event.target.value });
        reason.hidden = !lacksReason(id);
      } }, given[key]));
    return make("article", { class: "item", id: `item-${id}` }, group, ...help,
      make("div", { class: "remarks" },
        make("div", {}, remark("comment", say("comment"), `reason-${id}`), reason),
        remark("evidence", say("evidence"))));
  }

  function choice(id, state, level, [label, text]) {
    const given = answerOf(id);
    const last = lastShown && content.previous && content.previous.answers[id] === (level || state);
    return make("label", { class: "choice" },
      make("input", { type: "radio", name: `answer-${id}`, value: level || state,
        checked: given.state === state && given.level === level, onchange: () => choose(id, state, level) }),
      make("strong", {}, label), text ? make("span", { class: "text" }, text) : "",
      last ? make("span", { class: "last" }, here().last) : "");
  }

  /** A number between two levels, where the scale has steps. */
  function between(id) {
    const { level } = answerOf(id);
    const answers = item(id).answers.map((one) => Number(one.key));
    const told = make("span", { class: "asked", id: `step-${id}`, role: "alert" });
    const last = lastShown && content.previous ? content.previous.answers[id] : undefined;
    const field = make("input", { type: "number", min: Math.min(...answers), max: Math.max(...answers), step: content.step,
      value: level, "aria-describedby": `step-${id}`, onchange: (event) => {
        const typed = event.target.value;
        const found = item(id).answers.find((one) => Math.abs(Number(one.key) - Number(typed)) < 1e-9);
        const wrong = typed === "" || !found;
        event.target.setAttribute("aria-invalid", String(wrong));
        told.textContent = wrong ? say("step_wrong", { step: shownKey(content.step) }) : "";
        if (wrong) return;
        choose(id, "answered", found.key);
        for (const radio of radios(id)) radio.checked = radio.value === found.key;
      } });
    return make("div", { class: "between" },
      make("label", {}, `${say("between", { step: shownKey(content.step) })} `, field), told,
      last && !STATES.includes(last) && !item(id).rungs.includes(last)
        ? make("span", { class: "asked" }, `${here().last}: ${shownKey(last)}`) : "");
  }

  const radios = (id) => find(`item-${id}`).querySelectorAll(`input[name="answer-${CSS.escape(id)}"]`);

  function choose(id, state, level) {
    place.item = id;
    change(id, { state, level });
    find(`reason-${id}`).hidden = !lacksReason(id);
    const field = find(`item-${id}`).querySelector("input[type=number]");
    if (field) field.value = level;
  }

  function redraw(id) {
    find(`item-${id}`).replaceWith(question(id));
    focusOn(id);
  }

  /** Keys work only while the focus is on the answers of an item, so that no letter typed elsewhere chooses anything. */
  function pressed(event, id) {
    if (event.target.type !== "radio" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1, id);
    } else if (/^\d$/.test(event.key)) {
      const { rungs } = item(id);
      // the digit that stands on the card; where cards carry longer numbers, their place from the left
      const single = rungs.every((key) => key.length === 1);
      const key = single ? event.key : rungs[Number(event.key) - 1];
      const radio = [...radios(id)].find((one) => rungs.includes(key) && one.value === key);
      if (!radio) return;
      event.preventDefault();
      radio.click();
      radio.focus();
    }
  }

  /** The item after or before another one; null at the ends. */
  function neighbour(direction, from) {
    const all = ids();
    const next = all.indexOf(from) + direction;
    return next >= 0 && next < all.length ? all[next] : null;
  }

  function step(direction, from) {
    const next = neighbour(direction, from);
    if (next) goTo(next);
    else if (direction > 0) show("summary");
  }

  function goTo(id) {
    place.item = id;
    const dimension = content.dimensions.find((one) => one.items.includes(id)).id;
    if (!(place.whole && place.view === dimension)) show(dimension);
    focusOn(id);
    store();
  }

  function focusOn(id) {
    const all = [...radios(id)];
    (all.find((one) => one.checked) || all[0]).focus({ preventScroll: !place.whole });
  }

  // --- the last view

  function summary() {
    const open = ids().filter((id) => !isDone(id));
    const unreasoned = ids().filter(lacksReason);
    const list = (title, some) => some.length
      ? [make("h3", {}, `${title} (${some.length})`), make("ul", { class: "open-items" },
        ...some.map((id) => make("li", {}, button(here().items[id].title, () => goTo(id)))))] : [];
    return [
      heading(say("summary")),
      make("p", {}, say("progress", { done: ids().length - open.length, all: ids().length })),
      profile(),
      make("p", { class: "help" }, `${say("preview")} ${content.best === "lowest" ? say("lowest_best") : ""}`.trim()),
      ...list(say("open"), open), ...list(say("without_reason"), unreasoned),
      make("p", {}, say("send")),
      make("div", { class: "moves" },
        button(say("download"), download, { class: "main", id: "download" }), ...opening(),
        button(say("print"), () => window.print()), button(say("clear_all"), clearAll)),
    ];
  }

  function profile() {
    const head = ["dimension", "mean", "answered", "still_open"].map((key, i) =>
      make("th", { scope: "col", class: i ? `number${key === "answered" ? " done" : ""}` : undefined }, say(key)));
    head.splice(2, 0, make("td", { class: "bar" }));
    return make("table", { class: "profile" },
      make("caption", { class: "seen-by-readers" }, say("profile")),
      make("thead", {}, make("tr", {}, ...head)),
      make("tbody", {}, ...content.dimensions.map((one) => {
        const mean = meanOf(one);
        const bar = make("i", {});
        // set by the object model, as the policy of the page allows no style attributes
        bar.style.width = mean === null ? "0" : `${(100 * (mean - content.low)) / (content.high - content.low)}%`;
        const done = one.items.filter(isDone).length;
        return make("tr", {}, make("th", { scope: "row" }, here().dimensions[one.id].title),
          make("td", { class: "number" }, mean === null ? "–" : number(mean, 1)),
          make("td", { class: "bar", "aria-hidden": "true" }, make("div", {}, bar)),
          make("td", { class: "number done" }, String(done)), make("td", { class: "number" }, String(one.items.length - done)));
      })));
  }

  function meanOf(dimension) {
    const worth = dimension.items.map(worthOf).filter((one) => one !== null);
    // twelve digits first, so that 2.45 is rounded as people do and not as its binary form
    return worth.length ? Math.round(Number((worth.reduce((a, b) => a + b, 0) / worth.length).toPrecision(12)) * 10 + 1e-9) / 10 : null;
  }

  async function clearAll() {
    if (!(await asks(say("clear_question"), say("clear_all")))) return;
    sheet = blankSheet();
    place.item = "";
    keep();
    show("start");
  }

  // --- paper: what was answered, all of it, whichever view is open

  function paper() {
    const said = (label, text) => (text ? make("p", {}, make("b", {}, `${label}: `), text) : "");
    find("print").replaceChildren(
      make("h1", {}, document.title), make("p", {}, [here().period, say(sheet.score_type), sheet.respondent, sheet.saved.slice(0, 10)].filter(Boolean).join(" · ")),
      profile(),
      ...content.dimensions.flatMap((one) => [make("h2", {}, here().dimensions[one.id].title), ...one.items.map((id) => {
        const given = answerOf(id);
        const rung = item(id).rungs.indexOf(given.level);
        const level = rung < 0 ? null : here().items[id].levels[rung];
        const answer = given.state === "answered"
          ? [shownKey(given.level), level && level.name, level && level.text].filter(Boolean).join(" – ") : given.state ? say(given.state) : say("open");
        return make("section", {}, make("h3", {}, here().items[id].title), make("p", {}, answer),
          said(say("comment"), given.comment), said(say("evidence"), given.evidence));
      })]));
  }

  // --- beginning

  async function unpack() {
    const packed = Uint8Array.from(atob(find("content").textContent.trim()), (one) => one.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(stream).text());
  }

  function listen() {
    window.addEventListener("beforeprint", paper);
    window.addEventListener("storage", (event) => {
      // the same form in another tab: what was typed last counts, in both
      const found = event.key === drawer() ? takeOut() : null;
      if (!found || found.sheet.saved <= sheet.saved) return;
      sheet = onlyKnown(found.sheet);
      show(place.view, false);
    });
    const dropping = (on) => (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      document.body.classList.toggle("dropping", on);
    };
    window.addEventListener("dragover", dropping(true));
    window.addEventListener("dragleave", dropping(false));
    window.addEventListener("drop", (event) => {
      dropping(false)(event);
      if (event.dataTransfer?.files.length) load(event.dataTransfer.files[0]);
    });
  }

  async function begin() {
    content = await unpack();
    place.language = content.language;
    const found = takeOut();
    sheet = found ? onlyKnown(found.sheet) : blankSheet();
    if (found) {
      const language = Object.hasOwn(content.texts, found.place.language) ? found.place.language : content.language;
      place = { ...place, ...found.place, language };
    }
    if (!Object.hasOwn(content.items, place.item)) place.item = ids()[0];
    frame();
    listen();
    find("form").hidden = false;
    show(place.view);
  }

  find("stopped").hidden = true;
  begin().catch((error) => {
    find("stopped").hidden = false;
    console.error(error);
  });
})();
