import { readFileSync } from 'node:fs';

/**
 * The numbers of vitest's JSON report. A test file that failed before its first test counts as one failure, and so does
 * a run that left no report or failed for another reason than a test: neither may read as "0 failed".
 * @param {string} file
 * @param {boolean} succeeded whether vitest itself ended well
 */
export function countTests(file, succeeded) {
  /** @type {{ passed: number, failed: number }} */
  let counted;
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const brokenFiles = report.testResults.filter(
      (/** @type {{ status: string, assertionResults: { status: string }[] }} */ result) =>
        result.status === 'failed' && !result.assertionResults.some((test) => test.status === 'failed'),
    );
    counted = { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles.length };
  } catch {
    counted = { passed: 0, failed: 0 };
  }
  if (!succeeded && counted.failed === 0) counted.failed = 1;
  return counted;
}
