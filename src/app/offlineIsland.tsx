/** Offers to fetch all chapters, on a page that is otherwise still. */
import { createRoot } from 'react-dom/client';
import { OfflineReading } from './OfflineReading';
import { Surroundings } from './Surroundings';

export function offerOffline(element: HTMLElement, root: string): void {
  createRoot(element).render(
    <Surroundings place="page" order={[]} root={root} recordings={{}} lab={null}>
      <OfflineReading />
    </Surroundings>,
  );
}
