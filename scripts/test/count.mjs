/**
 * What a stage of the tests came to.
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 */

/**
 * The tests in a report of `vitest --reporter=json`.
 *
 * @param {unknown} report
 * @returns {Count}
 * @throws {TypeError} when a figure is missing
 */
export function countVitest(report) {
  return {
    passed: figure(report, 'numPassedTests'),
    failed: figure(report, 'numFailedTests'),
    skipped: figure(report, 'numPendingTests') + figure(report, 'numTodoTests'),
  };
}

/**
 * The tests in a report of `playwright test --reporter=json`. One that passed only when repeated has failed.
 *
 * @param {unknown} report
 * @returns {Count}
 * @throws {TypeError} when a figure is missing
 */
export function countPlaywright(report) {
  const stats = field(report, 'stats');
  return {
    passed: figure(stats, 'expected'),
    failed: figure(stats, 'unexpected') + figure(stats, 'flaky'),
    skipped: figure(stats, 'skipped'),
  };
}

/**
 * A count that was made already.
 *
 * @param {unknown} report
 * @returns {Count}
 * @throws {TypeError} when a figure is missing
 */
export function countSum(report) {
  return {
    passed: figure(report, 'passed'),
    failed: figure(report, 'failed'),
    skipped: figure(report, 'skipped'),
  };
}

/**
 * @param {unknown} record
 * @param {string} name
 * @returns {unknown}
 */
function field(record, name) {
  return typeof record === 'object' && record !== null ? Reflect.get(record, name) : undefined;
}

/**
 * @param {unknown} record
 * @param {string} name
 */
function figure(record, name) {
  const value = field(record, name);
  if (typeof value !== 'number') throw new TypeError(`The report has no number ${name}.`);
  return value;
}

/**
 * A stage's count from its exit code and its report. A program that fails although no test of it did (a test file that
 * does not load, a crash, no tests at all) is one failure; a check without tests counts as one.
 *
 * @param {number} code
 * @param {Count | undefined} reported undefined for a check, or when the program left no report
 * @returns {Count}
 */
export function countStage(code, reported) {
  if (reported === undefined) return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
  return code !== 0 && reported.failed === 0 ? { ...reported, failed: 1 } : reported;
}

/**
 * @param {readonly Count[]} counts
 * @returns {Count}
 */
export function sumCounts(counts) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of counts) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  return sum;
}
