// The moving parts of the report: the map's slider, the district filter, the fans.
// SPDX-License-Identifier: GPL-3.0-or-later
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);

  // Text in the page, compressed: nothing is fetched, so the file opens offline.
  async function unpack(id) {
    const bytes = Uint8Array.from(atob(byId(id).textContent), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).text();
  }

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

  function draw(data) {
    const district = data.districts.indexOf(byId("district-filter").value);
    document.querySelectorAll("details.service[open]").forEach((details) => {
      details.querySelectorAll(".fan").forEach((e) => Charts.fan(e, data, e.dataset.picture, district));
      const each = details.querySelector(".each:empty");
      if (each) {
        Charts.each(each, data, each.dataset.picture);
      }
    });
  }

  function filterDistrict() {
    const district = byId("district-filter").value;
    document.querySelectorAll("[data-district-row]").forEach((row) => {
      const isAll = district === byId("district-filter").options[0].value;
      row.hidden = !isAll && row.dataset.districtRow !== district;
    });
  }

  // What an address names is open, also inside of what is folded.
  function show() {
    const wanted = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
    for (let e = wanted; e; e = e.parentElement) {
      if (e.tagName === "DETAILS") {
        e.open = true;
      }
    }
    if (wanted) {
      wanted.scrollIntoView();
    }
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
    Tables.begin(data.texts);
    const redraw = () => draw(data);
    byId("district-filter").addEventListener("input", () => {
      filterDistrict();
      redraw();
    });
    document.querySelectorAll("details.service").forEach((details) => {
      details.addEventListener("toggle", redraw);
    });
    let width = innerWidth;
    addEventListener("resize", () => {
      if (innerWidth !== width) {
        width = innerWidth;
        redraw();
      }
    });
    // On paper everything is open.
    let closed = [];
    addEventListener("beforeprint", () => {
      closed = closed.concat([...document.querySelectorAll("details:not([open])")]);
      closed.forEach((details) => { details.open = true; });
      redraw();
    });
    addEventListener("afterprint", () => {
      closed.forEach((details) => { details.open = false; });
      closed = [];
      redraw();
    });
    const links = new Map([...document.querySelectorAll(".top nav a")].map((a) => [a.hash.slice(1), a]));
    const seen = new IntersectionObserver((entries) => entries.filter((e) => e.isIntersecting).forEach((e) => {
      links.forEach((a, id) => (id === e.target.id ? a.setAttribute("aria-current", "true") : a.removeAttribute("aria-current")));
    }), { rootMargin: "-20% 0px -75% 0px" });
    links.forEach((_, id) => seen.observe(byId(id)));
    addEventListener("hashchange", show);
    show();
    redraw();
    document.documentElement.dataset.ready = "yes";
  }
  begin();
})();
