/** One thing under way at a time, and of what is asked for meanwhile only the last. */
export interface LatestWins {
  /** There is something newer to send. */
  readonly ask: () => void;
  /** What was sent has been answered. */
  readonly answered: () => void;
  /** Nothing is under way any more: whoever would have answered is gone. */
  readonly reset: () => void;
}

/** @param send sends what is newest then */
export function createLatestWins(send: () => void): LatestWins {
  let underWay = false;
  let asked = false;
  const ask = (): void => {
    asked = underWay;
    if (!underWay) {
      underWay = true;
      send();
    }
  };
  return {
    ask,
    answered() {
      underWay = false;
      if (asked) {
        ask();
      }
    },
    reset() {
      underWay = false;
      asked = false;
    },
  };
}
