"use strict";
// What the emulator says of a point: the same as sim/analysis/emulator/model.py, from the same numbers.

function legendre(u) {
  const p = [1, u];
  for (let k = 1; k < 4; k++) p.push(((2 * k + 1) * u * p[k] - k * p[k - 1]) / (k + 1));
  return p.map((value, k) => Math.sqrt(2 * k + 1) * value);
}

function scaled(dial, x) {
  return (2 * (x - dial.low)) / (dial.high - dial.low) - 1;
}

// Values of terms at a point, each less its value where nothing is moved.
function features(terms, here, now, chosen) {
  return terms.map(([option, pairs]) => {
    if (option && !chosen[option - 1]) return 0;
    let value = 1, origin = 1;
    for (const [dial, degree] of pairs) {
      value *= here[dial][degree];
      origin *= now[dial][degree];
    }
    return pairs.length ? value - origin : value;
  });
}

function distances(model, x, chosen) {
  const byDial = model.dials.map((dial, j) => ((scaled(dial, x[j]) - scaled(dial, dial.now)) / 2) ** 2);
  const ofPolicy = model.switches.flatMap((one) => one.options.slice(1).map(() => one.of_policy));
  const byOption = ofPolicy.map((of, k) => (of && chosen[k] ? 1 : 0));
  const moved = [...byDial, ...byOption].some((d) => d > 0) ? 1 : 0;
  return [moved, ...byDial, ...byOption];
}

function verdictAlone(mean, low, high, smallest) {
  if (-smallest <= low && high <= smallest) return "too small to matter";
  if (low > 0 && mean >= smallest) return "up";
  if (high < 0 && mean <= -smallest) return "down";
  return "cannot tell";
}

// Up and down among many must also hold with Holm's adjustment: the i-th largest |t| against the i-th strictest step.
function adjust(found, steps) {
  const tested = found.filter((one) => one.half > 0).sort((a, b) => b.t - a.t);
  let holds = true;
  tested.forEach((one, i) => {
    holds = holds && one.t >= steps[tested.length - i - 1];
    if (!holds && (one.verdict === "up" || one.verdict === "down")) one.verdict = "cannot tell";
  });
}

// x: values of the dials; chosen: whether each option but the first of its switch is chosen.
function answer(model, x, chosen) {
  const here = model.dials.map((dial, j) => legendre(scaled(dial, x[j])));
  const now = model.dials.map((dial) => legendre(scaled(dial, dial.now)));
  const all = features(model.terms, here, now, chosen);
  const plain = features(model.plain, here, now, chosen);
  let reach = 0;
  plain.forEach((a, i) => plain.forEach((b, j) => (reach += a * model.gram[i][j] * b)));
  reach /= plain.length;
  const far = distances(model, x, chosen);
  const cells = model.cells.map((cell) => {
    let mean = 0, variance = 0;
    cell.terms.forEach((term, k) => (mean += all[term] * cell.coefficients[k]));
    cell.spread.forEach((part, k) => (variance += part * far[k]));
    const error = cell.error * Math.sqrt(Math.max(reach, 0));
    const half = model.quantile * Math.sqrt(error ** 2 + variance / model.replications);
    const low = mean - half, high = mean + half;
    const t = half > 0 ? (Math.abs(mean) / half) * model.quantile : 0;
    return { cell, mean, error, half, low, high, t, verdict: verdictAlone(mean, low, high, cell.smallest) };
  });
  adjust(cells.filter((one) => one.cell.place === "nation"), model.steps);
  return { cells, trusted: reach <= model.farthest, moved: far[0] > 0 };
}
