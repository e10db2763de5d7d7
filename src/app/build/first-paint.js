// Runs before the first paint, inlined into every page: the theme, which controls an embedded figure shows and whether
// it fills its frame, and an ear for what a host says before the figure's script is there.
(() => {
  const query = new URLSearchParams(location.search);
  const { dataset } = document.documentElement;
  let kept = null;
  try {
    kept = localStorage.getItem('black-box:theme');
  } catch {
    // Storage is closed in a sandboxed frame.
  }
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const asked = [query.get('theme'), kept].find((theme) => ['light', 'dark', 'projector', 'system'].includes(theme));
  dataset.theme = !asked || asked === 'system' ? system : asked;
  const controls = query.has('preview') ? 'none' : query.get('controls');
  dataset.controls = ['transport', 'none'].includes(controls) ? controls : 'all';
  if (query.get('fit') === '1') dataset.fit = '';
  dataset.script = 'on';
  if (parent !== window) {
    window.blackBoxEarly = [];
    addEventListener('message', (event) => window.blackBoxEarly?.push(event));
  }
})();
