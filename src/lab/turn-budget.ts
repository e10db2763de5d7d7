/** Learns how many steps of a run fit into a turn. */

/** A phase of training never blocks the worker's messages for longer, however dear reading is. */
const longestTraining = 50;

export interface TurnBudget {
  /** Steps that fit into `budget` ms with the reading that follows; one while their cost is unknown. */
  stepsFor(budget: number): number;
  trained(steps: number, started: number, ended: number): void;
  read(started: number, ended: number): void;
}

/**
 * On the processor a step costs what it takes. On a GPU (`queued`) steps only enter a queue, and their cost shows
 * where reading has to wait for them; reading that did not have to wait means that more steps would have fitted.
 * All times are in milliseconds.
 */
export function turnBudget(queued: boolean): TurnBudget {
  // A turn grows at most by this factor, so that one lucky measurement does not freeze the page.
  const growth = queued ? 2 : 4;
  let cost: number | undefined;
  let reading = queued ? Number.POSITIVE_INFINITY : 0;
  let largest = 1;
  let unread = 0;
  let since = 0;

  const learn = (sample: number) => {
    const weight = cost !== undefined && sample > cost ? 0.3 : 0.5;
    cost = cost === undefined ? sample : cost + weight * (sample - cost);
  };

  return {
    stepsFor(budget) {
      if (cost === undefined) return 1;
      const overhead = Number.isFinite(reading) ? reading : 0;
      // Where reading is dear, training still gets half of the time.
      const room = Math.min(Math.max(budget - overhead, overhead), longestTraining);
      const fitting = cost > 0 ? Math.floor(room / cost) : Number.POSITIVE_INFINITY;
      return Math.max(1, Math.min(fitting, growth * largest));
    },
    trained(steps, started, ended) {
      largest = steps;
      if (!queued) learn((ended - started) / steps);
      else if (unread === 0) since = started;
      unread += steps;
    },
    read(started, ended) {
      const took = ended - started;
      if (!queued) {
        reading += 0.3 * (took - reading);
      } else {
        const waited = Number.isFinite(reading) && took > 1.5 * reading + 0.5;
        reading = Math.min(reading, took);
        if (unread > 0) {
          const busy = (ended - since - reading) / unread;
          if (waited || cost === undefined) learn(busy);
          else cost = Math.min(0.8 * cost, busy);
        }
      }
      unread = 0;
    },
  };
}
