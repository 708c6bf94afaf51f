import assert from 'node:assert/strict';
import { chmod, chown, mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadConfig } from '../../agent/config/load.ts';
import { type HelperRequest, helperProtocol, subjectOf } from '../../agent/root-helper/protocol.ts';
import { serveHelper } from '../../agent/root-helper/serve.ts';
import { sha256 } from '../../shared/crypto/sha256.ts';
import { TowlineError } from '../../shared/errors.ts';
import { run } from '../../shared/os/run.ts';
import { silentLog } from '../fakes/log.ts';
import { agentUid, contentOf, quick, setUp, skip, strangerUid } from './helper-fixture.ts';

/** Connects to a socket as a user; resolves to the error's code, or to 'open'. */
async function connectAs(uid: number, socket: string): Promise<string> {
  const script = `require('node:net').connect(process.argv[1])
    .on('connect', function () { console.log('open'); this.destroy(); })
    .on('error', (error) => console.log(error.code));`;
  const user = [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', '--'];
  return (await run('setpriv', [...user, process.execPath, '-e', script, socket])).trim();
}

test('the socket is open to the owner of the state folder, and to nobody else', { skip }, async (context) => {
  const { socket, folder } = await setUp(context);
  assert.equal(await connectAs(agentUid, socket), 'open');
  assert.equal(await connectAs(strangerUid, socket), 'EACCES');
  const { uid, mode } = await stat(join(folder, 'helper'));
  assert.deepEqual([uid, mode & 0o777], [0, 0o755]);
});

test('each look that the agent may not have is asked of the root helper', { skip }, async (context) => {
  const { request, etc } = await setUp(context);
  await request({ do: 'place', service: 'site', files: [{ name: 'rules', ...contentOf('one') }], gone: [] });
  const digest = (text: string) => sha256(Buffer.from(text)).toString('hex');
  const wanted = [{ name: 'rules', mode: 0o640, sha256: digest('one') }];
  assert.deepEqual(await request({ do: 'differing', service: 'site', wanted }), []);
  const other = [{ name: 'rules', mode: 0o640, sha256: digest('two') }];
  assert.deepEqual(await request({ do: 'differing', service: 'site', wanted: other }), ['rules']);
  const names = ['rules', 'more'];
  const destination = join(etc, 'site.d');
  assert.deepEqual(await request({ do: 'present', destination, names }), ['rules']);
  assert.equal(await request({ do: 'remove', destination, names }), null);
  assert.deepEqual(await readdir(destination), []);
});

const refused: [name: string, request: (etc: string) => object, reason: RegExp][] = [
  ['a service that is not in agent.toml', () => ({ do: 'reload', service: 'ssh' }), /no service ssh/],
  [
    'files of a service without an owner',
    () => ({ do: 'place', service: 'own', files: [{ name: 'x', ...contentOf('') }], gone: [] }),
    /has no owner in agent\.toml/,
  ],
  [
    "another folder's files",
    () => ({ do: 'remove', destination: '/etc', names: ['passwd'] }),
    /no service \/etc/,
  ],
  [
    "a folder above a service's",
    (etc) => ({ do: 'present', destination: etc, names: ['site.d'] }),
    /no service .*etc/,
  ],
  [
    'the folder of a service by another name',
    (etc) => ({ do: 'remove', destination: `${etc}/site.d/../site.d`, names: ['rules'] }),
    /no service/,
  ],
  ...['../x', 'a/b', '..', '.', '', '.hidden', 'x\0y', 'x\ny', `${'x'.repeat(300)}`].map(
    (name): [string, () => object, RegExp] => [
      `a file called ${JSON.stringify(name).slice(0, 20)}`,
      () => ({ do: 'place', service: 'site', files: [{ name, ...contentOf('') }], gone: [] }),
      /no request of the root helper/,
    ],
  ),
  [
    'a set-user-ID bit',
    () => ({ do: 'place', service: 'site', files: [{ name: 'x', content: '', mode: 0o4755 }], gone: [] }),
    /no request of the root helper/,
  ],
  [
    'an owner of its own choice',
    () => ({ do: 'place', service: 'site', owner: 'bird', files: [], gone: [] }),
    /no request of the root helper/,
  ],
  ['a command of its own choice', () => ({ do: 'reload', service: 'site', reload: ['id'] }), /no request/],
  ['a verb that there is not', () => ({ do: 'run', command: ['id'] }), /no request of the root helper/],
  ['BIRD, where agent.toml does not say how it is started', () => ({ do: 'startBird' }), /set bird\.start/],
  [
    'wireguard-go, where agent.toml does not say how it is started',
    () => ({ do: 'startWireGuard', interface: 'tl-berlin' }),
    /set wireguard_go_start/,
  ],
  ...['eth0', 'wg0', 'tl-', '-tl-a', 'tl-a b', 'tl-../x', 'tl-a@b', 'tl-a\n', 'tl-berlin-and-more'].map(
    (name): [string, () => object, RegExp] => [
      `wireguard-go for ${JSON.stringify(name)}`,
      () => ({ do: 'startWireGuard', interface: name }),
      /no request of the root helper/,
    ],
  ),
];

for (const [name, request, reason] of refused) {
  test(`the root helper refuses ${name}`, { skip }, async (context) => {
    const node = await setUp(context);
    const before = await readdir(node.folder, { recursive: true });
    await assert.rejects(node.request(request(node.etc)), reason);
    assert.deepEqual(await readdir(node.folder, { recursive: true }), before);
  });
}

test('the log names what was asked for: a service, a folder, an interface, BIRD', () => {
  const requests: HelperRequest[] = [
    { do: 'reload', service: 'site' },
    { do: 'remove', destination: '/etc/site.d', names: [] },
    { do: 'startWireGuard', interface: 'tl-berlin' },
    { do: 'startBird' },
  ];
  assert.deepEqual(requests.map(subjectOf), ['site', '/etc/site.d', 'tl-berlin', 'bird']);
});

test('an agent.toml that others may write is no word of root', { skip }, async (context) => {
  const { request, file: toml } = await setUp(context);
  const reload = () => request({ do: 'reload', service: 'site' });
  await chmod(toml, 0o664);
  await assert.rejects(reload(), /agent\.toml can be written by others than root: 'chown root /);
  await chmod(toml, 0o644);
  await chown(toml, agentUid, agentUid);
  await assert.rejects(reload(), /agent\.toml can be written by others than root/);
  await chown(toml, 0, 0);
  await reload();
});

test('what agent.toml does not list any more is not done any more', { skip }, async (context) => {
  const { request, file: path, toml } = await setUp(context);
  await request({ do: 'reload', service: 'site' });
  await writeFile(path, toml.replaceAll('service.site', 'service.other'));
  await assert.rejects(request({ do: 'reload', service: 'site' }), /no service site/);
});

test('a folder that became a link is not followed', { skip }, async (context) => {
  const { request, etc, folder } = await setUp(context);
  await mkdir(join(folder, 'elsewhere'));
  await symlink(join(folder, 'elsewhere'), join(etc, 'site.d'));
  const place = { do: 'place', service: 'site', files: [{ name: 'rules', ...contentOf('x') }], gone: [] };
  await assert.rejects(request(place), /site\.d is a symbolic link/);
  const remove = { do: 'remove', destination: join(etc, 'site.d'), names: ['rules'] };
  await assert.rejects(request(remove), /site\.d is a symbolic link/);
  assert.deepEqual(await readdir(join(folder, 'elsewhere')), []);
});

test("a folder of the socket that is not root's is refused, and so is an agent without a state folder", {
  skip,
}, async (context) => {
  const { folder, state, file: path, toml } = await setUp(context);
  const start = (text: string) => {
    const next = join(folder, 'next.toml');
    return writeFile(next, text).then(() =>
      serveHelper({ run, log: silentLog, config: () => loadConfig(next), configFile: path }, quick.signal),
    );
  };
  await mkdir(join(folder, 'taken'), { mode: 0o755 });
  await chown(join(folder, 'taken'), agentUid, agentUid);
  await assert.rejects(
    start(toml.replace('/helper"', '/taken"')),
    /taken can be written by others than root/,
  );
  await assert.rejects(start(toml.replace(state, `${folder}/nowhere`)), {
    code: 'notFound',
    message: /its owner is who/,
  });
  await assert.rejects(start(toml), { code: 'conflict', message: /another root helper runs/ });
});

test('whatever is asked, it is a request or an error of ours', () => {
  const anything = fc.oneof(
    fc.json().map((text) => JSON.parse(text) as unknown),
    fc.record({
      do: fc.constantFrom('place', 'remove', 'reload', 'present', 'differing'),
      service: fc.string(),
      names: fc.array(fc.string()),
    }),
  );
  fc.assert(
    fc.property(anything, (request) => {
      try {
        helperProtocol.parse(request);
      } catch (error) {
        assert.ok(error instanceof TowlineError);
        assert.equal(error.code, 'invalid');
      }
    }),
  );
});
