/**
 * For pages and decks that embed figures of "Opening the black box". Load it once:
 *
 *   <script src="https://…/embed-host.js" defer></script>
 *   <iframe data-black-box src="https://…/embed/deep-matrix-factorization/completion/"></iframe>
 *
 * It sizes the iframes (data-black-box="fixed" keeps yours), hands arrow and page keys that a figure does not use to
 * reveal.js, keeps the copies in reveal's speaker view from training, and offers
 *
 *   BlackBox.send(iframe, { type: 'start' })           start, stop, step, reset, setState, getState
 *   iframe.addEventListener('black-box', (event) => …)  event.detail: ready, height, state, progress, finished, error
 */
(() => {
  const stamp = { source: 'black-box', version: 1 };
  const preview = /[?&]receiver\b/.test(location.search);
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

  const turns = {
    ArrowRight: 'right',
    ArrowLeft: 'left',
    ArrowUp: 'up',
    ArrowDown: 'down',
    PageDown: 'next',
    PageUp: 'prev',
  };

  const receive = {
    ready: (iframe) => {
      if (preview) send(iframe, { type: 'stop' });
      // reveal.js may have spoken before the figure could hear.
      else if (window.Reveal?.getCurrentSlide?.()?.contains(iframe)) send(iframe, { type: 'start' });
    },
    height: (iframe, { height }) => {
      if (iframe.dataset.blackBox !== 'fixed' && Number.isFinite(height))
        iframe.style.height = `${Math.ceil(height)}px`;
    },
    key: (_, { key }) => {
      const turn = turns[key];
      if (turn && window.Reveal) window.Reveal[turn]();
    },
  };

  addEventListener('message', (event) => {
    const { data } = event;
    if (typeof data !== 'object' || data === null || data.source !== stamp.source || data.version !== stamp.version)
      return;
    const iframe = figures().find((figure) => figure.contentWindow === event.source);
    if (!iframe || event.origin !== originOf(iframe)) return;
    receive[data.type]?.(iframe, data);
    iframe.dispatchEvent(new CustomEvent('black-box', { detail: data }));
  });

  if (preview) {
    // reveal starts every iframe of a slide, in its speaker view too: there the figures stay as they are.
    for (const iframe of figures()) {
      for (const attribute of ['src', 'data-src']) {
        const address = iframe.getAttribute(attribute);
        if (address) iframe.setAttribute(attribute, `${address}${address.includes('?') ? '&' : '?'}preview=1`);
      }
    }
  }

  window.BlackBox = { send };
})();
