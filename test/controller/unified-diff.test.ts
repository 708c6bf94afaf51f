import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyPatch } from 'diff';
import { unifiedDiff } from '../../controller/release/unified-diff.ts';

const lines = (count: number, word: string) =>
  Array.from({ length: count }, (_, index) => `${word} ${index}\n`).join('');

test('a diff shows what changes, with three lines around it', () => {
  const before = lines(20, 'line');
  const diff = unifiedDiff('bird/a.conf', before, before.replace('line 10\n', 'changed\n'));
  assert.equal(
    diff,
    [
      '--- a/bird/a.conf',
      '+++ b/bird/a.conf',
      '@@ -8,7 +8,7 @@',
      ...[' line 7', ' line 8', ' line 9', '-line 10', '+changed', ' line 11', ' line 12', ' line 13'],
      '',
    ].join('\n'),
  );
});

test('a file of 20,000 lines that all differ is replaced as a whole', () => {
  const [before, now] = [lines(20_000, 'old'), lines(20_001, 'new')];
  const diff = unifiedDiff('bird/a.conf', before, now);
  const [from, to, header, ...rest] = diff.trimEnd().split('\n');
  assert.deepEqual([from, to, header], ['--- a/bird/a.conf', '+++ b/bird/a.conf', '@@ -1,20000 +1,20001 @@']);
  assert.deepEqual(
    rest.slice(0, 20_000),
    before
      .trimEnd()
      .split('\n')
      .map((line) => `-${line}`),
  );
  assert.deepEqual(
    rest.slice(20_000),
    now
      .trimEnd()
      .split('\n')
      .map((line) => `+${line}`),
  );
});

const large: Readonly<
  Record<string, readonly [before: string | undefined, now: string | undefined, header: string]>
> = {
  'a new file': [undefined, lines(5_000, 'new'), '@@ -0,0 +1,5000 @@'],
  'a removed file': [lines(5_000, 'old'), undefined, '@@ -1,5000 +0,0 @@'],
  'without a newline before': [`${lines(5_000, 'old')}end`, lines(5_000, 'new'), '@@ -1,5001 +1,5000 @@'],
  'without a newline afterwards': [lines(5_000, 'old'), `${lines(5_000, 'new')}end`, '@@ -1,5000 +1,5001 @@'],
  'with empty lines': [`\n\n${lines(5_000, 'old')}\n`, lines(3_000, 'new'), '@@ -1,5003 +1,3000 @@'],
};

for (const [what, [before, now, header]] of Object.entries(large)) {
  test(`a large replacement is a diff that can be applied: ${what}`, () => {
    const diff = unifiedDiff('bird/a.conf', before, now);
    assert.equal(diff.split('\n')[2], header);
    assert.equal(applyPatch(before ?? '', diff), now ?? '');
  });
}
