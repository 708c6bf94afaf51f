import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ownersOf } from '../../controller/audit/subordinate-ids.ts';
import { userNameOf } from '../../controller/audit/user-name.ts';

describe('the name of a user', () => {
  it('comes from wherever the machine has it, and is a number where nobody does', async () => {
    const getent = (answer: string) => async () => answer;
    assert.equal(await userNameOf(getent(''), 0), 'root');
    assert.equal(await userNameOf(getent('carla:x:990001:1::/:/bin/sh\n'), 990_001), 'carla');
    for (const answer of [
      '',
      'garbage',
      'other:x:1:1::/:/bin/sh',
      '\x1b[2J:x:990001:1::/:',
      ':x:990001:1::/:',
    ])
      assert.equal(await userNameOf(getent(answer), 990_001), 'uid-990001', JSON.stringify(answer));
    const fails = async () => {
      throw new Error('no getent');
    };
    assert.equal(await userNameOf(fails, 990_001), 'uid-990001');
  });
});

describe('the number of a user', () => {
  it('may be used by those who have it for their user namespaces', () => {
    const lines =
      'anna:100000:65536\nbert:165536:65536\n1003:100500:1\n#c:1:2:3\n\x1b:0:9999999\ncarla:1:x\n';
    assert.deepEqual(ownersOf(lines, 100_500), ['anna', '1003']);
    assert.deepEqual(ownersOf(lines, 165_535), ['anna']);
    assert.deepEqual(ownersOf(lines, 165_536), ['bert']);
    for (const uid of [0, 1, 1_000, 99_999, 231_072]) assert.deepEqual(ownersOf(lines, uid), []);
  });
});
