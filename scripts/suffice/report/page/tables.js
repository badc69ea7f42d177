// Tables of the report: sorted, searched and taken away as CSV; pictures as PNG.
// SPDX-License-Identifier: GPL-3.0-or-later
"use strict";
const Tables = (() => {
  const SCALE = 2; // of a PNG, dots for a px
  const text = (cell) => cell.textContent.replace(/\s+/g, " ").trim();
  const number = (value) => {
    const found = value.replace(/−/g, "-").replace(/,/g, "").match(/-?\d+(\.\d+)?/);
    return found ? Number(found[0]) : NaN;
  };

  function save(name, blob) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  const csv = (table) => [...table.rows].map((row) => [...row.cells].map((cell) => {
    const value = text(cell);
    return /[",\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value;
  }).join(",")).join("\r\n");

  // What styles a picture is written into a copy of it, which then stands alone.
  function alone(svg) {
    const copy = svg.cloneNode(true);
    const own = [svg, ...svg.querySelectorAll("*")];
    [copy, ...copy.querySelectorAll("*")].forEach((element, i) => {
      const style = getComputedStyle(own[i]);
      ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "fill-opacity", "font-size", "font-weight", "font-family", "text-anchor", "paint-order"]
        .forEach((name) => element.style.setProperty(name, style.getPropertyValue(name)));
    });
    copy.querySelectorAll("use").forEach((use) => {
      const path = document.querySelector(use.getAttribute("href")).cloneNode();
      path.removeAttribute("id");
      path.setAttribute("style", use.getAttribute("style"));
      use.replaceWith(path);
    });
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    return copy;
  }

  async function png(svg, name) {
    const box = svg.getBoundingClientRect();
    const copy = alone(svg);
    copy.setAttribute("width", box.width);
    copy.setAttribute("height", box.height);
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [SCALE * box.width, SCALE * box.height];
    const context = canvas.getContext("2d");
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => save(`${name}.png`, blob));
  }

  function button(label, title, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "take";
    made.textContent = label;
    made.setAttribute("aria-label", title);
    made.addEventListener("click", act);
    return made;
  }

  const nameOf = (element) => `${document.title.split(" · ").at(-1)} ${element.closest("section").id} ${text(element.closest("figure, details, div:not(.wide), section").querySelector("h2, h3, h4, figcaption") ?? element)}`
    .slice(0, 90).replace(/[^\p{L}\p{N}]+/gu, "-").toLowerCase();

  // Rows of each body by a column; a body is what belongs together, as an area of the plan.
  function sort(table, column, heading) {
    const isDown = heading.ariaSort === "ascending";
    table.querySelectorAll("thead th").forEach((th) => th.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", isDown ? "descending" : "ascending");
    [...table.tBodies].forEach((body) => {
      const rows = [...body.rows].filter((row) => row.cells.length > column);
      const keys = new Map(rows.map((row) => [row, text(row.cells[column])]));
      const areNumbers = rows.some((row) => !Number.isNaN(number(keys.get(row))));
      rows.sort((a, b) => {
        const [x, y] = [keys.get(a), keys.get(b)];
        const order = areNumbers && column ? (number(x) || 0) - (number(y) || 0) : x.localeCompare(y);
        return isDown ? -order : order;
      }).forEach((row) => body.append(row));
    });
  }

  function begin(words) {
    document.querySelectorAll("main table").forEach((table) => {
      table.querySelectorAll("thead tr:first-child th").forEach((th, column) => {
        if (text(th)) {
          const press = document.createElement("button");
          press.type = "button";
          press.className = "sort";
          press.append(...th.childNodes);
          press.addEventListener("click", () => sort(table, column, th));
          th.append(press);
        }
      });
      const holder = table.closest(".wide") ?? table;
      holder.tabIndex = 0; // scrolled by keys
      holder.setAttribute("role", "region");
      holder.setAttribute("aria-label", text(holder.closest("details, div:not(.wide), section").querySelector("h2, h3, h4") ?? table.caption ?? table.tHead));
      holder.after(button(words.csv, `${words.download_csv}: ${holder.getAttribute("aria-label")}`, () => save(`${nameOf(table)}.csv`, new Blob(["\ufeff", csv(table)], { type: "text/csv" }))));
    });
    document.querySelectorAll("figure:has(> svg), figure.chart").forEach((figure) => {
      if (!figure.closest(".each, .years")) {
        figure.append(button(words.png, `${words.download_png}: ${text(figure.querySelector("figcaption"))}`, () => {
          const svg = figure.querySelector(".fan svg, .atlas, .each svg, svg");
          if (svg) {
            png(svg, nameOf(svg));
          }
        }));
      }
    });
    const find = document.getElementById("find");
    find?.addEventListener("input", () => {
      const wanted = find.value.trim().toLowerCase();
      const rows = [...document.querySelectorAll(".list li")];
      rows.forEach((row) => { row.hidden = !row.dataset.find.toLowerCase().includes(wanted); });
      document.querySelector(".list .none").hidden = rows.some((row) => !row.hidden);
    });
    document.querySelectorAll("section[id] > h2").forEach((heading) => {
      const link = document.createElement("a");
      link.className = "place";
      link.href = `#${heading.parentNode.id}`;
      link.setAttribute("aria-label", `# ${text(heading)}`);
      link.textContent = "#";
      heading.append(" ", link);
    });
  }

  return { begin };
})();
