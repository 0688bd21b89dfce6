"use strict";
// The page: what is moved, what is guessed, and what is shown.

const data = JSON.parse(document.getElementById("data").textContent);
const { model, texts, dials, switches, outcomes, places } = data;
const byId = (id) => document.getElementById(id);
const state = { x: model.dials.map((d) => d.now), options: model.switches.map(() => 0), place: "nation", outcome: data.first, shown: false, guess: null };
const SPAN = Object.fromEntries(outcomes.map((o) => [o.name, o.span]));
const NBSP = "\u00a0";

// ---- numbers in the language of the page

function number(value, digits) {
  const [whole, part] = Math.abs(value).toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, data.language === "nb" ? NBSP : ",");
  const text = part ? grouped + (data.language === "nb" ? "," : ".") + part : grouped;
  return (value < 0 && Number(text.replace(/[^1-9]/g, "")) ? "\u2212" : "") + text;
}

function signed(value, digits) {
  const text = number(value, digits);
  return value > 0 && /[1-9]/.test(text) ? "+" + text : text;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

function shownDial(j, value) {
  const dial = dials[j];
  const text = number(value * dial.times, Math.abs(dial.step * dial.times) < 1 ? 1 : 0);
  return dial.unit.startsWith("%") ? text + (data.language === "nb" ? NBSP : "") + dial.unit : `${text} ${dial.unit}`;
}

function interval(outcome, one, digits = outcome.digits) {
  return `${signed(one.low * outcome.times, digits)} … ${signed(one.high * outcome.times, digits)}`;
}

// ---- the state in the link

function chosen() {
  return state.options.flatMap((option, s) => model.switches[s].options.slice(1).map((_, k) => option === k + 1));
}

function toHash() {
  const said = new URLSearchParams();
  model.dials.forEach((dial, j) => { if (state.x[j] !== dial.now) said.set(dial.name, String(state.x[j])); });
  model.switches.forEach((one, s) => { if (state.options[s]) said.set(one.name, one.options[state.options[s]]); });
  if (state.place !== "nation") said.set("place", String(places.findIndex((p) => p.name === state.place)));
  if (state.outcome !== data.first) said.set("outcome", state.outcome);
  if (state.shown) said.set("shown", "1");
  return "#" + said.toString();
}

function fromHash(hash) {
  const said = new URLSearchParams(hash.slice(1));
  model.dials.forEach((dial, j) => {
    const value = Number(said.get(dial.name));
    state.x[j] = said.has(dial.name) && Number.isFinite(value) ? Math.min(dial.high, Math.max(dial.low, value)) : dial.now;
  });
  model.switches.forEach((one, s) => (state.options[s] = Math.max(0, one.options.indexOf(said.get(one.name)))));
  state.place = (places[Number(said.get("place") ?? 0)] ?? places[0]).name;
  state.outcome = outcomes.some((o) => o.name === said.get("outcome")) ? said.get("outcome") : data.first;
  state.shown = said.get("shown") === "1";
}

function keep() {
  const hash = toHash();
  byId("link").textContent = location.href.split("#")[0] + hash;
  if (hash !== (location.hash || "#")) history.replaceState(null, "", hash === "#" ? location.href.split("#")[0] : hash);
}

// ---- drawing

const X = 240, Y = 26;

function strip(one, span, hatched) {
  const smallest = one.cell.smallest;
  const at = (value) => X / 2 + Math.max(-1, Math.min(1, value / (span * smallest))) * (X / 2 - 6);
  const [low, high, mid] = [at(one.low), at(one.high), at(one.mean)];
  const out = Math.abs(one.mean) > span * smallest;
  const mark = out
    ? `<path class="dot" d="M${mid} 6 l${one.mean > 0 ? 7 : -7} 7 l${one.mean > 0 ? -7 : 7} 7 z"/>`
    : `<circle class="dot" cx="${mid}" cy="13" r="4.5"/>`;
  return `<svg viewBox="0 0 ${X} ${Y}" aria-hidden="true" focusable="false" class="${hidden(one) ? "lucky" : ""}">` +
    `<rect class="small" x="${at(-smallest)}" y="2" width="${at(smallest) - at(-smallest)}" height="22"/>` +
    `<line class="zero" x1="${X / 2}" x2="${X / 2}" y1="0" y2="${Y}"/>` +
    `<rect class="band" x="${low}" y="8" width="${Math.max(high - low, 1.5)}" height="10" rx="3"${hatched ? ' fill="url(#hatch)"' : ""}/>` +
    `${mark}</svg>`;
}

function verdictText(one, outcome, trusted) {
  if (hidden(one)) return `<span class="faint">${texts.lucky}</span>`;
  const kind = one.verdict;
  const good = outcome.direction === "0" ? "" : (outcome.direction === "+") === (kind === "up") ? "better" : "worse";
  const doubt = trusted && unsure(one, trusted) ? ` <span class="doubt">${texts.untrusted}</span>` : "";
  if (kind === "up" || kind === "down") {
    const side = good ? ` <span class="faint">(${texts[good]})</span>` : "";
    return `<strong class="${good}">${kind === "up" ? "▲" : "▼"} ${texts[kind]}</strong>${side}${doubt}`;
  }
  return `<span class="faint">${texts[kind]}</span>${doubt}`;
}

// Luck alone hides what matters here, and the difference is not large enough to stand out all the same.
function hidden(one) {
  return one.cell.lucky && one.verdict !== "up" && one.verdict !== "down";
}

function unsure(one, trusted) {
  return !trusted || one.error > one.cell.smallest;
}

function row(one, outcome, name, found) {
  const difference = signed(one.mean * outcome.times, outcome.digits);
  const level = number(one.cell.level * outcome.times, outcome.digits);
  const millions = outcome.millions && one.cell.place === "nation" ? `<br><span class="faint">${fill(texts.millions, { n: signed(one.mean * data.teachers / 1e6, 0) })}</span>` : "";
  return `<tr class="${hidden(one) ? "lucky" : ""}"><th scope="row">${name}</th><td class="n level"><span class="narrow">${texts.now} </span>${level}</td>` +
    `<td class="n"><strong>${difference}</strong><br><span class="faint">${interval(outcome, one)}</span>${millions}</td>` +
    `<td class="strip">${strip(one, SPAN[outcome.name], unsure(one, found.trusted))}</td><td class="verdict">${verdictText(one, outcome, found.trusted)}</td></tr>`;
}

function drawTables(found) {
  const here = found.cells.filter((one) => one.cell.place === state.place);
  const rows = (kind) => outcomes.filter((o) => o.cost === kind).map((o) => {
    const one = here.find((c) => c.cell.indicator === o.name);
    return one ? row(one, o, `${o.label}<br><span class="faint">${o.unit}</span>`, found) : "";
  }).join("");
  byId("costs").innerHTML = rows(true);
  byId("outcomes").innerHTML = rows(false);
  const asked = outcomes.find((o) => o.name === state.outcome);
  byId("sizes").innerHTML = places.map((place) => {
    const one = found.cells.find((c) => c.cell.place === place.name && c.cell.indicator === asked.name);
    return one ? row(one, asked, place.label, found) : "";
  }).join("");
  byId("sizes-unit").textContent = `${asked.label}, ${asked.unit}`;
}

function told(found) {
  const here = found.cells.filter((one) => one.cell.place === state.place && !hidden(one));
  const of = (one) => outcomes.find((o) => o.name === one.cell.indicator);
  const list = (kinds) => here.filter((one) => !of(one).cost && kinds.includes(one.verdict));
  const size = (one) => `${of(one).label} ${signed(one.mean * of(one).times, of(one).digits)} ${of(one).unit}`;
  const names = (some) => some.map((one) => of(one).label).join(", ") || texts.none;
  const moved = list(["up", "down"]).sort((a, b) => of(a).done - of(b).done || Math.abs(b.mean / b.cell.smallest) - Math.abs(a.mean / a.cell.smallest));
  const cost = found.cells.find((one) => one.cell.place === state.place && one.cell.indicator === data.cost);
  const unpriced = cost && (hidden(cost) || (cost.low <= 0 && cost.high >= 0));
  const price = cost ? fill(unpriced ? texts.unpriced : cost.mean < 0 ? texts.saved : texts.cost, {
    n: number(Math.abs(cost.mean), 0), low: signed(cost.low, 0), high: signed(cost.high, 0),
    m: number(Math.abs(cost.mean * data.teachers / 1e6), 0),
  }) : "";
  const where = places.find((p) => p.name === state.place).label;
  return [
    fill(texts.answer, { list: moved.map(size).join("; ") || texts.nothing, where }),
    ...(state.place === "nation" && price ? [price] : []),
    fill(texts.rest, { same: names(list(["too small to matter"])), open: names(list(["cannot tell"])) }),
  ];
}

let announced = 0;

function draw() {
  const began = performance.now();
  const found = answer(model, state.x, chosen());
  drawTables(found);
  const sentences = found.moved ? told(found) : [texts.unmoved];
  byId("answer").innerHTML = sentences.map((s) => `<p>${s}</p>`).join("") + (found.trusted ? "" : `<p class="doubt">${texts.far}</p>`);
  byId("result").hidden = !state.shown;
  byId("ask").hidden = state.shown;
  byId("again").hidden = !state.shown;
  drawGuess(found);
  drawBrief(found);
  controls();
  take(found);
  keep();
  document.body.dataset.milliseconds = (performance.now() - began).toFixed(2);
  clearTimeout(announced);
  if (state.shown) announced = setTimeout(() => (byId("said").textContent = sentences[0]), 700);
}

function drawBrief(found) {
  const lead = found.cells.find((one) => one.cell.place === state.place && one.cell.indicator === data.first);
  const cost = found.cells.find((one) => one.cell.place === state.place && one.cell.indicator === data.cost);
  const parts = [lead, cost].filter(Boolean).map((one) => {
    const o = outcomes.find((p) => p.name === one.cell.indicator);
    return `<span>${o.label} <strong>${signed(one.mean * o.times, o.digits)}</strong></span>`;
  });
  byId("brief").hidden = !state.shown;
  byId("brief").innerHTML = parts.join("");
}

function drawGuess(found) {
  const said = byId("guessed");
  said.hidden = !(state.shown && state.guess);
  if (said.hidden) return;
  const o = outcomes.find((p) => p.name === state.guess.outcome);
  const one = found.cells.find((c) => c.cell.place === "nation" && c.cell.indicator === o.name);
  said.textContent = fill(texts.guessed, { outcome: o.label, guess: texts[state.guess.kind], verdict: texts[one.verdict] });
}

function controls() {
  model.dials.forEach((dial, j) => {
    const input = byId("dial-" + dial.name);
    input.value = String(state.x[j]);
    const text = shownDial(j, state.x[j]);
    input.setAttribute("aria-valuetext", text);
    byId("out-" + dial.name).textContent = number(state.x[j] * dials[j].times, Math.abs(dials[j].step * dials[j].times) < 1 ? 1 : 0);
    input.closest(".dial").classList.toggle("moved", state.x[j] !== dial.now);
    byId("back-" + dial.name).hidden = state.x[j] === dial.now;
  });
  model.switches.forEach((one, s) => (byId(`switch-${one.name}-${state.options[s]}`).checked = true));
  byId("place").value = String(places.findIndex((p) => p.name === state.place));
  byId("outcome").value = state.outcome;
}

// ---- what can be taken along

function yamlOf(levers) {
  return Object.entries(levers).map(([lever, value]) => `      ${lever}: ${typeof value === "number" ? Number(value.toPrecision(8)) : value}`).join("\n");
}

function decisions() {
  const levers = {}, context = {};
  dials.forEach((dial, j) => {
    if (state.x[j] === model.dials[j].now) return;
    const several = Object.keys(dial.levers).length > 1;
    for (const [lever, factor] of Object.entries(dial.levers)) {
      levers[lever] = several ? Math.max(0, state.x[j] * factor) : state.x[j] * factor;
    }
  });
  switches.forEach((one, s) => {
    if (state.options[s]) (one.of_policy ? levers : context)[one.lever] = one.values[state.options[s]];
  });
  return { levers, context };
}

function take(found) {
  const { levers, context } = decisions();
  const around = Object.keys(context).length > 0;
  const file = (name, base, set) => `name: ${name}\ntitle: {en: "${data.titles[name].en}", nb: "${data.titles[name].nb}"}\n` +
    `question: {en: "What if we did what the meeting chose?", nb: "Hva om vi gjorde det møtet valgte?"}\nbase: ${base}\n` +
    (Object.keys(set).length ? `timeline:\n  - from: ${data.from}\n    set:\n${yamlOf(set)}\n` : "timeline: []\n");
  byId("surroundings").hidden = !around;
  byId("baseline-yaml").textContent = around ? file("meeting_baseline", data.base, context) : "";
  byId("point-yaml").textContent = file("meeting_point", around ? "./meeting_baseline.yaml" : data.base, levers);
  const baseline = around ? "./meeting_baseline.yaml" : data.base;
  byId("command").textContent = data.command.replace("{baseline}", baseline);
}

async function copy(button) {
  const text = byId(button.dataset.of).textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    getSelection().selectAllChildren(byId(button.dataset.of));
    document.execCommand("copy");
  }
  byId("said").textContent = texts.copied;
}

// ---- what people do

model.dials.forEach((dial, j) => {
  byId("dial-" + dial.name).addEventListener("input", (event) => {
    const value = Number(event.target.value);
    state.x[j] = Math.abs(value - dial.now) < dials[j].step / 2 ? dial.now : value;
    draw();
  });
  byId("back-" + dial.name).addEventListener("click", () => {
    state.x[j] = dial.now;
    draw();
    byId("dial-" + dial.name).focus();
  });
});
model.switches.forEach((one, s) => one.options.forEach((_, k) => {
  byId(`switch-${one.name}-${k}`).addEventListener("change", () => { state.options[s] = k; draw(); });
}));
byId("reset").addEventListener("click", () => {
  state.x = model.dials.map((d) => d.now);
  state.options = model.switches.map(() => 0);
  draw();
});
byId("place").addEventListener("change", (event) => { state.place = places[Number(event.target.value)].name; draw(); });
byId("outcome").addEventListener("change", (event) => { state.outcome = event.target.value; draw(); });
byId("guess").addEventListener("submit", (event) => {
  event.preventDefault();
  const kind = new FormData(event.target).get("kind");
  state.guess = kind ? { outcome: byId("guess-outcome").value, kind } : null;
  state.shown = true;
  draw();
  byId("result-title").focus();
});
byId("again").addEventListener("click", () => {
  state.shown = false;
  state.guess = null;
  byId("guess").reset();
  draw();
  byId("guess-outcome").focus();
});
document.querySelectorAll("button[data-of]").forEach((button) => button.addEventListener("click", () => copy(button)));
addEventListener("hashchange", () => { fromHash(location.hash); draw(); });
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  folded.forEach((part) => (part.open = true));
});
addEventListener("afterprint", () => folded.forEach((part) => (part.open = false)));
fromHash(location.hash);
draw();
