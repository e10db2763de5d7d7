import type { ExperimentControls } from '../essay/useExperiment';

/** The figures of this document by experiment, while they are alive: links in the prose reach them here. */
export const livingFigures = new Map<string, ExperimentControls>();
