// The moving parts of the report: the map's slider, the district filter, the fans.
// SPDX-License-Identifier: GPL-3.0-or-later
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];
  const DASHES = ["solid", "dot", "dashdot"]; // one more each time that the colours are used up
  const PRINTED = { "--ink": "#000000", "--line": "#bbbbbb", "--paper": "#ffffff" };
  const PRINTED_WIDTH = 690; // px of a picture on paper, A4 or letter
  const NARROW = 640; // px below which the two pictures of a service stand one above the other

  // Text in the page, compressed: nothing is fetched, so the file opens offline.
  async function unpack(id) {
    const bytes = Uint8Array.from(atob(byId(id).textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  }

  let isPrinting = false;

  function showMap(data) {
    const service = byId("map-service").value;
    const scenario = Number(byId("map-scenario").value);
    const short = data.short[service];
    const chosen = byId("map-year") ? Number(byId("map-year").value) : -1;
    const all = short.p[scenario];
    byId("map-caption").textContent =
      `${data.titles.service[service]} · ${data.titles.scenario[data.scenarios[scenario]]}`;
    byId("map-note").textContent = byId("map-note").dataset[short.of];
    const said = ([p, low, high]) => (p === null ? ["–", ""]
      : [p.toFixed(2), ` [${low.toFixed(2)}, ${high.toFixed(2)}]`]);
    data.districts.forEach((district, i) => {
      const row = document.querySelector(`#map-table [data-row="${district}"]`);
      row.querySelectorAll("td").forEach((cell, year) => {
        const small = document.createElement("small");
        [cell.textContent, small.textContent] = said(all[year][i]);
        cell.append(small);
        cell.classList.toggle("chosen", year === chosen);
      });
    });
    if (chosen < 0) {
      return;
    }
    byId("map-year-shown").textContent = data.years[chosen];
    document.querySelector(".map-year").textContent = data.years[chosen];
    document.querySelectorAll("use[data-district]").forEach((shape) => {
      const district = shape.dataset.district;
      const score = all[shape.dataset.year ?? chosen][data.districts.indexOf(district)];
      shape.style.fill = score[0] === null ? "" : data.shades[Math.round(100 * score[0])];
      const title = shape.querySelector("title");
      if (title) {
        title.textContent = `${data.titles.district[district]}: ${said(score).join("")}`;
      }
    });
  }

  function traces(data, service, district, ink) {
    const result = [];
    const x = data.months;
    data.fans[service].forEach((rows, s) => {
      if (rows === null) {
        return;
      }
      const [wanted, low, high, places, plow, phigh, demand, dlow, dhigh] = rows[district];
      const colour = COLOURS[s % COLOURS.length];
      const dash = DASHES[Math.floor(s / COLOURS.length) % DASHES.length];
      const many = data.scenarios.length > 1;
      const name = data.titles.scenario[data.scenarios[s]];
      const ofPlaces = many ? colour : ink;
      // Bands of many scenarios lie on each other, and must not hide the lines.
      const veil = data.scenarios.length > 3 ? "18" : "2e";
      // Of an intake there is demand in the months of intakes alone.
      const connectgaps = true;
      const band = (y1, y2, axes, tint = colour + veil, shape = "linear") => [
        { x, y: y1, ...axes, connectgaps, mode: "lines", line: { width: 0, shape }, hoverinfo: "skip", showlegend: false, legendgroup: name },
        { x, y: y2, ...axes, connectgaps, mode: "lines", line: { width: 0, shape }, fill: "tonexty", fillcolor: tint, hoverinfo: "skip", showlegend: false, legendgroup: name },
      ];
      const left = { xaxis: "x", yaxis: "y" };
      const right = { xaxis: "x2", yaxis: "y2" };
      result.push(...band(low, high, left), ...band(dlow, dhigh, right),
        ...band(plow, phigh, left, ofPlaces + veil, "hv"));
      result.push({ x, y: wanted, ...left, mode: "lines", line: { color: colour, width: 2, dash }, name: many ? name : data.texts.taken_waiting, legendgroup: name });
      result.push({ x, y: places, ...left, mode: "lines", line: { color: ofPlaces, width: 1.5, dash: "dash", shape: "hv" }, name: data.texts.places, showlegend: s === 0, legendgroup: many ? "places" : name });
      result.push({ x, y: demand, ...right, connectgaps, mode: "lines", line: { color: colour, width: 2, dash }, name: data.texts.asking, showlegend: false, legendgroup: name });
    });
    return result;
  }

  function drawFan(data, element) {
    const service = element.dataset.picture;
    const district = data.districts.indexOf(byId("district-filter").value);
    const style = getComputedStyle(document.documentElement);
    // On paper the colours are those of paper, whatever the screen's.
    const colour = (name) => (isPrinting ? PRINTED[name] : style.getPropertyValue(name).trim());
    const ink = colour("--ink");
    const line = colour("--line");
    const narrow = !isPrinting && element.clientWidth < NARROW;
    const axis = { gridcolor: line, linecolor: line, automargin: true };
    const layout = {
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", font: { color: ink, size: 12 },
      margin: { l: 10, r: 10, t: 30, b: 10 }, height: narrow ? 600 : 340,
      ...(isPrinting ? { width: PRINTED_WIDTH } : {}), hovermode: "x unified",
      hoverlabel: { bgcolor: colour("--paper"), font: { color: ink } },
      legend: { orientation: "h", y: -0.12 },
      grid: narrow ? { rows: 2, columns: 1, pattern: "independent" } : { rows: 1, columns: 2, pattern: "independent", xgap: 0.12 },
      xaxis: axis, xaxis2: axis,
      yaxis: { ...axis, rangemode: "tozero" },
      yaxis2: { ...axis, rangemode: "tozero" },
      annotations: [["x", "y", data.texts.wanted], ["x2", "y2", data.texts.asking]].map(([x, y, text]) => (
        { text, xref: `${x} domain`, yref: `${y} domain`, x: 0, y: 1.02, xanchor: "left", yanchor: "bottom", showarrow: false })),
    };
    if (!element.querySelector(".plot-container")) {
      element.textContent = ""; // what stands there for browsers that cannot draw
    }
    return Plotly.react(element, traces(data, service, district, ink), layout,
      { displayModeBar: false, responsive: true });
  }

  function filterDistrict() {
    const district = byId("district-filter").value;
    document.querySelectorAll("[data-district-row]").forEach((row) => {
      const isAll = district === byId("district-filter").options[0].value;
      row.hidden = !isAll && row.dataset.districtRow !== district;
    });
  }

  async function begin() {
    if (typeof DecompressionStream === "undefined") {
      return; // the page stands as it was written
    }
    const data = JSON.parse(await unpack("data"));
    ["map-service", "map-scenario", "map-year"].forEach((id) => {
      byId(id)?.addEventListener("input", () => showMap(data));
    });
    showMap(data);
    filterDistrict();
    const library = document.createElement("script");
    library.textContent = await unpack("plotly");
    document.head.append(library);
    const drawOpen = () => document.querySelectorAll("details[open] .fan").forEach((e) => drawFan(data, e));
    byId("district-filter").addEventListener("input", () => {
      filterDistrict();
      drawOpen();
    });
    document.querySelectorAll("details.service").forEach((details) => {
      details.addEventListener("toggle", drawOpen);
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawOpen);
    // On paper everything is open, in the colours of paper.
    let closed = [];
    addEventListener("beforeprint", () => {
      closed = closed.concat([...document.querySelectorAll("details:not([open])")]);
      closed.forEach((details) => { details.open = true; });
      isPrinting = true;
      drawOpen();
    });
    addEventListener("afterprint", () => {
      closed.forEach((details) => { details.open = false; });
      closed = [];
      isPrinting = false;
      drawOpen();
    });
    drawOpen();
    document.documentElement.dataset.ready = "yes";
  }
  begin();
})();
