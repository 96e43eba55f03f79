import { afterAll, afterEach } from '@jest/globals';

type Action = () => unknown;

/** Undoes what a test started, last first, also when the test fails: servers, streams, browsers, folders. */
export class Cleanup {
  private readonly actions: Action[] = [];

  constructor(when: 'after each test' | 'after all tests' = 'after each test') {
    (when === 'after each test' ? afterEach : afterAll)(() => this.run());
  }

  add(action: Action): void {
    this.actions.push(action);
  }

  private async run(): Promise<void> {
    for (let action = this.actions.pop(); action; action = this.actions.pop()) await action();
  }
}
