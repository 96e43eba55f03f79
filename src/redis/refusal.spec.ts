import { describe, expect, it } from '@jest/globals';
import { refusalIn } from './refusal.js';

const all = 'everything';

describe('an error answer of Redis', () => {
  // Error messages of Redis 6.2.14, 7.0.15 and 8.2.3 and of Valkey 8.0.1.
  it.each([
    ["READONLY You can't write against a read only replica.", 'READONLY', all],
    [
      "READONLY You can't write against a read only replica. script: 21e3, on @user_script:14.",
      'READONLY',
      all,
    ],
    [
      "ERR Error running script (call to f_21e3): @user_script:14: @user_script: 14: -READONLY You can't write against a read only replica. ",
      'READONLY',
      all,
    ],
    ["MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.", 'MASTERDOWN', all],
    [
      "ERR Error running script (call to f_21e3): @user_script:14: @user_script: 14: -MASTERDOWN Link with MASTER is down and slave-serve-stale-data is set to 'no'. ",
      'MASTERDOWN',
      all,
    ],
    ['LOADING Redis is loading the dataset in memory', 'LOADING', all],
    ['BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.', 'BUSY', all],
    ['NOAUTH Authentication required.', 'NOAUTH', all],
    ['NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO', 'NOAUTH', all],
    ['WRONGPASS invalid username-password pair or user is disabled.', 'WRONGPASS', all],
    ['CLUSTERDOWN The cluster is down', 'CLUSTERDOWN', all],
    ['MOVED 1234 10.0.0.7:6379', 'MOVED', all],
    ['DENIED Redis is running in protected mode because protected mode is enabled', 'DENIED', all],
    ['DENIED Running in protected mode because protected mode is enabled', 'DENIED', all],
    ['ERR max number of clients reached', 'LIMIT', all],
    ['ERR DB index is out of range', 'DATABASE', all],
    ['ERR max requests limit exceeded. Limit: 500000, Usage: 500000.', 'LIMIT', all],
    [
      "OOM command not allowed when used memory > 'maxmemory'. script: 21e3, on @user_script:14.",
      'OOM',
      'writes',
    ],
    [
      "ERR Error running script (call to f_21e3): @user_script:14: @user_script: 14: -OOM command not allowed when used memory > 'maxmemory'. ",
      'OOM',
      'writes',
    ],
    [
      'MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist on disk.',
      'MISCONF',
      'writes',
    ],
    ['-MISCONF Errors writing to the AOF file: No space left on device', 'MISCONF', 'writes'],
    ['NOREPLICAS Not enough good replicas to write.', 'NOREPLICAS', 'writes'],
    ["NOPERM User default has no permissions to run the 'zadd' command", 'NOPERM', 'writes'],
    [
      "ERR The user executing the script can't run this command or subcommand script: 21e3, on @user_script:14.",
      'NOPERM',
      'writes',
    ],
    [
      "ERR ACL failure in script: User default has no permissions to run the 'zadd' command",
      'NOPERM',
      'writes',
    ],
    ["ERR unknown command 'evalsha', with args beginning with: '21e3' '1'", 'UNSUPPORTED', 'writes'],
  ])('%s', (message, code, scope) => {
    expect(refusalIn(new Error(message))).toEqual({ code, scope });
    expect(refusalIn(new Error('the store is unavailable', { cause: new Error(message) }))?.code).toBe(code);
    const discarded = Object.assign(
      new Error('EXECABORT Transaction discarded because of previous errors.'),
      {
        previousErrors: [new Error(message)],
      },
    );
    expect(refusalIn(discarded)?.code).toBe(code);
  });

  it.each([
    ['WRONGTYPE Operation against a key holding the wrong kind of value'],
    ['CLUSTERDOWN Hash slot not served'],
    ['TRYAGAIN Multiple keys request during rehashing of slot'],
    ['NOSCRIPT No matching script. Please use EVAL.'],
    ['ERR value is not an integer or out of range'],
    ['Connection is closed.'],
    ['Command timed out'],
    ['ERR the text READONLY of a message'],
  ])('with %s says nothing about the server', (message) => {
    expect(refusalIn(new Error(message))).toBeUndefined();
  });
});
