// The moving parts of the report: the map's slider, the district filter, the fans.
// SPDX-License-Identifier: GPL-3.0-or-later
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];
  const NARROW = 640; // px below which the two pictures of a service stand one above the other

  // Text in the page, compressed: nothing is fetched, so the file opens offline.
  async function unpack(id) {
    const bytes = Uint8Array.from(atob(byId(id).textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  }

  // White over yellow to brown, rising in lightness alone (ColorBrewer's YlOrBr).
  function shade(p) {
    const stops = [[255, 255, 229], [254, 227, 145], [254, 153, 41], [204, 76, 2], [102, 37, 6]];
    const at = Math.min(Math.max(p, 0), 1) * (stops.length - 1);
    const i = Math.min(Math.floor(at), stops.length - 2);
    const mix = stops[i].map((c, k) => Math.round(c + (at - i) * (stops[i + 1][k] - c)));
    return `rgb(${mix})`;
  }

  function showMap(data) {
    const service = byId("map-service").value;
    const scenario = Number(byId("map-scenario").value);
    const year = Number(byId("map-year").value);
    const short = data.short[service];
    byId("map-year-shown").textContent = data.years[year];
    byId("map-note").textContent = byId("map-note").dataset[short.of];
    data.districts.forEach((district, i) => {
      const [p, low, high] = short.p[scenario][year][i];
      const cell = document.querySelector(`#map-table [data-row="${district}"] td`);
      const interval = p === null ? "" : ` [${low.toFixed(2)}, ${high.toFixed(2)}]`;
      cell.textContent = p === null ? "–" : p.toFixed(2);
      const small = document.createElement("small");
      small.textContent = interval;
      cell.append(small);
      const path = document.querySelector(`#map-picture [data-district="${district}"]`);
      if (path) {
        path.style.fill = p === null ? "" : shade(p);
        path.querySelector("title").textContent =
          `${data.titles.district[district]}: ${cell.textContent}`;
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
      const [wanted, low, high, places, demand, dlow, dhigh] = rows[district];
      const colour = COLOURS[s % COLOURS.length];
      const many = data.scenarios.length > 1;
      const name = data.titles.scenario[data.scenarios[s]];
      const band = (y1, y2, axes) => [
        { x, y: y1, ...axes, mode: "lines", line: { width: 0 }, hoverinfo: "skip", showlegend: false, legendgroup: name },
        { x, y: y2, ...axes, mode: "lines", line: { width: 0 }, fill: "tonexty", fillcolor: colour + "2e", hoverinfo: "skip", showlegend: false, legendgroup: name },
      ];
      const left = { xaxis: "x", yaxis: "y" };
      const right = { xaxis: "x2", yaxis: "y2" };
      result.push(...band(low, high, left), ...band(dlow, dhigh, right));
      result.push({ x, y: wanted, ...left, mode: "lines", line: { color: colour, width: 2 }, name: many ? name : data.texts.taken_waiting, legendgroup: name });
      result.push({ x, y: places, ...left, mode: "lines", line: { color: many ? colour : ink, width: 1.5, dash: "dash", shape: "hv" }, name: data.texts.places, showlegend: s === 0, legendgroup: many ? "places" : name });
      result.push({ x, y: demand, ...right, mode: "lines", line: { color: colour, width: 2 }, name: data.texts.asking, showlegend: false, legendgroup: name });
    });
    return result;
  }

  function drawFan(data, element) {
    const service = element.dataset.picture;
    const district = data.districts.indexOf(byId("district-filter").value);
    const style = getComputedStyle(document.documentElement);
    const ink = style.getPropertyValue("--ink").trim();
    const line = style.getPropertyValue("--line").trim();
    const narrow = element.clientWidth < NARROW;
    const axis = { gridcolor: line, linecolor: line, automargin: true };
    const layout = {
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", font: { color: ink, size: 12 },
      margin: { l: 10, r: 10, t: 30, b: 10 }, height: narrow ? 560 : 340, hovermode: "x unified",
      hoverlabel: { bgcolor: style.getPropertyValue("--paper").trim(), font: { color: ink } },
      legend: { orientation: "h", y: -0.12 },
      grid: narrow ? { rows: 2, columns: 1, pattern: "independent" } : { rows: 1, columns: 2, pattern: "independent", xgap: 0.12 },
      xaxis: axis, xaxis2: axis,
      yaxis: { ...axis, rangemode: "tozero" },
      yaxis2: { ...axis, rangemode: "tozero" },
      annotations: [["x", "y", data.texts.wanted], ["x2", "y2", data.texts.asking]].map(([x, y, text]) => (
        { text, xref: `${x} domain`, yref: `${y} domain`, x: 0, y: 1.02, xanchor: "left", yanchor: "bottom", showarrow: false })),
    };
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
      document.querySelectorAll(".fan").forEach((element) => {
        element.textContent = element.dataset.old;
      });
      return;
    }
    const data = JSON.parse(await unpack("data"));
    ["map-service", "map-scenario", "map-year"].forEach((id) => {
      byId(id).addEventListener("input", () => showMap(data));
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
    // On paper everything is open.
    let closed = [];
    addEventListener("beforeprint", () => {
      closed = closed.concat([...document.querySelectorAll("details:not([open])")]);
      closed.forEach((details) => { details.open = true; });
      drawOpen();
    });
    addEventListener("afterprint", () => {
      closed.forEach((details) => { details.open = false; });
      closed = [];
    });
    drawOpen();
    document.documentElement.dataset.ready = "yes";
  }
  begin();
})();
