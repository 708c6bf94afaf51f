import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkChain } from '../../controller/audit/chain.ts';
import { parseHead } from '../../controller/audit/event.ts';

describe('a head', () => {
  it('of an empty log is one of zeros', () => {
    const zeros = { sequence: 0, hash: Buffer.alloc(32) };
    assert.equal(checkChain(zeros).end(), undefined);
    assert.match(checkChain({ ...zeros, hash: Buffer.alloc(32, 1) }).end()?.reason ?? '', /head of no log/);
  });

  it('is read in its own form only', () => {
    const head = { sequence: 10, hash: Buffer.alloc(32, 7) };
    assert.deepEqual(parseHead(`${head.sequence}:${head.hash.toString('hex')}\n`), head);
    for (const text of [
      '',
      '10',
      '10:',
      '10:zz',
      `-1:${'0'.repeat(64)}`,
      `1:${'0'.repeat(63)}`,
      `1:${'A'.repeat(64)}`,
    ])
      assert.equal(parseHead(text), undefined, text);
  });
});
