/** The training worker: joins the lab to the list of chapters. */
import { expose } from 'comlink';
import { chapters } from './chapters/index';
import { type Experiment, ReaderError } from './lab/experiment';
import { createHost } from './lab/host';

const loaders = new Map<string, () => Promise<{ readonly experiment: Experiment }>>(
  chapters.flatMap((chapter) =>
    Object.entries(chapter.experiments).map(([name, load]) => [`${chapter.id}/${name}`, load] as const),
  ),
);

async function find(id: string): Promise<Experiment> {
  const load = loaders.get(id);
  if (!load) throw new ReaderError(`There is no experiment “${id}”.`);
  const loaded = await load().catch(() => null);
  if (!loaded) throw new ReaderError('The experiment could not be loaded. Check the connection and reset the figure.');
  return loaded.experiment;
}

expose(createHost(find));
