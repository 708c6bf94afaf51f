import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TowlineError } from '../../shared/errors.ts';
import { toStatus } from '../../shared/rpc/status.ts';

const detailsOf = (message: string) => toStatus(new TowlineError('invalid', message)).details;

/** Bytes of `grpc-message` (gRPC over HTTP/2, Responses): what is not printable ASCII is written as %XX. */
const onTheWire = (text: string) =>
  [...Buffer.from(text)].reduce(
    (sum, byte) => sum + (byte >= 0x20 && byte < 0x7f && byte !== 0x25 ? 1 : 3),
    0,
  );

test('a message as it is said arrives whole', () => {
  for (const message of ['there is no node fra1', 'Köln → Berlin', 'x'.repeat(12_000)])
    assert.equal(detailsOf(message), message);
});

test('a message that repeats a long text is cut to what the trailers of a call have room for', () => {
  for (const long of [
    'z'.repeat(1_000_000),
    '\u001b[2J'.repeat(100_000),
    'é'.repeat(50_000),
    '😀'.repeat(9_000),
  ]) {
    const details = detailsOf(`there is no node ${long}`);
    assert.match(details, /^there is no node .*…$/s);
    assert.ok(onTheWire(details) <= 13_000, `${onTheWire(details)}`);
    assert.doesNotThrow(() => encodeURIComponent(details), 'no half of a character');
  }
});
