/** One test of a suite that is not ours. */
export interface TestResult {
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** Why it failed, or was skipped. */
  readonly reason?: string;
}

export interface SuiteResult {
  readonly name: string;
  readonly tests: readonly TestResult[];
  readonly seconds: number;
}

/** No change may bring a suite below these. */
const FLOORS: Readonly<Record<string, number>> = {
  crud: 313,
  transactions: 247,
  'transactions-convenient-api': 29,
  'retryable-writes': 72,
  mongoose: 4460,
};

const count = ({ tests }: SuiteResult, status: TestResult['status']): number =>
  tests.filter((test) => test.status === status).length;

export interface SuiteSummary {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly floor: number | null;
  readonly held: boolean;
  readonly seconds: number;
}

export function summarize(suite: SuiteResult): SuiteSummary {
  const passed = count(suite, 'passed');
  const floor = FLOORS[suite.name] ?? null;
  return {
    suite: suite.name,
    passed,
    failed: count(suite, 'failed'),
    skipped: count(suite, 'skipped'),
    floor,
    held: floor === null || passed >= floor,
    seconds: Math.round(suite.seconds),
  };
}

const shorten = (reason = ''): string => reason.replaceAll(/\s+/g, ' ').slice(0, 240);

/** The table of the suites, and below it every failure with its reason, in Markdown. */
export function reportText(suites: readonly SuiteResult[]): string {
  const lines = ['| suite | passed | failed | skipped | floor | time |', '|---|---|---|---|---|---|'];
  for (const suite of suites.map(summarize)) {
    const floor = suite.floor === null ? '' : `${suite.floor}${suite.held ? '' : ' **not held**'}`;
    lines.push(
      `| ${suite.suite} | ${suite.passed} | ${suite.failed} | ${suite.skipped} | ${floor} | ${suite.seconds} s |`,
    );
  }
  for (const suite of suites) {
    const failed = suite.tests.filter(({ status }) => status === 'failed');
    if (failed.length === 0) continue;
    lines.push('', `### ${suite.name}: what fails`, '');
    for (const { name, reason } of failed) lines.push(`- ${name}: ${shorten(reason)}`);
  }
  return lines.join('\n');
}
