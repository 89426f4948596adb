/**
 * Runs stages in their order: those that may run beside others, as many as `places`; any other alone, after all before it.
 *
 * @template {{ beside?: boolean }} Stage
 * @param {readonly Stage[]} stages
 * @param {number} places
 * @param {(stage: Stage) => Promise<void>} runStage
 * @returns {Promise<void>} when all have ended, or as soon as one is rejected
 */
export async function runSideBySide(stages, places, runStage) {
  /** @type {Set<Promise<void>>} */
  const running = new Set();
  for (const stage of stages) {
    while (running.size >= (stage.beside === true ? places : 1)) await Promise.race(running);
    const run = runStage(stage).finally(() => running.delete(run));
    running.add(run);
    if (stage.beside !== true) await run;
  }
  await Promise.all(running);
}
