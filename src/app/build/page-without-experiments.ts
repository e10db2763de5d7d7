/** Keeps experiments out of the page's build: only the worker loads them. */
import type { Plugin } from 'vite';

export function pageWithoutExperiments(): Plugin {
  return {
    name: 'page-without-experiments',
    apply: 'build',
    transform: {
      filter: { id: /src\/chapters\/[\w-]+\/index\.ts$/ },
      handler: (code) => ({
        code: code.replace(
          /import\((['"])\.\/[\w-]+\.experiment\1\)/g,
          "Promise.reject(new Error('Only the worker trains.'))",
        ),
        map: null,
      }),
    },
  };
}
