import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { newestOf } from '../../agent/verify/succession.ts';
import { removeUnusedSigningKeys } from '../../controller/keys/signing-files.ts';
import { signingFleet } from './signing-fleet.ts';

const { fleet, rotate, show, keysDir, signingFiles, release } = signingFleet();

/** What a crash leaves: the database's next transaction does not happen, or is the last thing that does. */
function crashAt(when: 'before' | 'after'): void {
  const { store } = fleet.harness.controller;
  const { transaction } = store;
  (store as { transaction: unknown }).transaction = (work: () => unknown) => {
    if (when === 'after') transaction(work);
    throw new Error('power cut');
  };
}

async function restart(): Promise<void> {
  await fleet.harness.stop();
  await fleet.harness.start();
}

/** Routers hold connections of the controller before: they call anew. */
async function allFollow(): Promise<void> {
  const { keys } = fleet.harness.controller.releases;
  const chain = keys.signing.chain();
  for (const router of Object.values(fleet.routers)) {
    if (chain !== null) router.follow(chain);
    assert.ok(newestOf(router.trusted).equals(keys.signing.current().publicKey), router.name);
  }
}

describe('a rotation that is cut off', () => {
  const cuts: readonly {
    what: string;
    cut: () => Promise<unknown> | unknown;
    rotated: boolean;
  }[] = [
    {
      what: 'while the key is written',
      cut: () => writeFileSync(join(keysDir(), 'signing-1.key.tmp'), 'AAAA'),
      rotated: false,
    },
    {
      what: 'when the key is written and nothing else is',
      cut: async () => {
        crashAt('before');
        assert.equal((await fleet.harness.cli('keys', 'rotate', 'signing')).code, 1);
        assert.ok(existsSync(join(keysDir(), 'signing-1.key')));
      },
      rotated: false,
    },
    {
      what: 'when the database has it and nobody was told',
      cut: async () => {
        crashAt('after');
        assert.equal((await fleet.harness.cli('keys', 'rotate', 'signing')).code, 1);
      },
      rotated: true,
    },
    {
      what: 'when its end was written down, and the old key is still there',
      cut: async () => {
        await rotate();
        crashAt('after');
        assert.equal((await fleet.harness.cli('keys', 'retire', 'signing')).code, 1);
        assert.ok(existsSync(join(keysDir(), 'signing.key')));
      },
      rotated: true,
    },
    {
      what: 'before its end was written down',
      cut: async () => {
        await rotate();
        crashAt('before');
        assert.equal((await fleet.harness.cli('keys', 'retire', 'signing')).code, 1);
      },
      rotated: true,
    },
  ];
  for (const { what, cut, rotated } of cuts) {
    it(`${what} is whole after the next start, and goes on when it is asked for again`, async () => {
      await cut();
      await restart();
      assert.equal((await show()).signing[0]?.generation, rotated ? 1 : 0);
      await allFollow();
      assert.ok(
        rotated || !existsSync(join(keysDir(), 'signing-1.key')),
        'a key that was never used is gone',
      );
      const { signing } = await rotate();
      assert.equal(signing[0]?.generation, rotated ? 2 : 1);
      await allFollow();
      assert.equal((await fleet.harness.cli('keys', 'retire', 'signing')).code, 0);
      await restart();
      await allFollow();
      assert.deepEqual(
        signingFiles().filter((name) => name.endsWith('.key')),
        [`signing-${rotated ? 2 : 1}.key`],
      );
      assert.equal(statSync(join(keysDir(), signingFiles()[0] ?? '')).mode & 0o777, 0o600);
    });
  }

  it('leaves memory as the database is: what is signed meanwhile is signed by the key that nodes know', async () => {
    const number = await release();
    crashAt('before');
    assert.equal((await fleet.harness.cli('keys', 'rotate', 'signing')).code, 1);
    await fleet.routers.berlin.fetch(number);
    assert.equal(fleet.routers.berlin.trusted.generation, 0);
  });
});

describe('a start', () => {
  const starts = async () => {
    await fleet.harness.stop();
    return fleet.harness.start();
  };

  it('is refused with another signing key than the one that nodes were told', async () => {
    await rotate();
    const [old, now] = ['signing.key', 'signing-1.key'].map((name) => join(keysDir(), name));
    const [oldKey, nowKey] = [readFileSync(old ?? '', 'utf8'), readFileSync(now ?? '', 'utf8')];
    const wrong: readonly (readonly [string, RegExp])[] = [
      [oldKey, /signing-1\.key holds signing key 0, and key 1 signs now/],
      [`${randomBytes(32).toString('base64')}\n`, /holds a key that no node was told of/],
      ['', /holds no signing key/],
      ['x'.repeat(10_000), /holds no signing key/],
      [`${randomBytes(31).toString('base64')}\n`, /holds no signing key/],
    ];
    await fleet.harness.stop();
    for (const [text, message] of wrong) {
      writeFileSync(now ?? '', text);
      await assert.rejects(
        starts(),
        (error: Error) => message.test(error.message) && !error.message.includes(text.trim() || '\0'),
      );
    }
    writeFileSync(now ?? '', nowKey);
    chmodSync(now ?? '', 0o604);
    await assert.rejects(starts(), /can be read by others/);
    chmodSync(now ?? '', 0o600);
    await starts();
    await allFollow();
  });
});

it('a key that the database does not know is put aside and kept: the database may be older than it', async (context) => {
  const dir = await mkdtemp(join(tmpdir(), 'towline-signing-files-'));
  context.after(() => rm(dir, { recursive: true }));
  const [first, second, third] = ['signing.key', 'signing-2.key', 'signing-3.key'];
  for (const file of [first, second, third]) writeFileSync(join(dir, file), file);
  const aside = await removeUnusedSigningKeys(dir, new Set([first, second]), new Set([first]));
  assert.equal(aside.length, 1);
  assert.match(aside[0] ?? '', /^signing-3\.key\.unknown-[0-9a-f]{8}$/);
  assert.equal(readFileSync(join(dir, aside[0] ?? ''), 'utf8'), third);
  assert.deepEqual(readdirSync(dir).sort(), [second, ...aside].sort());
});
