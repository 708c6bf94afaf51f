import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createComplaints } from '../../shared/os/complaints.ts';

test('a reason is said once, again when it worked meanwhile, and after ten minutes', () => {
  let nowMs = 0;
  const complaints = createComplaints({ monotonic: () => nowMs });
  assert.deepEqual(['a', 'a', 'b', 'a'].map(complaints.isNews), [true, false, true, false]);
  complaints.worked();
  assert.deepEqual(['a', 'a'].map(complaints.isNews), [true, false]);
  nowMs = 599_999;
  assert.equal(complaints.isNews('a'), false);
  nowMs = 600_000;
  assert.deepEqual(['a', 'a'].map(complaints.isNews), [true, false]);
});

test('reasons that are others each time are not kept for ever', () => {
  const complaints = createComplaints({ monotonic: () => 0 });
  for (let number = 0; number < 100; number++) assert.ok(complaints.isNews(`port ${number}`));
  assert.equal(complaints.isNews('port 99'), false);
  assert.equal(complaints.isNews('port 0'), true);
});
