// Keys, the slider of days, marks that light up both ways, and live updates. Every page works without it.

const root = document.documentElement;
root.classList.add('js');
const $ = (query, from = document) => from.querySelector(query);
const $$ = (query, from = document) => [...from.querySelectorAll(query)];
const say = (words) => { const live = $('#live'); if (live) live.textContent = words; };

const DAY = 86400000;
const day = (iso) => Date.parse(iso + 'T00:00:00Z') / DAY;
const iso = (n) => new Date(n * DAY).toISOString().slice(0, 10);

/// Puts the main part of another page where this one's stands.
let turn = 0;
async function go(address, keep, options) {
  const own = ++turn;
  const answer = await fetch(address, options);
  const text = await answer.text();
  if (own !== turn) return;
  const page = new DOMParser().parseFromString(text, 'text/html');
  const main = $('main', page);
  if (!main) { location.assign(address); return; }
  const held = keep && document.activeElement?.id;
  $('main').replaceWith(document.adoptNode(main));
  document.title = page.title;
  if (answer.url) history.replaceState(null, '', answer.url);
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
  ready();
}

function slider() {
  const slide = $('#slide');
  if (!slide) return;
  const { first, last, on } = slide.dataset;
  slide.min = day(first); slide.max = day(last); slide.value = day(on);
  slide.setAttribute('aria-valuetext', on);
  let wait;
  slide.addEventListener('input', () => {
    const to = iso(Number(slide.value));
    $('#on').value = to;
    slide.setAttribute('aria-valuetext', to);
    clearTimeout(wait);
    wait = setTimeout(() => {
      const address = new URL(location.href);
      address.searchParams.set('on', to);
      address.searchParams.delete('offset');
      go(address, true);
    }, 120);
  });
}

function autos() {
  for (const form of $$('form[data-auto]')) {
    for (const field of $$('select', form)) field.addEventListener('change', () => form.requestSubmit());
  }
  for (const form of $$('form[method=get]')) {
    // An address without empty fields is one that can be cited.
    form.addEventListener('submit', () => {
      for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
    });
  }
}
addEventListener('pageshow', () => $$('form[method=get] [disabled]').forEach((f) => { f.disabled = false; }));

/// Marks in a text and their lines in the margin.
function marks() {
  const text = $('#words');
  if (!text) return;
  const light = (name, owners, on, kind) => {
    for (const n of owners) {
      for (const piece of $$(`[data-${name}~="${n}"]`, text)) piece.classList.toggle(kind, on);
      const line = $(name === 'm' ? `[data-move="${n}"]` : `[data-said="${n}"]`);
      line?.classList.toggle('on', on);
    }
  };
  const both = (target, show) => {
    const piece = target.closest?.('[data-m], [data-s]');
    if (piece && text.contains(piece)) {
      if (piece.dataset.m) light('m', piece.dataset.m.split(' '), show, 'on');
      if (piece.dataset.s) light('s', piece.dataset.s.split(' '), show, piece.dataset.m ? 'heard' : 'on');
    }
    const move = target.closest?.('[data-move]');
    if (move) light('m', [move.dataset.move], show, 'on');
    const said = target.closest?.('[data-said]');
    if (said) light('s', [said.dataset.said], show, 'on');
  };
  const article = $('.report');
  for (const [name, show] of [['mouseover', true], ['mouseout', false], ['focusin', true], ['focusout', false]]) {
    article.addEventListener(name, (event) => both(event.target, show));
  }
}

function items() { return $$('[data-item]'); }

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest('input, select, textarea')) return;
  const all = items();
  const here = all.indexOf(event.target.closest('[data-item]'));
  const to = { j: here + 1, k: here - 1 }[event.key];
  if (to !== undefined && all.length) {
    all[Math.min(Math.max(to, 0), all.length - 1)].focus();
    event.preventDefault();
    return;
  }
  if (event.key === '/') { $('#find')?.focus(); event.preventDefault(); return; }
  const scope = all[here] ?? (all.length ? null : document);
  const button = event.key === 'u' ? $('[data-key="u"]') : scope && $(`[data-key="${event.key}"]`, scope);
  if (button && /^[cexu]$/.test(event.key)) { button.click(); event.preventDefault(); }
});

/// In the queue a deed takes its place without a new page, and the next move is at hand.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post' || !form.closest('.queue, .done') || !$('.queue')) return;
  event.preventDefault();
  const at = items().indexOf(form.closest('[data-item]'));
  const body = new URLSearchParams(new FormData(form));
  go(form.action, false, { method: 'POST', body }).then(() => {
    const all = items();
    all[Math.min(Math.max(at, 0), all.length - 1)]?.focus();
    say($('.done p')?.textContent ?? '');
  });
});

function drop() {
  const place = $('#drop');
  if (!place) return;
  const files = $('#files');
  for (const name of ['dragover', 'dragenter']) {
    place.addEventListener(name, (event) => { event.preventDefault(); place.classList.add('over'); });
  }
  place.addEventListener('dragleave', () => place.classList.remove('over'));
  place.addEventListener('drop', (event) => {
    event.preventDefault();
    place.classList.remove('over');
    files.files = event.dataTransfer.files;
  });
}

/// What others write is shown, unless somebody is writing here.
function live() {
  if (!$('nav') || $('#password')) return;
  const events = new EventSource('/events');
  const busy = () => $('form.fields') || document.activeElement?.matches('input:not([type=range]), textarea, select');
  let wait;
  events.addEventListener('tip', () => {
    if ($('[data-job]')) return;
    clearTimeout(wait);
    wait = setTimeout(() => {
      if (busy() || $('.queue')) say('The ledger has changed; reload to see it.');
      else go(location.href, true).then(() => say('Brought up to date.'));
    }, 300);
  });
  events.addEventListener('job', (event) => {
    if (location.pathname === '/add/' + event.data) {
      clearTimeout(wait);
      wait = setTimeout(() => go(location.href, true), 150);
    }
  });
  addEventListener('pagehide', () => events.close());
}

function ready() { slider(); autos(); marks(); drop(); }
ready();
live();
if ($('[data-job]')) setTimeout(() => go(location.href, true), 400);
