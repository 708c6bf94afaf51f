import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineWriter } from '../../shared/os/write-lines.ts';

/** A pipe that takes so many bytes; how often somebody waited for it. */
function pipe() {
  const world = { room: 0, taken: '', pauses: 0, onPause: () => {} };
  const write = lineWriter({
    writeSome: (bytes) => {
      if (world.room === 0) throw Object.assign(new Error('full'), { code: 'EAGAIN' });
      const some = bytes.subarray(0, world.room);
      world.room -= some.length;
      world.taken += Buffer.from(some).toString();
      return some.length;
    },
    pause: () => {
      world.pauses++;
      world.onPause();
    },
  });
  return { world, write };
}

test('a reader that takes nothing is waited for once, and again when a line went through', () => {
  const { world, write } = pipe();
  write('lost\n');
  assert.equal(world.pauses, 100);
  for (let line = 0; line < 50; line++) write('lost too\n');
  assert.equal(world.pauses, 100);
  world.room = 6;
  write('heard\n');
  assert.equal(world.taken, 'heard\n');
  write('lost again\n');
  assert.equal(world.pauses, 200);
});

test('a reader that takes its time loses nothing', () => {
  const { world, write } = pipe();
  world.onPause = () => {
    world.room = 3;
  };
  write('a longer line\n');
  write('and another\n');
  assert.equal(world.taken, 'a longer line\nand another\n');
});

test('after a part of a line the next begins anew', () => {
  const { world, write } = pipe();
  world.room = 4;
  write('a longer line\n');
  write('lost\n');
  world.room = 2;
  write('cut\n');
  world.room = 100;
  write('whole\n');
  write('next\n');
  assert.equal(world.taken, 'a lo\nc\nwhole\nnext\n');
});

test('a pipe that nobody reads any more ends nothing', () => {
  const write = lineWriter({
    writeSome: () => {
      throw Object.assign(new Error('closed'), { code: 'EPIPE' });
    },
    pause: () => assert.fail('waits'),
  });
  write('a line\n');
});
