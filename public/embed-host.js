/**
 * For pages and decks that embed figures of "Opening the black box". Load it once:
 *
 *   <script src="https://…/embed-host.js" defer></script>
 *   <iframe data-black-box src="https://…/embed/deep-matrix-factorization/completion/"></iframe>
 *
 * It sizes the iframes (data-black-box="fixed" keeps yours), hands arrow and page keys that a figure does not use to
 * the page, starts in a reveal.js deck what its slide shows, keeps copies in reveal's speaker view and on paper from
 * training, and offers
 *
 *   BlackBox.send(iframe, { type: 'start' })           start, stop, step, reset, setState, getState
 *   iframe.addEventListener('black-box', (event) => …)  event.detail: ready, height, state, progress, finished, error
 */
(() => {
  const stamp = { source: 'black-box', version: 1 };
  // reveal.js shows a deck in frames of its speaker view, and lays it out anew for paper.
  const onPaper = /[?&](print-pdf|view=print)\b/i.test(location.search);
  const still = onPaper || /[?&]receiver\b/.test(location.search);
  const figures = () => [...document.querySelectorAll('iframe[data-black-box]')];
  const originOf = (iframe) => {
    try {
      const { origin } = new URL(iframe.src || iframe.dataset.src, location.href);
      return iframe.sandbox.length > 0 && !iframe.sandbox.contains('allow-same-origin') ? 'null' : origin;
    } catch {
      return null;
    }
  };
  const send = (iframe, message) => {
    const origin = originOf(iframe);
    // A sandboxed figure has no origin that a message could be addressed to.
    if (origin) iframe.contentWindow?.postMessage({ ...stamp, ...message }, origin === 'null' ? '*' : origin);
  };

  /** Whether a deck of reveal.js shows the iframe's slide, and every stack that the slide is in. */
  const isOnShow = (iframe) => {
    const slides = [];
    for (let slide = iframe.closest('.reveal section'); slide; slide = slide.parentElement.closest('.reveal section'))
      slides.push(slide);
    return slides.length > 0 && slides.every((slide) => slide.classList.contains('present'));
  };

  // Some decks still know keys by their number; a page without slides is scrolled, in pixels or screens.
  const keys = {
    ' ': { code: 32, screens: 0.9 },
    PageUp: { code: 33, screens: -0.9 },
    PageDown: { code: 34, screens: 0.9 },
    End: { code: 35, screens: Infinity },
    Home: { code: 36, screens: -Infinity },
    ArrowLeft: { code: 37 },
    ArrowUp: { code: 38, pixels: -40 },
    ArrowRight: { code: 39 },
    ArrowDown: { code: 40, pixels: 40 },
    Escape: { code: 27 },
  };
  /** Does on the page what the key would have done there. */
  const press = (iframe, key) => {
    const { code: keyCode, screens = 0, pixels = 0 } = keys[key];
    const code = key === ' ' ? 'Space' : key;
    const pressed = { key, code, keyCode, which: keyCode, bubbles: true, cancelable: true };
    const shown = isOnShow(iframe);
    const unused = iframe.dispatchEvent(new KeyboardEvent('keydown', pressed));
    if (shown) {
      // The next key is for the deck: a frame that is out of sight would swallow it.
      if (!isOnShow(iframe)) iframe.blur();
    } else if (unused) {
      const limit = document.documentElement.scrollHeight;
      scrollBy(0, Math.max(-limit, Math.min(limit, screens * innerHeight + pixels)));
    }
  };

  const greeted = new WeakSet();
  /** reveal.js may have spoken before the figure could hear. */
  const greet = (iframe) => {
    greeted.add(iframe);
    if (!still && isOnShow(iframe)) send(iframe, { type: 'start', automatic: true });
  };

  const receive = {
    ready: greet,
    state: (iframe) => {
      if (!greeted.has(iframe)) greet(iframe);
    },
    height: (iframe, { height }) => {
      if (iframe.dataset.blackBox !== 'fixed' && Number.isFinite(height))
        iframe.style.height = `${Math.ceil(height)}px`;
    },
    key: (iframe, { key }) => {
      if (Object.hasOwn(keys, key)) press(iframe, key);
    },
  };

  addEventListener('message', (event) => {
    const { data } = event;
    if (typeof data !== 'object' || data === null || data.source !== stamp.source || data.version !== stamp.version)
      return;
    const iframe = figures().find((figure) => figure.contentWindow === event.source);
    if (!iframe || event.origin !== originOf(iframe)) return;
    if (Object.hasOwn(receive, data.type)) receive[data.type](iframe, data);
    iframe.dispatchEvent(new CustomEvent('black-box', { detail: data }));
  });

  const marked = (address, name, value) => {
    const [path, anchor] = address.split('#');
    return `${path}${path.includes('?') ? '&' : '?'}${name}=${value}${anchor ? `#${anchor}` : ''}`;
  };
  const mark = (iframe, attribute, name, value) => {
    const address = iframe.getAttribute(attribute);
    if (address) iframe.setAttribute(attribute, marked(address, name, value));
  };

  const load = (iframe) => {
    if (iframe.dataset.src && !iframe.src) iframe.src = iframe.dataset.src;
  };
  const inSight = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) if (isIntersecting) load(target);
  });

  const page = Math.random().toString(36).slice(2);
  for (const [i, iframe] of figures().entries()) {
    if (still) {
      mark(iframe, 'src', 'preview', 1);
      mark(iframe, 'data-src', 'preview', 1);
      // reveal.js leaves a lazy frame empty here: on paper all are wanted now, in the speaker view those in sight.
      if (onPaper) load(iframe);
      else inSight.observe(iframe);
    } else if (!iframe.hasAttribute('src')) {
      // A deck unloads this one off its slide: it keeps its place by a name that lasts as long as this page.
      mark(iframe, 'data-src', 'frame', `${page}-${i}`);
    }
    // What it said before this script was here, it is asked to say again; it may be still on its way.
    if (iframe.src) iframe.contentWindow?.postMessage({ ...stamp, type: 'getState' }, '*');
  }

  window.BlackBox = { send };
})();
