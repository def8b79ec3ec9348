/* The search of the site, in the place of mkdocs-material's worker: same messages, but it cuts Chinese.

   Query and text are cut the same way: NFKC, one script, no punctuation; Han in pairs of signs, digits and letters
   in runs. What people say (templates/site/everyday.yaml) leads to clauses, and words of harm pin one page first.
   A pair that no page holds is looked up by its sound. Nothing is fetched: this runs from a disk. */
"use strict";
(() => {
  const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3;
  const TITLE = 5, PAGE = 1, TEXT = 1; // what a word weighs in a section's title, its page's title, its text
  const SAME = 0.6, SOUND = 0.7; // what a word weighs that stands for the typed one, or sounds like it
  const PAGES = 12, SHOWN = 3, FOLDED = 6; // pages; sections shown of each; sections folded away
  const NEAR = 0.45; // a section is shown beside a page's best one from this part of its score on
  const AROUND = 70; // signs of text that a result shows

  let sections = [], words = new Map(), sounds = new Map(), heard = new Map(), fold = new Map(), kept = {};

  /* The text in one form, sign by sign as long as it was but for NFKC. */
  const plain = (text) => {
    const wide = text.normalize("NFKC").toLowerCase().replace(/[\u200b\u200c\u200d\ufeff]/g, "");
    return fold.size ? Array.from(wide, (sign) => fold.get(sign) ?? sign).join("") : wide;
  };
  const runs = (text) => text.match(/\p{sc=Han}+|[a-z]+[0-9]*|[0-9]+/gu) ?? [];
  const isHan = (run) => /\p{sc=Han}/u.test(run);
  const pairs = (run) => {
    const signs = Array.from(run);
    return signs.length < 2 ? signs : signs.slice(1).map((sign, at) => signs[at] + sign);
  };
  const cut = (text) => runs(text).flatMap((run) => (isHan(run) ? pairs(run) : [run]));

  const bare = (html) => html.replace(/<[^>]*>/g, " ").replace(/&lt;/g, "<").replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"').replace(/&#39;/g, "'").replace(/&amp;/g, "&").replace(/\u200b/g, "").replace(/\s+/g, " ").trim();
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  const setup = ({ config, docs }) => {
    kept = { everyday: [], same: [], harm: [], ignore: [], ...config.linyi };
    fold = new Map(Object.entries(kept.fold ?? {}));
    sounds = new Map();
    for (const [sound, signs] of Object.entries(kept.sounds ?? {})) for (const sign of signs) sounds.set(sign, sound);
    const titles = new Map();
    for (const doc of docs) if (!doc.location.includes("#")) titles.set(doc.location, bare(doc.title));
    words = new Map();
    sections = docs.map((doc, number) => {
      const page = doc.location.split("#")[0];
      const title = bare(doc.title), text = bare(doc.text);
      const counts = new Map();
      const count = (words, weight) => words.forEach((word) => counts.set(word, (counts.get(word) ?? 0) + weight));
      const of = cut(plain(text));
      const name = plain(title);
      count(cut(name), TITLE);
      count(of, TEXT);
      if (page !== doc.location) count(cut(plain(titles.get(page) ?? "")), PAGE);
      for (const [word, weight] of counts) {
        if (!words.has(word)) words.set(word, []);
        words.get(word).push([number, weight]);
      }
      return { location: doc.location, page, title, text, name, whole: name + "\n" + plain(text), boost: doc.boost ?? 1, length: of.length };
    });
    heard = new Map();
    for (const word of words.keys()) {
      const sound = soundOf(word);
      if (sound) heard.set(sound, [...(heard.get(sound) ?? []), word]);
    }
    for (const list of [kept.everyday, kept.same]) for (const entry of list) entry.say = entry.say.map(phrase);
    kept.harm = kept.harm.map(phrase);
    // Longer words first: 怎么办 goes before 怎么.
    kept.ignore = kept.ignore.map(plain).sort((a, b) => b.length - a.length);
  };

  /* What must all stand in a query: parts between blanks, in any order. */
  const phrase = (say) => plain(say).split(/\s+/).filter(Boolean);
  const holds = (query, parts) => parts.every((part) => query.includes(part));
  const size = (parts) => parts.join("").length;

  const soundOf = (word) => {
    const found = Array.from(word, (sign) => sounds.get(sign));
    return found.length === 2 && found.every(Boolean) ? found.join(" ") : "";
  };

  /* A query with what no page holds put right by its sound: 台帐 → 台账. */
  const heardRight = (query) => {
    const signs = Array.from(query);
    for (let at = 0; at + 1 < signs.length; at++) {
      const pair = signs[at] + signs[at + 1];
      if (words.has(pair)) continue;
      const like = heard.get(soundOf(pair)) ?? [];
      if (like.length) [signs[at], signs[at + 1]] = Array.from(like.reduce((a, b) => (words.get(b).length > words.get(a).length ? b : a)));
    }
    return signs.join("");
  };

  /* The words to look for, each with its weight. */
  const asked = (query) => {
    let rest = query;
    for (const word of kept.ignore) rest = rest.split(word).join(" ");
    const found = new Map();
    const take = (word, weight) => found.set(word, Math.max(found.get(word) ?? 0, weight));
    const all = runs(rest).length ? rest : query;
    for (const run of runs(all)) {
      if (!isHan(run)) {
        const stem = run.length > 4 ? run.replace(/(?:ies|ing|ed|es|s|y)$/, "") : run;
        const like = /^[0-9]+$/.test(run) ? [] : [...words.keys()].filter((word) => word.startsWith(stem) && word !== run);
        take(run, 1);
        like.slice(0, 20).forEach((word) => take(word, SAME));
        continue;
      }
      if (Array.from(run).length === 1) {
        const with_it = [...words.keys()].filter((word) => word.includes(run));
        with_it.forEach((word) => take(word, word === run ? 1 : SAME));
        continue;
      }
      for (const pair of pairs(run)) {
        if (words.has(pair)) take(pair, 1);
        else for (const word of heard.get(soundOf(pair)) ?? []) take(word, SOUND);
      }
    }
    for (const { say, to } of kept.same) {
      if (say.some((parts) => holds(query, parts))) for (const word of to.flatMap((text) => cut(plain(text)))) take(word, SAME);
    }
    return found;
  };

  const search = (typed) => {
    const query = plain(typed).trim();
    if (!runs(query).length) return { items: [] };
    const looked = asked(query);
    const spoken = [query, heardRight(query)];
    const said = (parts) => spoken.some((text) => holds(text, parts));
    const scores = new Map();
    const add = (number, by) => scores.set(number, (scores.get(number) ?? 0) + by);
    const covered = new Map();
    let whole = 0;
    for (const [word, weight] of looked) {
      const places = words.get(word);
      if (!places) continue;
      const rare = weight * Math.log(1 + sections.length / (places.length + 0.5));
      whole += rare;
      for (const [number, count] of places) {
        const long = 0.4 + 0.6 * Math.min(8, sections[number].length / 150);
        add(number, rare * (count * 2.2) / (count + 1.2 * long));
        covered.set(number, (covered.get(number) ?? 0) + rare);
      }
    }
    const exact = runs(query).filter((run) => run.length > 1);
    for (const [number, score] of scores) {
      const { name, whole: all, boost } = sections[number];
      let by = score * (0.5 + 0.5 * (covered.get(number) / whole)) * boost ** 0.35;
      for (const run of exact) by *= name.includes(run) ? 1.5 : all.includes(run) ? 1.15 : 1;
      scores.set(number, by);
    }
    const most = Math.max(1, ...scores.values());
    // Where a query holds several phrases, the first place of each goes before the second place of any.
    const meant = kept.everyday.map(({ say, to }) => [Math.max(0, ...say.filter(said).map(size)), to]).filter(([length]) => length);
    const longest = Math.max(...meant.map(([length]) => length));
    const told = new Map();
    for (const [length, to] of meant) {
      to.forEach((location, at) => told.set(location, Math.max(told.get(location) ?? 0, 0.7 + 0.8 * length / longest - at * 0.35)));
    }
    sections.forEach(({ location }, number) => {
      if (told.has(location)) add(number, most * Math.max(0.3, told.get(location)));
    });
    return { items: grouped(scores, looked, kept.harm.some(said) ? kept.urgent : undefined) };
  };

  /* Pages by their best section. mkdocs-material shows what scores as high as a page's first entry. */
  const grouped = (scores, looked, first) => {
    const pages = new Map();
    for (const [number, score] of scores) {
      const { page } = sections[number];
      if (!pages.has(page)) pages.set(page, []);
      pages.get(page).push([score, sections[number]]);
    }
    if (first && !pages.has(first)) pages.set(first, []);
    const ordered = [...pages].map(([page, found]) => [page, found.sort((a, b) => b[0] - a[0])]);
    ordered.sort(([a, left], [b, right]) => (b === first) - (a === first) || right[0][0] - left[0][0]);
    return ordered.slice(0, PAGES).map(([page, found]) => {
      const parts = found.filter(([, section]) => section.location !== page);
      const best = parts.length ? parts[0][0] : 0;
      const shown = page === first ? [] : parts.filter(([score]) => score >= best * NEAR).slice(0, SHOWN);
      const folded = parts.filter((part) => !shown.includes(part)).slice(0, FOLDED);
      const top = sections.find(({ location }) => location === page);
      return [
        ...(top ? [entry(top, looked, 1)] : []),
        ...shown.map(([, section]) => entry(section, looked, 1)),
        ...folded.map(([, section]) => entry(section, looked, 0)),
      ];
    }).filter((items) => items.length);
  };

  const entry = ({ location, title, text }, looked, score) => ({
    location, score, terms: {}, title: marked(title, looked), text: marked(around(text, looked), looked),
  });

  const cutUp = new Map(); // texts that were shown, by their signs: a query a letter longer shows most of them again
  const signsOf = (text) => {
    if (!cutUp.has(text)) {
      const signs = Array.from(text);
      cutUp.set(text, { signs, forms: signs.map((sign) => plain(sign) || " ") });
    }
    return cutUp.get(text);
  };

  /* Which signs of a text are part of a word looked for. */
  const spots = (text, looked) => {
    const { signs, forms } = signsOf(text);
    const hit = signs.map(() => false);
    for (let at = 0; at < signs.length; at++) {
      if (isHan(forms[at])) {
        if (at + 1 < signs.length && looked.has(forms[at] + forms[at + 1])) hit[at] = hit[at + 1] = true;
        continue;
      }
      let end = at;
      while (end < signs.length && /^[a-z0-9]$/.test(forms[end])) end++;
      if (end > at && looked.has(forms.slice(at, end).join(""))) hit.fill(true, at, end);
      at = Math.max(at, end - 1);
    }
    return { signs, hit };
  };

  const around = (text, looked) => {
    const { signs, hit } = spots(text, looked);
    if (signs.length <= AROUND) return text;
    let best = 0, most = -1, now = 0;
    for (let at = 0; at < signs.length; at++) {
      now += hit[at] - (at >= AROUND ? hit[at - AROUND] : 0);
      if (now > most) { most = now; best = Math.max(0, at - AROUND + 1); }
    }
    // From the beginning of a sentence, where one is near.
    const from = Math.max(0, signs.slice(0, best + 12).findLastIndex((sign) => /[。；：！？]/.test(sign)) + 1);
    const start = best - from < 30 && from <= best + 12 ? from : best;
    const part = signs.slice(start, start + AROUND).join("").trim();
    return (start ? "…" : "") + part + (start + AROUND < signs.length ? "…" : "");
  };

  const marked = (text, looked) => {
    const { signs, hit } = spots(text, looked);
    let html = "", open = false;
    signs.forEach((sign, at) => {
      if (hit[at] !== open) html += hit[at] ? "<mark data-md-highlight>" : "</mark>";
      open = hit[at];
      html += escaped(sign);
    });
    return html + (open ? "</mark>" : "");
  };

  addEventListener("message", ({ data }) => {
    if (data.type === SETUP) {
      setup(data.data);
      postMessage({ type: READY });
    } else if (data.type === QUERY) {
      postMessage({ type: RESULT, data: search(data.data) });
    }
  });
})();
