import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flood } from '../../bench/hostile/flood.ts';
import { raceTokens } from '../../bench/hostile/token-race.ts';

const { signal } = new AbortController();
const say = () => {};

test('a controller that ends, keeps sockets, or takes what is malformed raises its counter', async () => {
  const figures = await flood({
    connections: 42,
    messages: 42,
    signal,
    plants: ['crash', 'close-wait', 'accept'],
    say,
  });
  assert.equal(figures.crashes, 1);
  assert.equal(figures.close_wait_after_60s, 3);
  assert.ok(figures.accepted_requests >= 1, JSON.stringify(figures));
  assert.deepEqual([figures.malformed_connections, figures.malformed_requests], [84, 84]);
});

test('a token that lets two in raises the count of those used twice', async () => {
  assert.deepEqual(await raceTokens(signal, 1, say, 2), { token_races: 1, token_double_use: 1 });
});
