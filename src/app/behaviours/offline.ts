/** Loads the offer to read offline once a reader comes to the page's foot. */
export function offerOfflineAtFoot(): void {
  const place = document.querySelector<HTMLElement>('[data-offline]');
  if (!place) return;
  const { root = './' } = document.documentElement.dataset;
  const observer = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    observer.disconnect();
    void import('../offlineIsland').then(({ offerOffline }) => offerOffline(place, root));
  });
  observer.observe(place.parentElement ?? place);
}
