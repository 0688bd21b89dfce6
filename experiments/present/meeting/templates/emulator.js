"use strict";
// What the emulator says of a point: the same as sim/analysis/emulator/model.py, from the same numbers.

function scaled(dial, x) {
  return (2 * (x - dial.low)) / (dial.high - dial.low) - 1;
}

function legendre(u, degree) {
  return degree === 1 ? Math.sqrt(3) * u : Math.sqrt(5) * (1.5 * u * u - 0.5);
}

// Plain terms at a point, each less its value where nothing is moved.
function features(model, here, now, chosen) {
  return model.plain.map(([option, dial, degree]) => {
    if (option && !chosen[option - 1]) return 0;
    return degree ? legendre(here[dial], degree) - legendre(now[dial], degree) : 1;
  });
}

// What bends, at a point: a sum of bells around centres.
function height(centres, cell, point) {
  let sum = 0;
  for (let i = 0; i < centres.length; i++) {
    let far = 0;
    for (let j = 0; j < point.length; j++) {
      const d = (point[j] - centres[i][j]) / cell.lengths[j];
      far += d * d;
    }
    sum += cell.weights[i] * Math.exp(-0.5 * far);
  }
  return sum;
}

// Of each option but the first of its switch, whether it is a decision.
function policies(model) {
  return model.switches.flatMap((one) => one.options.slice(1).map(() => one.of_policy));
}

function distances(model, x, chosen) {
  const byDial = model.dials.map((dial, j) => ((scaled(dial, x[j]) - scaled(dial, dial.now)) / 2) ** 2);
  const ofPolicy = policies(model);
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
  const here = model.dials.map((dial, j) => scaled(dial, x[j]));
  const now = model.dials.map((dial) => scaled(dial, dial.now));
  const point = [...here, ...chosen.map(Number)];
  const origin = [...now, ...policies(model).map((of, k) => (chosen[k] && !of ? 1 : 0))];
  const plain = features(model, here, now, chosen);
  let reach = 0;
  plain.forEach((a, i) => plain.forEach((b, j) => (reach += a * model.gram[i][j] * b)));
  reach /= plain.length;
  const far = distances(model, x, chosen);
  const cells = model.cells.map((cell) => {
    let mean = height(model.centres, cell, point) - height(model.centres, cell, origin), variance = 0;
    cell.slopes.forEach((slope, j) => (mean += slope * (point[j] - origin[j])));
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
