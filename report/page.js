"use strict";
// Draws the questions. All text from the run becomes text nodes: nothing is parsed as markup.
(function () {
  var perPage = 20;
  var cards = JSON.parse(document.getElementById("cards").textContent);
  var kept = cards, at = 0;

  function el(tag, cls, text) {
    var e = document.createElement(tag);
    if (cls) e.className = cls;
    if (text !== undefined) e.textContent = text;
    return e;
  }
  function svg(tag, attributes, text) {
    var e = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (var k in attributes) e.setAttribute(k, attributes[k]);
    if (text !== undefined) e.textContent = text;
    return e;
  }
  function add(parent) {
    for (var i = 1; i < arguments.length; i++) parent.appendChild(arguments[i]);
    return parent;
  }
  function id(name) { return document.getElementById(name); }
  function plural(n, one, many) { return n.toLocaleString("en") + " " + (n === 1 ? one : many); }
  function rankText(rank, depth) { return rank === 0 ? "> " + depth : String(rank); }

  // A question's card: its body is built when it is first opened.
  function cardOf(c) {
    var d = el("details", "q");
    d.id = "q-" + c.id;
    var s = el("summary");
    var text = el("div", "text");
    c.parts.forEach(function (p) {
      var span = el("span", "part" + (p.e ? " clause" : "") + (p.x ? " exposed" : "") + (p.b ? " barred" : ""), p.t);
      if (p.x) span.title = p.x + (p.b ? " that the question should not show" : " that the question may show");
      span.edges = p.e || [];
      text.appendChild(span);
    });
    add(s, el("div", "n", c.number), text, el("div", "chips", chips(c)));
    d.appendChild(s);
    d.addEventListener("toggle", function () {
      if (d.open && d.children.length === 1) d.appendChild(bodyOf(c, d));
    });
    return d;
  }

  function chips(c) {
    return [plural(c.vertices, "vertex", "vertices"), plural(c.hops, "hop", "hops"), c.hidden + " hidden", "selectivity " + c.selectivity, c.grade,
      "determined: " + c.determined, "rank by best clause " + rankText(c.ranks[1].answer, c.depth)].join(" · ");
  }

  function bodyOf(c, d) {
    var body = el("div", "body");
    var answer = add(el("p", "answer"), document.createTextNode("Answer "), el("b", "", c.answer));
    if (c.aliases) answer.appendChild(document.createTextNode("  or " + c.aliases.join(", ")));
    var evidence = el("div", "evidence");
    evidence.setAttribute("aria-live", "polite");
    var clues = el("table", "clues");
    var all = [];
    function mark(children) {
      all.forEach(function (e) { e.classList.toggle("on", children.indexOf(e.edge) >= 0); });
      d.querySelectorAll(".part").forEach(function (p) {
        p.classList.toggle("on", p.edges.some(function (e) { return children.indexOf(e) >= 0; }));
      });
    }
    var chosen = null;
    function choose(claim) {
      chosen = claim;
      mark([claim.c]);
      evidence.replaceChildren();
      quote(evidence, claim);
    }
    function rest() { mark(chosen ? [chosen.c] : []); }
    function active(e, claim) {
      e.edge = claim.c;
      all.push(e);
      e.addEventListener("click", function () { choose(claim); });
      e.addEventListener("keydown", function (k) {
        if (k.key === "Enter" || k.key === " ") { k.preventDefault(); choose(claim); }
      });
      e.addEventListener("mouseenter", function () { mark([claim.c]); });
      e.addEventListener("mouseleave", rest);
      return e;
    }
    d.querySelectorAll(".part").forEach(function (p) {
      p.addEventListener("mouseenter", function () { if (p.edges.length) mark(p.edges); });
      p.addEventListener("mouseleave", rest);
    });
    add(body, answer, add(el("div", "drawing"), draw(c, active)), evidence, add(el("div", "wide-table"), clueTable(clues, c, active)), certificate(c), figures(c));
    if (c.claims.length) choose(c.claims[0]);
    return body;
  }

  function draw(c, active) {
    var t = c.tree, s = svg("svg", { viewBox: "0 0 " + t.w + " " + t.h, width: t.w, height: t.h, role: "img", "aria-label": "Research tree" });
    s.style.minWidth = Math.round(t.w * 0.8) + "px"; // beyond that it scrolls
    var byChild = {};
    c.claims.forEach(function (claim) { byChild[claim.c] = claim; });
    t.arcs.forEach(function (a) {
      var g = svg("g", { "class": "arc", tabindex: 0, role: "button" });
      add(g, svg("title", {}, byChild[a.c].text), svg("path", { "class": "wide", d: a.d }), svg("path", { "class": "line", d: a.d }));
      a.t.forEach(function (line, i) {
        g.appendChild(svg("text", { x: a.x, y: a.t.length === 1 ? a.y - 6 : a.y + (i === 0 ? -6 : 15) }, line));
      });
      s.appendChild(active(g, byChild[a.c]));
    });
    t.nodes.forEach(function (n) {
      var g = svg("g", { "class": "node " + n.k });
      var lines = n.t.length;
      add(g, svg("title", {}, n.full), svg("rect", { x: n.x, y: n.y - n.h / 2, width: n.w, height: n.h, rx: n.k === "attribute" ? n.h / 2 : 7 }));
      n.t.forEach(function (line, i) {
        g.appendChild(svg("text", { x: n.x + n.w / 2, y: n.y + 4.5 + (i - (lines - 1) / 2) * 15 }, line));
      });
      s.appendChild(g);
    });
    return s;
  }

  function ends(claim) { return claim.from + " → " + claim.to; }

  function quote(box, claim) {
    var q = claim.quote, p = el("p", "claim");
    add(p, el("b", "", claim.text), document.createTextNode("  (" + ends(claim) + ")"));
    box.appendChild(p);
    if (q.text) {
      add(box, add(el("blockquote"), document.createTextNode(q.before || ""), el("mark", "", q.text), document.createTextNode(q.after || "")));
    }
    var source = el("p", "source", "from ");
    if (q.url) {
      var a = el("a", "", q.page);
      a.href = q.url;
      a.rel = "noreferrer noopener";
      source.appendChild(a);
    } else {
      source.appendChild(el("b", "", q.page));
    }
    source.appendChild(document.createTextNode((q.rev ? ", revision " + q.rev : "") + ", bytes " + q.start + "–" + q.end));
    if (q.trouble) add(source, document.createTextNode(" · "), el("span", "trouble", q.trouble));
    box.appendChild(source);
  }

  function row(cells, tag) {
    var tr = el("tr");
    cells.forEach(function (cell) { tr.appendChild(el(tag || "td", typeof cell === "number" || cell.num ? "num" : "", cell.num || String(cell))); });
    return tr;
  }

  function clueTable(table, c, active) {
    add(table, add(el("thead"), row(["Clue", "Edge", { num: "alone" }, { num: "without" }, "others that fit without it"], "th")));
    var body = el("tbody");
    c.claims.forEach(function (claim) {
      var tr = row([claim.text, ends(claim), claim.alone, claim.without, ""]);
      tr.children[1].className = "ends";
      tr.lastChild.className = "others";
      tr.lastChild.textContent = (claim.others || []).join(" · ");
      body.appendChild(active(tr, claim));
    });
    return add(table, body);
  }

  function certificate(c) {
    var list = el("dl", "facts");
    [["unique", c.unique ? "yes" : "no"], ["minimal", c.minimal ? "yes" : "no"], ["grade", c.grade], ["determined", c.determined], ["selectivity", c.selectivity],
      ["pages that state all claims", c.coverPages], ["most claims on another page", c.coverMost], ["id", c.id]].forEach(function (f) {
      list.appendChild(add(el("div"), el("dt", "", f[0]), el("dd", "", f[1])));
    });
    return list;
  }

  function figures(c) {
    var box = el("div", "columns"), one = el("div"), two = el("div");
    var vertices = el("table");
    vertices.appendChild(row(["Hidden vertex", { num: "by its clues" }, { num: "in solutions" }], "th"));
    c.candidates.forEach(function (v) { vertices.appendChild(row([v.name, v.up, v.both])); });
    add(one, el("h3", "", "Candidates"), vertices);
    var ranks = el("table");
    ranks.appendChild(row(["Query", { num: "answer" }].concat((c.ranks[0].hidden || []).map(function (h) { return { num: h.name }; })), "th"));
    c.ranks.forEach(function (r) {
      ranks.appendChild(row([r.query, { num: rankText(r.answer, c.depth) }].concat((r.hidden || []).map(function (h) { return { num: rankText(h.rank, c.depth) }; }))));
    });
    add(two, el("h3", "", "Ranks by one query"), ranks);
    return add(box, one, two);
  }

  // Finding, ordering, paging.
  function words(c) {
    if (!c.words) {
      c.words = [c.id, c.answer].concat(c.parts.map(function (p) { return p.t; }).join(""), c.claims.map(function (e) { return e.from + " " + e.text + " " + e.to; })).join(" ").toLowerCase();
    }
    return c.words;
  }
  function rankOrder(c) { return c.ranks[1].answer || 1e9; }
  function filter() {
    var find = id("find").value.trim().toLowerCase(), size = id("size").value, determined = id("determined").value, order = id("order").value;
    kept = cards.filter(function (c) {
      return (!size || String(c.vertices) === size) && (!determined || c.determined === determined) && (!find || words(c).indexOf(find) >= 0);
    });
    if (order) {
      var sign = order[0] === "-" ? -1 : 1, key = order.replace("-", "");
      kept = kept.slice().sort(function (a, b) {
        var x = key === "rank" ? rankOrder(a) : a[key], y = key === "rank" ? rankOrder(b) : b[key];
        return sign * (x - y) || a.number - b.number;
      });
    }
    at = 0;
    show();
  }
  function show() {
    var list = id("list"), pages = Math.max(1, Math.ceil(kept.length / perPage));
    list.replaceChildren();
    kept.slice(at * perPage, (at + 1) * perPage).forEach(function (c) { list.appendChild(cardOf(c)); });
    id("found").textContent = plural(kept.length, "question", "questions");
    id("where").textContent = "page " + (at + 1) + " of " + pages;
    id("back").disabled = at === 0;
    id("next").disabled = at + 1 >= pages;
    id("pager").hidden = pages === 1;
  }
  function turn(by) {
    at += by;
    show();
    id("questions").scrollIntoView();
  }
  function fill(select, values, any) {
    select.appendChild(new Option(any, ""));
    Array.from(new Set(values)).sort(function (a, b) { return a < b ? -1 : a > b ? 1 : 0; }).forEach(function (v) { select.appendChild(new Option(String(v), String(v))); });
  }
  function follow() {
    var want = decodeURIComponent(location.hash.slice(1)), i = kept.findIndex(function (c) { return "q-" + c.id === want; });
    if (i < 0) return;
    at = Math.floor(i / perPage);
    show();
    var d = id(want);
    d.open = true;
    d.scrollIntoView();
  }

  cards.forEach(function (c, i) { c.number = i + 1; });
  fill(id("size"), cards.map(function (c) { return c.vertices; }), "any");
  fill(id("determined"), cards.map(function (c) { return c.determined; }), "any");
  id("find").addEventListener("input", filter);
  ["size", "determined", "order"].forEach(function (name) { id(name).addEventListener("change", filter); });
  document.querySelector(".tools").addEventListener("submit", function (e) { e.preventDefault(); });
  id("back").addEventListener("click", function () { turn(-1); });
  id("next").addEventListener("click", function () { turn(1); });
  window.addEventListener("hashchange", follow);
  show();
  follow();
})();
