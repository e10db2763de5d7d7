/** The one training worker of this document, started by the first figure that is used. */
import { createLabClient } from '../lab/client';
import { createWorker } from '../lab/create-worker';
import type { LabClient } from '../lab/protocol';
import workerAddress from '../worker?worker&url';

let lab: LabClient | undefined;

/** `root` is the way to the site's root. */
export function labOf(root: string): LabClient {
  lab ??= createLabClient({
    root: new URL(root, document.baseURI).href,
    createWorker: () => createWorker(new URL(workerAddress, document.baseURI)),
  });
  return lab;
}
