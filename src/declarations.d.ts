/** The data part of an experiment, evaluated at build time: the page gets no code of it (vite.config.ts). */
declare module '*.experiment?declaration' {
  import type { Declaration } from './lab/experiment';

  const declaration: Declaration;
  export default declaration;
}
