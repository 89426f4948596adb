/**
 * What a stage of the tests came to.
 *
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 */

/**
 * The tests in a report of `vitest --reporter=json`.
 *
 * @param {{ numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number }} report
 * @returns {Count}
 */
export function countVitest(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * The tests in a report of `playwright test --reporter=json`. One that passed only when repeated has failed.
 *
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number } }} report
 * @returns {Count}
 */
export function countPlaywright({ stats }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
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
