import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatLine } from '../../shared/os/log.ts';
import { plain, plainJson } from '../../shared/plain.ts';

const hostile = [
  '\u001b[2J',
  '\u009b2J',
  '\u001b]52;c;eA==\u0007',
  '\r',
  '\b',
  '\u007f',
  '\u202e',
  '\u2066',
  '\u200b',
];
const more = ['\ufeff', '\u00ad', '\u2028', '\u0085', '\u{e0041}', '\ud800', '\udc00x'];

test('what steers a terminal or is not seen on it is shown, in text and in JSON', () => {
  const odd = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
  for (const text of [...hostile, ...more]) {
    assert.doesNotMatch(plain(`a${text}b`), odd, JSON.stringify(text));
    const json = plainJson(JSON.stringify({ a: [text] }));
    assert.doesNotMatch(json, odd, JSON.stringify(text));
    assert.deepEqual(JSON.parse(json), { a: [text] }, 'the document says the same');
  }
  assert.equal(plain('\u001b[2J'), '\\u{1b}[2J');
});

test('text as people write it stays as it is', () => {
  for (const text of ['Köln → 東京 שלום', 'a\tb\n', '👋 e\u0301', '{"a":"\\u001b"}\n']) {
    assert.equal(plain(text), text);
    assert.equal(plainJson(text), text);
  }
});

test('a line of the log on a terminal has no other line of its own, and no escapes', () => {
  const timeMs = Date.parse('2026-01-01T10:11:12Z');
  const fields = { why: 'a\n10:11:13 info b\u001b[2J' };
  const line = { timeMs, level: 'info', name: 'x', message: 'm', fields } as const;
  assert.equal(formatLine('text', line), '10:11:12 info m why=a\n    10:11:13 info b\\u{1b}[2J\n');
});
