// The whole script of the example deck: what a lecturer's own deck needs is `embed-host.js` beside it.
Reveal.initialize({ width: 1280, height: 800, margin: 0.03, hash: true, center: false, plugins: [RevealNotes] });
