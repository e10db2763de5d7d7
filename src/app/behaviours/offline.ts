/** Loads the offer to read offline once a reader comes to the page's foot. */
export function offerOfflineAtFoot(): void {
  const place = document.querySelector<HTMLElement>('[data-offline]');
  if (!place) return;
  const { root = './' } = document.documentElement.dataset;
  const load = () =>
    import('../offlineIsland').then(
      ({ offerOffline }) => offerOffline(place, root),
      // Without a network there is nothing to offer: once it is back, there is.
      () => window.addEventListener('online', load, { once: true }),
    );
  const observer = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    observer.disconnect();
    void load();
  });
  observer.observe(place.parentElement ?? place);
}
