/** The nuclear norm's completion, computed in slices so that the worker stays responsive. */
import type { RunContext } from '../../lab/experiment';
import {
  admmCompletion,
  admmConverged,
  admmIteration,
  admmStart,
  type NuclearNormCompletion,
} from './nuclear-norm-theory';
import type { CompletionProblem } from './theory';

const sliceMilliseconds = 40;
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** Runs ADMM until its iterates agree or the iterations are spent; the number of iterations never depends on the clock. */
export async function convexBaseline(
  problem: CompletionProblem,
  context: Pick<RunContext, 'signal' | 'progress'>,
): Promise<NuclearNormCompletion> {
  const iterations = problem.target.rows > 60 ? 400 : 1500;
  let state = admmStart(problem);
  let sliceEnd = performance.now() + sliceMilliseconds;
  while (state.iteration < iterations && !admmConverged(problem, state)) {
    state = admmIteration(problem, state);
    if (performance.now() < sliceEnd) continue;
    context.progress(state.iteration / iterations, 'Computing the nuclear norm’s completion');
    await pause();
    context.signal.throwIfAborted();
    sliceEnd = performance.now() + sliceMilliseconds;
  }
  return admmCompletion(problem, state);
}
