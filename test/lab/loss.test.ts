import assert from 'node:assert/strict';
import { test } from 'node:test';
import { summarizeLoss } from '../../lab/traffic/loss.ts';
import { parsePingLine, unwrapSequence } from '../../lab/traffic/ping-output.ts';

test("a reply's line tells its sequence number and when it was sent", () => {
  const line = '[1700000000.500000] 64 bytes from 198.18.1.2: icmp_seq=12 ttl=63 time=250 ms';
  assert.deepEqual(parsePingLine(line), { kind: 'reply', sequence: 12, sentMs: 1_700_000_000_250 });
});

test('a packet without an answer yet is known to have been sent', () => {
  assert.equal(parsePingLine('[1700000000.500000] no answer yet for icmp_seq=3')?.kind, 'outstanding');
});

test('other lines of ping say nothing about a packet', () => {
  assert.equal(parsePingLine('PING ::1(::1) 56 data bytes'), undefined);
  assert.equal(parsePingLine('[1.0] From 198.18.1.1 icmp_seq=1 Destination Host Unreachable'), undefined);
});

test('a sequence number goes on beyond 65535, and an answer that comes late keeps its own', () => {
  assert.equal(unwrapSequence(0, 65_535), 65_536);
  assert.equal(unwrapSequence(65_530, 65_540), 65_530);
  assert.equal(unwrapSequence(5, 65_536 * 3), 65_536 * 3 + 5);
});

test('nothing lost is no gap, even when the computer stood still for a while', () => {
  const answered = new Map([
    [1, 0],
    [2, 10],
    [3, 400],
  ]);
  assert.deepEqual(summarizeLoss(answered, 3, 10), {
    sent: 3,
    received: 3,
    lost: 0,
    lostSequences: [],
    longestGapMs: 0,
  });
});

test('the longest gap reaches from the first lost packet to the next answered one', () => {
  const answered = new Map([
    [1, 0],
    [2, 10],
    [4, 30],
    [9, 85],
  ]);
  const loss = summarizeLoss(answered, 9, 10);
  assert.deepEqual(loss.lostSequences, [3, 5, 6, 7, 8]);
  assert.deepEqual([loss.lost, loss.received, loss.longestGapMs], [5, 4, 45]);
});

test('a loss at the beginning or the end is counted in intervals', () => {
  assert.equal(summarizeLoss(new Map([[3, 20]]), 7, 10).longestGapMs, 40);
  assert.equal(summarizeLoss(new Map(), 5, 10).longestGapMs, 50);
});
