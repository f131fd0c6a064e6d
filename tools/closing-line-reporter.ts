// Ends every test run with one line, `N passed, N failed[, N skipped]`, that never claims success for a run that failed.

import type { Reporter, TestModule } from 'vitest/node';

export default class ClosingLineReporter implements Reporter {
  #passed = 0;
  #failed = 0;
  #skipped = 0;

  onInit(): void {
    process.once('exit', (code) => {
      const failed = this.#failed === 0 && code !== 0 ? 1 : this.#failed;
      const skipped = this.#skipped > 0 ? `, ${this.#skipped} skipped` : '';
      process.stdout.write(`${this.#passed} passed, ${failed} failed${skipped}\n`);
    });
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const groups = [...modules, ...modules.flatMap((module) => [...module.children.allSuites()])];
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    this.#passed = count('passed');
    this.#skipped = count('skipped');
    const brokenGroups = groups.filter((group) => group.errors().length > 0).length;
    this.#failed = count('failed') + brokenGroups + unhandledErrors.length;
  }
}
