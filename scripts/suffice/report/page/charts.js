// Pictures of the report: fans of a service, and its districts on one scale.
// SPDX-License-Identifier: GPL-3.0-or-later
"use strict";
const Charts = (() => {
  const NAMESPACE = "http://www.w3.org/2000/svg";
  const LOOKS = ["good", "bad", "c2", "c3", "c4", "c5", "c6"]; // classes of scenarios
  const MOST_BANDS = 3; // scenarios up to which bands are drawn
  const MOST_EACH = 12; // districts drawn beside each other

  function add(parent, name, attributes, text) {
    const element = document.createElementNS(NAMESPACE, name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    if (text !== undefined) {
      element.textContent = text;
    }
    parent.append(element);
    return element;
  }

  // Round numbers from low to high, about so many of them.
  function ticks(low, high, about) {
    const rough = (high - low) / about || 1;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((x) => x * power).find((x) => x >= rough);
    const result = [];
    for (let x = Math.ceil(low / step) * step; x <= high + step / 1e6; x += step) {
      result.push(Math.abs(x) < step / 1e6 ? 0 : x);
    }
    return result;
  }

  const shown = (x) => x.toLocaleString("en", { maximumFractionDigits: Math.abs(x) < 10 ? 1 : 0 });

  function line(xs, ys, x, y, isStep) {
    let d = "";
    ys.forEach((value, i) => {
      if (value !== null) {
        d += d === "" ? `M${x(xs[i])} ${y(value)}` : isStep ? `H${x(xs[i])}V${y(value)}` : `L${x(xs[i])} ${y(value)}`;
      }
    });
    return d;
  }

  function band(xs, low, high, x, y) {
    const seen = xs.map((_, i) => i).filter((i) => low[i] !== null && high[i] !== null);
    const there = seen.map((i) => `${x(xs[i])} ${y(high[i])}`);
    const back = seen.map((i) => `${x(xs[i])} ${y(low[i])}`).reverse();
    return seen.length ? `M${there.join("L")}L${back.join("L")}Z` : "";
  }

  // Labels at the ends of lines, moved apart.
  function apart(labels, gap, low, high) {
    labels.sort((a, b) => a.y - b.y);
    labels.forEach((label, i) => {
      label.y = Math.max(label.y, i ? labels[i - 1].y + gap : low);
    });
    for (let i = labels.length - 1, most = high; i >= 0; i -= 1, most -= gap) {
      labels[i].y = Math.min(labels[i].y, most);
    }
  }

  const years = (months) => months.map((m, i) => [m, i]).filter(([m]) => m.slice(5, 7) === "01");

  // The curves of a picture: by scenario its look, bands, lines and names.
  function series(data, service, district, kind) {
    const many = data.fans[service].filter((rows) => rows !== null).length > 1;
    const result = [];
    data.fans[service].forEach((rows, s) => {
      if (rows === null) {
        return;
      }
      const isFew = data.fans[service].length <= MOST_BANDS;
      const [w, w5, w95, w25, w75, p, p5, p95, d, d5, d95] = rows[district].length > 3 ? rows[district]
        : [rows[district][0], , , , , rows[district][1], , , rows[district][2]];
      const look = many ? LOOKS[s % LOOKS.length] : "bad";
      const name = many ? data.titles.scenario[data.scenarios[s]] : "";
      const dash = Math.floor(s / LOOKS.length);
      if (kind === "asking") {
        result.push({ look, dash, name: name || data.texts.s_ask_short, mid: d, bands: isFew ? [[d5, d95]] : [] });
      } else {
        result.push({ look, dash, name: name || data.texts.taken_waiting, mid: w, bands: isFew ? (many ? [[w5, w95]] : [[w5, w95], [w25, w75]]) : [] });
        result.push({ look: many ? look : "good", dash: 0, isPlaces: true, name: many ? "" : data.texts.places, mid: p, bands: isFew && !many ? [[p5, p95]] : [] });
      }
    });
    return result;
  }

  function fan(element, data, service, district) {
    const width = Math.max(260, element.clientWidth || 340);
    const height = 270;
    const curves = series(data, service, district, element.dataset.chart);
    const names = curves.filter((c) => c.name);
    const right = Math.min(width * 0.3, 12 + Math.max(0, ...names.map((c) => [...c.name].reduce((sum, x) => sum + (x > "\u2e80" ? 12 : 6.4), 0))));
    const box = { left: 52, right: width - right, top: 10, bottom: height - 24 };
    const xs = data.months.map((_, i) => i);
    const values = curves.flatMap((c) => [c.mid, ...c.bands.flat()]).flat().filter((v) => v !== null);
    const most = Math.max(1, ...values);
    const x = (i) => Math.round(10 * (box.left + (box.right - box.left) * i / Math.max(1, xs.length - 1))) / 10;
    const y = (v) => Math.round(10 * (box.bottom - (box.bottom - box.top) * v / (most * 1.02))) / 10;
    const svg = document.createElementNS(NAMESPACE, "svg");
    const heading = element.closest("figure").querySelector("h4").textContent;
    Object.entries({ viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${data.titles.service[service]}, ${data.titles.district[data.districts[district]]}: ${heading}` })
      .forEach(([key, value]) => svg.setAttribute(key, value));
    ticks(0, most, 4).forEach((v) => {
      add(svg, "path", { class: "grid", d: `M${box.left} ${y(v)}H${box.right}` });
      add(svg, "text", { class: "tick end", x: box.left - 6, y: y(v) + 4 }, shown(v));
    });
    years(data.months).forEach(([month, i], k, all) => {
      if (all.length < 8 || k % 2 === 0) {
        add(svg, "text", { class: "tick", x: x(i), y: height - 6 }, month.slice(0, 4));
      }
    });
    curves.forEach((c) => c.bands.forEach(([low, high]) => add(svg, "path", { class: `band ${c.look}`, d: band(xs, low, high, x, y) })));
    curves.forEach((c) => add(svg, "path", { class: `line ${c.look}${c.isPlaces && !names.includes(c) ? " dashed" : ""} d${c.dash}`, d: line(xs, c.mid, x, y, c.isPlaces) }));
    const labels = names.map((c) => ({ look: c.look, text: c.name, y: y(c.mid.filter((v) => v !== null).at(-1) ?? 0) + 4 }));
    apart(labels, 14, box.top + 8, box.bottom);
    labels.forEach((label) => {
      const room = Math.floor(right / 6.4);
      add(svg, "text", { class: `label ${label.look}`, x: box.right + 6, y: label.y }, label.text.length > room + 2 ? `${label.text.slice(0, room)}…` : label.text);
    });
    element.replaceChildren(svg);
  }

  // Wanted for 100 places in each district, the first scenario, on one scale.
  function each(element, data, service) {
    const rows = data.fans[service].find((one) => one !== null && one[0].length > 3);
    if (!rows) {
      return;
    }
    const per = (a, b) => a.map((v, i) => (v === null || !(b[i] > 0) ? null : Math.min(1000, 100 * v / b[i])));
    const all = data.districts.slice(0, -1).map((name, i) => {
      const [w, w5, w95, w25, w75, p] = rows[i];
      return { name, curves: [w, w5, w95, w25, w75].map((c) => per(c, p)) };
    }).filter((one) => one.curves[0].some((v) => v !== null));
    const last = (one) => one.curves[0].filter((v) => v !== null).at(-1);
    all.sort((a, b) => last(b) - last(a));
    const drawn = all.slice(0, MOST_EACH);
    const most = Math.max(120, ...drawn.flatMap((one) => one.curves[2]).filter((v) => v !== null));
    const [width, height] = [150, 104];
    const xs = data.months.map((_, i) => i);
    const x = (i) => Math.round(10 * (30 + (width - 34) * i / Math.max(1, xs.length - 1))) / 10;
    const y = (v) => Math.round(10 * (height - 16 - (height - 22) * v / most)) / 10;
    element.replaceChildren(...drawn.map((one) => {
      const figure = document.createElement("figure");
      const svg = add(figure, "svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${data.titles.district[one.name]}: ${shown(last(one))}` });
      add(svg, "rect", { class: "over", x: 30, y: y(most), width: width - 34, height: y(100) - y(most) });
      [0, 100].forEach((v) => {
        add(svg, "path", { class: v ? "full" : "grid", d: `M30 ${y(v)}H${width - 4}` });
        add(svg, "text", { class: "tick end", x: 27, y: y(v) + 4 }, v);
      });
      const [mid, low, high, low2, high2] = one.curves;
      [[low, high], [low2, high2]].forEach(([a, b]) => add(svg, "path", { class: "band bad", d: band(xs, a, b, x, y) }));
      add(svg, "path", { class: "line bad", d: line(xs, mid, x, y) });
      const ends = years(data.months);
      [ends[0], ends.at(-1)].filter(Boolean).forEach(([month, i], k) => add(svg, "text", { class: k ? "tick end" : "tick start", x: k ? width - 4 : x(i), y: height - 2 }, month.slice(0, 4)));
      const caption = document.createElement("figcaption");
      const figureOf = document.createElement("b");
      figureOf.textContent = shown(last(one));
      caption.append(data.titles.district[one.name], " ", figureOf);
      figure.prepend(caption);
      return figure;
    }));
    if (all.length > drawn.length) {
      const more = document.createElement("p");
      more.className = "sub";
      more.textContent = data.texts.s_each_more.replace("{n}", all.length - drawn.length);
      element.append(more);
    }
  }

  return { fan, each };
})();
