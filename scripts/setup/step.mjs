/**
 * @typedef {object} Step
 * @property {string} name what the step provides
 * @property {string} doing what it does when it has to, for the person waiting
 * @property {() => boolean} done whether its result is in place; called often, so it must be quick
 * @property {() => Promise<void>} run makes the result; safe to interrupt and to repeat
 */

/** A failure that the person can do something about. */
export class SetupError extends Error {
  /**
   * @param {string} message what failed
   * @param {string} remedy what to do next
   */
  constructor(message, remedy) {
    super(message);
    this.name = 'SetupError';
    this.remedy = remedy;
  }
}

/**
 * Everything goes to standard error, so that the output of a command that set up first stays clean.
 *
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * A duration as a person reads it: 0.4 s, 12 s, 3 min 20 s.
 *
 * @param {number} milliseconds
 */
export function duration(milliseconds) {
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${String(Math.round(seconds))} s`;
  return `${String(Math.floor(seconds / 60))} min ${String(Math.round(seconds % 60))} s`;
}

/**
 * Runs the steps that are not done, in order, saying what each does and how long it took.
 *
 * @param {readonly Step[]} steps
 * @returns {Promise<number>} how many steps had to run
 * @throws {SetupError} when a step fails, or ends without its result in place
 */
export async function runSteps(steps) {
  let count = 0;
  for (const step of steps) {
    if (step.done()) continue;
    say(`Set-up: ${step.name}: ${step.doing} …`);
    const start = performance.now();
    await step.run();
    if (!step.done()) {
      throw new SetupError(
        `${step.name}: the step ran but its result is not in place.`,
        'Delete the folders .setup and node_modules and start again.',
      );
    }
    say(`Set-up: ${step.name}: done in ${duration(performance.now() - start)}`);
    count += 1;
  }
  return count;
}
