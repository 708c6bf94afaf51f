import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { createKeys } from '../../controller/keys/key-files.ts';
import { requirePrivateKeys, whyNotPrivate } from '../../controller/keys/private-files.ts';

const top = mkdtempSync(join(tmpdir(), 'towline-private-'));
after(() => rmSync(top, { recursive: true }));
let places = 0;

/** Keys as init makes them. */
async function setUp() {
  const dir = join(top, `${++places}`, 'keys');
  await createKeys(dir);
  return { dir };
}

describe('the folder of keys', () => {
  it('is as init makes it', async () => {
    const { dir } = await setUp();
    requirePrivateKeys(dir);
    requirePrivateKeys(join(top, 'not-there'));
  });

  const cases: [string, (dir: string) => void, RegExp][] = [
    [
      'a key that the group may read',
      (dir) => chmodSync(join(dir, 'tls.key'), 0o640),
      /tls\.key can be read by others \(mode 640\): 'chmod 600 /,
    ],
    [
      'a key that all may read',
      (dir) => chmodSync(join(dir, 'master.key'), 0o604),
      /master\.key can be read by others \(mode 604\)/,
    ],
    [
      'a key that is a link',
      (dir) => symlinkSync('/etc/hostname', join(dir, 'wireguard-2.key')),
      /wireguard-2\.key is a symbolic link/,
    ],
    [
      'a folder that the group may write',
      (dir) => chmodSync(dir, 0o770),
      /keys can be changed by others \(mode 770\): 'chmod 700 /,
    ],
  ];
  for (const [what, change, message] of cases) {
    it(`is refused with ${what}`, async () => {
      const { dir } = await setUp();
      change(dir);
      assert.throws(() => requirePrivateKeys(dir), { code: 'failed', message });
    });
  }

  it('is refused with a key of another user than the daemon and root', async () => {
    const { dir } = await setUp();
    const path = join(dir, 'signing.key');
    const stat = statSync(path);
    const of = (uid: number, own: number) => whyNotPrivate(path, Object.assign(statSync(path), { uid }), own);
    assert.match(
      of(1_000, 990) ?? '',
      /signing\.key belongs to user 1000, and the daemon is user 990: 'chown 990 /,
    );
    assert.match(of(1_000, 0) ?? '', /belongs to user 1000, and the daemon is user 0/);
    assert.deepEqual([of(990, 990), of(0, 990), of(stat.uid, stat.uid)], [undefined, undefined, undefined]);
  });
});
