import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oddIn } from '../../bench/hostile/texts/odd.ts';
import { hostileTexts, textNames } from '../../bench/hostile/texts/texts.ts';

const lures = { ran: '/x/ran', away: '/x/away', secret: '/x/kept/secret' };

test('there are 500 hostile texts, each another one, always the same ones in the same order', () => {
  const texts = hostileTexts(lures);
  assert.ok(texts.length >= 500, `${texts.length}`);
  assert.equal(new Set(textNames).size, textNames.length);
  assert.equal(new Set(texts.map(({ text }) => text)).size, texts.length);
  assert.deepEqual(
    texts.map(({ name }) => name),
    textNames,
  );
  assert.deepEqual(hostileTexts(lures), texts);
});

test('among them is what is known to hurt', () => {
  const all = hostileTexts(lures).map(({ text }) => text);
  const parts = [
    '../',
    '\0',
    '\nPostUp = touch',
    '$(touch',
    '`touch',
    'include "/etc/shadow"',
    '"; }',
    'z'.repeat(1_000_000),
  ];
  const more = [
    '\u001b[2J',
    '\u001b]52;c;',
    '\u001b]8;;',
    '\u202e',
    '\u200b',
    '\ud800',
    '['.repeat(20_000),
    'x'.repeat(256),
  ];
  for (const part of [...parts, ...more])
    assert.ok(
      all.some((text) => text.includes(part)),
      part.slice(0, 40),
    );
  for (const whole of ['__proto__', 'constructor', '-rf', '.git', 'con', '..', ''])
    assert.ok(all.includes(whole), whole);
});

test('a sample has some of each kind', () => {
  const kinds = new Set(textNames.slice(0, 12).map((name) => name.split(',')[0]));
  assert.equal(kinds.size, 6, [...kinds].join(' '));
});

test('what would steer a terminal is odd, and what people write is not', () => {
  assert.deepEqual(oddIn('Köln → Berlin\n\tשלום 東京 👋\n'), []);
  assert.deepEqual(oddIn('a\u001b[2J\r\u202e\u200b\u009b\ud800'), [
    'U+001b',
    'U+000d',
    'U+202e',
    'U+200b',
    'U+009b',
    'U+d800',
  ]);
});
