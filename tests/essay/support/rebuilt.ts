/** Another build of the essay, as a new version leaves it: the same pages, every script and style under a new name. */
import { cp, mkdtemp, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const hashed = /([\w.$-]+-)([\w-]{8})(\.(?:js|css|wasm|woff2?|ttf))/g;

/** A copy of `dist` whose hashes all begin with another letter; `dispose` it by its folder. */
export async function rebuilt(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'black-box-'));
  await cp('dist', folder, { recursive: true });
  const assets = new Set(await readdir(join(folder, 'assets')));
  const newName = (name: string) => name.replace(hashed, (_, stem, hash, end) => `${stem}~${hash.slice(1)}${end}`);
  const renamed = (text: string) => text.replace(hashed, (name) => (assets.has(name) ? newName(name) : name));
  for (const name of assets) await rename(join(folder, 'assets', name), join(folder, 'assets', newName(name)));
  for (const name of await readdir(folder, { recursive: true })) {
    if (!/\.(html|js|css|json)$/.test(name)) continue;
    const file = join(folder, name);
    const text = renamed(await readFile(file, 'utf8'));
    // A page that names other scripts is another page.
    await writeFile(file, name === 'offline.json' ? text.replace(/(\.html",\d+,")./g, '$1~') : text);
  }
  return folder;
}
