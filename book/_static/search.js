// The search page: finds what the address asks for (search.html?q=…) among the entries of searchindex.js, and says of each what it is.
"use strict";
{
  const JAPANESE = "[\\u3005-\\u3007\\u3040-\\u30ff\\u3400-\\u9fff]";
  const IDENTIFIER = /^[a-z]{1,5}\d?-\d{2,3}$/i;
  // An identifier as it is, a run of Japanese, or a word of any other script, with what follows an apostrophe.
  const TOKEN = new RegExp(`[a-z]{1,5}\\d?-\\d{2,3}(?!\\d)|${JAPANESE}+|(?:(?!${JAPANESE})[\\p{L}\\p{N}\\p{M}])+(?:['’](?!${JAPANESE})\\p{L}+)*`, "giu");
  const RUN = new RegExp(`${JAPANESE}(?:[${JAPANESE.slice(1, -1)}\\u3000-\\u303f\\uff01-\\uff65・]*${JAPANESE})?|[\\uac00-\\ud7af]+`, "gu");
  const IS_JAPANESE = new RegExp(`^${JAPANESE}`, "u");
  const COMMON = new Set(
    ("a about all also an and any are as at be been but by can did do does for from had has have how i if in into is it its me my no not of on or our say says " +
      "so such tell tells than that the their them then there these they this to true was we were what when where which who whom why will with you").split(" "),
  );
  // Words of a question that tell nothing of what it is about, unless it has no others.
  const ASKING = new Set("book claim paper right true wrong".split(" "));
  const SHOWN = 20;
  const QUOTED = 240; // characters
  // What a kind of entry is counted under, and how much it weighs among others with the same words: short records say it most exactly.
  const GROUPS = [
    { name: "Claims", key: "claims", weight: 1.6, is: (kind) => /^(Claim|Check|Slip)/.test(kind) },
    { name: "Groups", key: "groups", weight: 1.5, is: (kind) => kind === "Group" },
    { name: "Terms", key: "terms", weight: 1.5, is: (kind) => kind === "Term" },
    { name: "Figures and tables", key: "figures", weight: 0.8, is: (kind) => /^(Figure|Table) \d/.test(kind) },
    { name: "Events, interviews, notes", key: "records", weight: 0.9, is: (kind) => ["Event", "Interview", "Editorial note"].includes(kind) },
    { name: "Text", key: "text", weight: 1, is: () => true },
  ];
  const groupOf = ([, kind]) => GROUPS.find(({ is }) => is(kind));
  const stemmer = new Stemmer();

  /** One form of what is written in several: width, capitals, the marks of long vowels and accents, apostrophes, hyphens. */
  const fold = (text) =>
    text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").toLowerCase().replace(/[‘’ʼ]/g, "'").replace(/[\u2010-\u2015\u2212]/g, "-");

  /** What index and query are made of: stems of words, identifiers whole, and of Japanese, which has no blanks, pairs of characters. */
  function terms(text, isQuery = false) {
    return (fold(text).match(TOKEN) ?? []).flatMap((token) => {
      if (IS_JAPANESE.test(token)) {
        const pairs = Array.from(token.slice(1), (next, place) => token[place] + next);
        // The last character begins no pair; a search for one character looks for the pairs that it begins.
        return isQuery && pairs.length ? pairs : [...pairs, token.at(-1)];
      }
      const word = token.replace(/'s?$|'s(?=')/, "").replaceAll("'", "");
      return COMMON.has(word) || (word.length < 2 && !/\d/.test(word)) ? [] : [/[\d-]/.test(word) ? word : stemmer.stemWord(word)];
    });
  }

  function termsOfQuery(query) {
    const all = terms(query, true);
    const telling = all.filter((term) => !ASKING.has(term));
    return telling.length ? telling : all;
  }

  const entries = Object.values(globalThis.searchEntries).flat();
  const index = new MiniSearch({
    fields: ["title", "text"],
    tokenize: (text) => terms(text),
    processTerm: (term) => term,
    searchOptions: {
      tokenize: termsOfQuery,
      prefix: (term) => term.length === 1 && IS_JAPANESE.test(term),
      boost: { title: 3 },
      boostDocument: (id) => groupOf(entries[id]).weight,
    },
  });

  /** The best results there are, and how they answer: with all words, words that begin so, some of the words, or words written alike. */
  function find(query) {
    const ways = [
      ["all", { combineWith: "AND" }],
      ["begun", { combineWith: "AND", prefix: (term) => term.length > 2 || IS_JAPANESE.test(term) }],
      ["some", { combineWith: "OR" }],
      ["alike", { combineWith: "OR", fuzzy: (term) => (term.length > 4 ? 0.25 : false) }],
    ];
    for (const [way, options] of ways) {
      const results = index.search(query, options);
      if (results.length) {
        const most = Math.max(...results.map(({ queryTerms }) => queryTerms.length));
        const best = results.filter(({ queryTerms }) => queryTerms.length === most);
        const isNamed = ({ id }) => entries[id][4].some((name) => fold(name) === fold(query));
        return { way, results: [...best.filter(isNamed), ...best.filter((result) => !isNamed(result))] };
      }
    }
    return { way: "none", results: [] };
  }

  function element(name, attributes = {}, ...content) {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...content);
    return made;
  }

  /** A text with what was found marked, and with its Japanese and Korean as such. */
  function shown(text, found) {
    const marked = (piece) => {
      const parts = [];
      let end = 0;
      for (const match of piece.matchAll(TOKEN)) {
        const isJapanese = IS_JAPANESE.test(match[0]);
        const hits = isJapanese
          ? Array.from(match[0], (one, place) => [one, match[0].slice(place, place + 2), match[0].slice(Math.max(0, place - 1), place + 1)].some((part) => found.has(part)))
          : [terms(match[0]).some((term) => found.has(term))];
        for (const [place, hit] of hits.entries()) {
          const [start, stop] = isJapanese ? [match.index + place, match.index + place + 1] : [match.index, match.index + match[0].length];
          if (IDENTIFIER.test(match[0])) {
            parts.push(piece.slice(end, start), element(hit ? "mark" : "span", { className: "whole" }, piece.slice(start, stop)));
            end = stop;
          } else if (hit) {
            if (parts.at(-1) instanceof Element && start === end) parts.at(-1).append(piece.slice(start, stop));
            else parts.push(piece.slice(end, start), element("mark", {}, piece.slice(start, stop)));
            end = stop;
          }
        }
      }
      return [...parts, piece.slice(end)];
    };
    const parts = [];
    let end = 0;
    for (const match of text.matchAll(RUN)) {
      const language = IS_JAPANESE.test(match[0]) ? "ja" : "ko";
      parts.push(...marked(text.slice(end, match.index)), element("span", { lang: language }, ...marked(match[0])));
      end = match.index + match[0].length;
    }
    return [...parts, ...marked(text.slice(end))];
  }

  /** The part of a text that says most of what was found: whole sentences, or rows, as far as there is room. */
  function quotation(text, found) {
    const pieces = text.split(/\n|(?<=[.!?]["”’)]*) (?=\S)|(?<=。)/u);
    const hits = pieces.map((piece) => new Set(terms(piece).filter((term) => found.has(term))).size);
    const best = hits.indexOf(Math.max(...hits));
    let quoted = pieces[best];
    for (const next of pieces.slice(best + 1)) {
      if (text.includes("\n") || quoted.length + next.length >= QUOTED) break;
      quoted += quoted.endsWith("。") ? next : ` ${next}`;
    }
    if (quoted.length > QUOTED * 1.3) {
      const first = [...quoted.matchAll(TOKEN)].find((match) => terms(match[0]).some((term) => found.has(term)))?.index ?? 0;
      const start = first < QUOTED / 2 ? 0 : first - QUOTED / 3;
      const [before, after] = [start ? "… " : "", start + QUOTED < quoted.length ? " …" : ""];
      // From the beginning of a word to the end of one, where blanks are between words.
      quoted = before + quoted.slice(start, start + QUOTED).replace(start ? /^\S{0,20}\s/ : "", "").replace(after ? /\s\S{0,20}$/ : "", "") + after;
    }
    return best > 0 && !text.includes("\n") && !quoted.startsWith("…") ? `… ${quoted}` : quoted;
  }

  function item({ id, terms: matched, queryTerms }) {
    const [address, kind, title, text] = entries[id];
    // Of one character that a pair begins with, the pair is no hit.
    const found = new Set([...matched.filter((term) => !IS_JAPANESE.test(term)), ...queryTerms]);
    const result = element("li", {}, element("p", { className: "search-kind" }, ...shown(kind, new Set())));
    result.append(element("a", { href: address }, ...shown(title, found)));
    if (text) result.append(element("p", { className: "search-quotation" }, ...shown(quotation(text, found), found)));
    return result;
  }

  const quoted = (query) => shown(`“${query}”`, new Set());
  const results = document.getElementById("search-results");
  const status = document.getElementById("search-status");
  const field = document.querySelector(".search-page-form input");
  const asked = new URLSearchParams(location.search);
  const query = (asked.get("q") ?? "").trim();

  async function show() {
    status.textContent = "Searching …";
    results.ariaBusy = "true";
    // In parts, between which the browser can answer to the reader.
    await index.addAllAsync(entries.map(([, , title, text], id) => ({ id, title, text })), { chunkSize: 100 });
    results.ariaBusy = null;
    const { way, results: all } = find(query);
    const counted = GROUPS.map((group) => ({ ...group, of: all.filter(({ id }) => groupOf(entries[id]).key === group.key) })).filter(({ of }) => of.length);
    const chosen = counted.find(({ key }) => key === asked.get("in"));
    const wanted = chosen?.of ?? all;
    const number = `${wanted.length.toLocaleString("en")} ${wanted.length === 1 ? "result" : "results"}`;
    const what = chosen ? ` in ${chosen.name.toLowerCase()}` : "";
    const said = {
      all: [`${number}${what} for `, ...quoted(query)],
      begun: [`${number}${what} for words that begin with `, ...quoted(query)],
      some: ["No entry has all of ", ...quoted(query), `; ${number}${what} with most of the words`],
      alike: ["No entry has ", ...quoted(query), `; ${number}${what} with words that are written much like it`],
      none: ["No entry has ", ...quoted(query)],
    }[way];
    status.replaceChildren(...said, ".");
    document.getElementById("search-nothing").hidden = !["alike", "none"].includes(way);
    if (way === "none") return;
    if (counted.length > 1) {
      const link = (name, key, count) => {
        const address = new URLSearchParams({ q: query, ...(key && { in: key }) });
        const made = element("a", { href: `?${address}` }, `${name} ${count.toLocaleString("en")}`);
        if (key === chosen?.key) made.setAttribute("aria-current", "true");
        return element("li", {}, made);
      };
      const kinds = element("ul", {}, link("All", undefined, all.length), ...counted.map(({ name, key, of }) => link(name, key, of.length)));
      results.append(element("nav", { className: "search-kinds", ariaLabel: "Kinds of results" }, kinds));
    }
    const list = element("ol", { className: "search-list" }, ...wanted.slice(0, SHOWN).map(item));
    results.append(list);
    if (wanted.length > SHOWN) {
      const more = element("button", { type: "button" }, `Show all ${wanted.length.toLocaleString("en")}`);
      more.addEventListener("click", () => {
        more.remove();
        list.append(...wanted.slice(SHOWN).map(item));
        list.children[SHOWN].querySelector("a").focus();
      });
      results.append(more);
    }
  }

  if (query) {
    field.value = query;
    document.title = `${query} · ${document.title}`;
    show();
  }

  // The key that leads here from every page; see book.js.
  const key = document.getElementById("search-key");
  try {
    key.checked = localStorage.getItem("search-key") !== "off";
    key.addEventListener("change", () => localStorage.setItem("search-key", key.checked ? "on" : "off"));
  } catch {
    key.closest("p").hidden = true; // storage may be forbidden, and a choice would be forgotten
  }
}
