import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run } from '../../shared/os/run.ts';
import { isIsolated, isolated, privateRun, startNeighbour } from '../fakes/namespaces.ts';
import { until } from '../fakes/until.ts';
import { speakAsOld } from './old-speaker.ts';

const config = join(import.meta.dirname, '../golden/paper/expected/berlin/bird/bird.conf');
const [chemnitz, dresden] = [64_514, 64_515];

if (!isIsolated) {
  test('a stolen router that speaks BGP by hand', () => isolated(fileURLToPath(import.meta.url)));
} else {
  test('does not pass for another neighbour with a path that takes the place of the one that was looked at', async (t) => {
    await privateRun();
    const berlin = await startNeighbour();
    await berlin.exec('ip', ['link', 'set', 'dev', 'wan1', 'down']);
    await berlin.exec('ip', ['link', 'set', 'dev', 'wan1', 'name', 'tl-dresden']);
    await berlin.exec('ip', ['link', 'set', 'dev', 'tl-dresden', 'up']);
    await berlin.exec('ip', ['address', 'add', 'fe80::2/64', 'dev', 'tl-dresden', 'nodad']);
    await run('ip', ['address', 'add', 'fe80::4/64', 'dev', 'wan0', 'nodad']);
    await berlin.exec('bird', ['-c', config, '-s', '/run/bird.ctl', '-P', '/run/bird.pid']);
    const taken = async () => {
      const shown = ['show', 'route', 'protocol', 'link_dresden'];
      const text = await berlin.exec('birdc', ['-s', '/run/bird.ctl', ...shown]);
      return text
        .split('\n')
        .flatMap((line) => /^([0-9a-f:.]+\/\d+)\s/.exec(line)?.[1] ?? [])
        .sort();
    };
    const session = { local: 'fe80::4%wan0', neighbor: 'fe80::2%wan0', asn: dresden };
    const as = (prefix: string, behind: readonly number[]) => ({
      prefix,
      path: behind.map(() => dresden),
      behind,
    });
    const last = 'fd4a:7b1c:2e90:4::/64';
    const socket = await until('the session is there', () =>
      speakAsOld(session, [
        { prefix: '10.4.0.0/24', path: [dresden] },
        as('10.3.0.0/24', [chemnitz]),
        as('fd4a:7b1c:2e90:3::/64', [chemnitz]),
        as('10.255.0.6/32', [64_512, 64_517]),
        { prefix: last, path: [dresden] },
      ]).catch(() => undefined),
    );
    t.after(() => socket.on('error', () => {}).destroy());
    await until('all is heard', async () => (await taken()).includes(last));
    assert.deepEqual(await taken(), ['10.4.0.0/24', last]);
  });
}
