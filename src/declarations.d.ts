/** The data part of an experiment, evaluated at build time: the page gets no code of it (vite.config.ts). */
declare module '*.experiment?declaration' {
  import type { Declaration } from './lab/experiment';

  const declaration: Declaration;
  export default declaration;
}

/** Versions of the essay and of tfjs, set at build time: a recipe names them. */
declare const __ESSAY_VERSION__: string;
declare const __TENSORFLOW_VERSION__: string;
