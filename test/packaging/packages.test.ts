import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { alpineFiles, alpineVersion } from '../../scripts/package/alpine.ts';
import { controllerDeb, libraries } from '../../scripts/package/controller.ts';
import { licencesOf } from '../../scripts/package/licences.ts';
import { stage } from '../../scripts/package/stage.ts';

const top = join(import.meta.dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'towline-packages-'));
const key = join(work, 'release.pem');
const out = { here: join(work, 'a'), elsewhere: join(work, 'a longer name/b') };

function make(sources: string, target: string, before: readonly string[], umask = '022') {
  const env = { ...process.env, SOURCE_DATE_EPOCH: '1790000000', TOWLINE_VERSION: '0.1.0~git20260921.abc' };
  const args = ['--import', 'tsx', 'scripts/package.ts', '--only', 'agent', '--out', target, '--sign', key];
  const words = [...before, process.execPath, ...args];
  return spawnSync('sh', ['-c', 'umask "$0"; exec "$@"', umask, ...words], {
    cwd: sources,
    env,
    encoding: 'utf8',
  });
}

const leftOver = () => readdirSync(work).filter((name) => name.startsWith('.towline-package-'));

/** Two makings from the same sources: in another folder, forty days later, and with another umask. */
before(() => {
  writeFileSync(key, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const elsewhere = join(work, 'other place/sources');
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: top,
    encoding: 'utf8',
  });
  for (const file of files.trim().split('\n')) {
    if (statSync(join(top, file), { throwIfNoEntry: false }) === undefined) continue;
    mkdirSync(join(elsewhere, dirname(file)), { recursive: true });
    cpSync(join(top, file), join(elsewhere, file));
  }
  symlinkSync(join(top, 'node_modules'), join(elsewhere, 'node_modules'));
  for (const run of [
    make(top, out.here, []),
    make(elsewhere, out.elsewhere, ['faketime', '-f', '+40d'], '077'),
  ])
    assert.equal(run.status, 0, run.stderr);
});
after(() => rmSync(work, { recursive: true, force: true }));

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
const deb = () => join(out.here, filesOf(out.here).find((name) => name.endsWith('.deb')) ?? '');

test('packages made elsewhere and later are the same bytes', () => {
  const names = filesOf(out.here);
  assert.deepEqual(filesOf(out.elsewhere), names);
  assert.ok(names.length >= 9, names.join());
  for (const name of names)
    assert.ok(readFileSync(join(out.here, name)).equals(readFileSync(join(out.elsewhere, name))), name);
});

test('the sums are right and openssl verifies their signature, and no other text', () => {
  execFileSync('sha256sum', ['--check', '--strict', '--quiet', 'SHA256SUMS'], { cwd: out.here });
  const listed = readFileSync(join(out.here, 'SHA256SUMS'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.slice(66));
  assert.deepEqual(
    listed.sort(),
    filesOf(out.here).filter((name) => !name.startsWith('SHA256SUMS')),
  );
  const pub = join(work, 'release.pub');
  execFileSync('openssl', ['pkey', '-in', key, '-pubout', '-out', pub]);
  const verify = (file: string) =>
    spawnSync('openssl', [
      'pkeyutl',
      '-verify',
      '-pubin',
      '-inkey',
      pub,
      '-rawin',
      '-in',
      file,
      '-sigfile',
      join(out.here, 'SHA256SUMS.sig'),
    ]).status;
  assert.equal(verify(join(out.here, 'SHA256SUMS')), 0);
  assert.notEqual(verify(join(out.here, 'towline-agent.mjs')), 0);
});

test("the Debian package holds what a router needs, root's, and leaves agent.toml to the admin", () => {
  const listed = execFileSync('dpkg-deb', ['--contents', deb()], { encoding: 'utf8' }).trim().split('\n');
  for (const line of listed)
    assert.match(line, /^[-dl]r[w-]xr-xr-x root\/root |^-rw-r--r-- root\/root |^lrwxrwxrwx root\/root /);
  const paths = listed.map((line) => line.split(/\s+/)[5]).filter((path) => !path?.endsWith('/'));
  for (const path of [
    './usr/bin/towline-agent',
    './usr/lib/towline/towline-agent.mjs',
    './etc/towline/agent.toml',
    './usr/lib/systemd/system/towline-agent.service',
    './usr/lib/systemd/system/towline-wireguard@.service',
  ])
    assert.ok(paths.includes(path), path);
  const control = join(work, 'control');
  execFileSync('dpkg-deb', ['--control', deb(), control]);
  assert.equal(readFileSync(join(control, 'conffiles'), 'utf8'), '/etc/towline/agent.toml\n');
  assert.deepEqual(readdirSync(control).sort(), [
    'conffiles',
    'control',
    'md5sums',
    'postinst',
    'postrm',
    'prerm',
  ]);
  const root = join(work, 'root');
  execFileSync('dpkg-deb', ['--extract', deb(), root]);
  execFileSync('md5sum', ['--check', '--strict', '--quiet', join(control, 'md5sums')], { cwd: root });
  assert.match(
    execFileSync(join(root, 'usr/lib/towline/towline-agent.mjs'), ['--help'], { encoding: 'utf8' }),
    /root-helper/,
  );
});

test("Alpine's recipe lays out what it says", () => {
  const place = join(work, 'abuild');
  const [source, target] = [join(place, 'src'), join(place, 'pkg')];
  mkdirSync(source, { recursive: true });
  const script = `set -eu
    cd "$1/alpine"; . ./APKBUILD
    echo "$sha512sums" | sha512sum --check --strict --quiet
    tar -xzf "$source" -C "$2"; cd "$2/$pkgname-$pkgver"; pkgdir=$3; package
    for script in $install; do [ -x "$1/alpine/$script" ]; done`;
  execFileSync('sh', ['-c', script, 'abuild', out.here, source, target]);
  const laid = readdirSync(target, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(target.length + 1));
  assert.deepEqual(laid.sort(), [...alpineFiles].sort());
  assert.equal(alpineVersion('0.1.0'), '0.1.0');
  assert.equal(alpineVersion('0.1.0~git20261130073432.73108b5.changed'), '0.1.0_git20261130073432');
});

for (const [what, args, reason] of [
  ['a signing key of another kind', ['--sign', 'other.pem'], /is no Ed25519 key: 'openssl genpkey/],
  ['a signing key that is not there', ['--sign', 'missing.pem'], /no such file/i],
  ['an unknown part', ['--only', 'nothing'], /^Usage:/],
] as const)
  test(`${what} is refused, and packages of before stay`, () => {
    const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    writeFileSync(join(work, 'other.pem'), pem);
    const kept = join(work, 'kept');
    mkdirSync(kept, { recursive: true });
    writeFileSync(join(kept, 'old.deb'), 'old');
    writeFileSync(join(kept, 'SHA256SUMS'), `${'0'.repeat(64)}  towline-agent.mjs\n`);
    const words = args.map((arg) => (arg.endsWith('.pem') ? join(work, arg) : arg));
    const run = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'scripts/package.ts', '--out', kept, '--only', 'agent', ...words],
      { cwd: top, encoding: 'utf8' },
    );
    assert.notEqual(run.status, 0);
    assert.match(run.stderr, reason);
    assert.deepEqual(readdirSync(kept).sort(), ['SHA256SUMS', 'old.deb']);
    assert.deepEqual(leftOver(), []);
  });

test('packages of before are replaced, and nothing is left of how', () => {
  writeFileSync(join(out.here, 'old.deb'), 'old');
  const names = filesOf(out.elsewhere);
  const run = make(top, out.here, []);
  assert.equal(run.status, 0, run.stderr);
  assert.deepEqual(filesOf(out.here), names);
  assert.deepEqual(leftOver(), []);
});

for (const [what, files] of [
  ['somebody else has files in', { 'thesis.txt': 'all of it' }],
  ["has somebody else's SHA256SUMS", { SHA256SUMS: `${'0'.repeat(64)}  debian.iso\n` }],
] as const)
  test(`a folder that ${what} is no place for packages, and stays`, () => {
    const home = mkdtempSync(join(work, 'home-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), text);
    const { status, stderr } = make(top, home, []);
    assert.equal(status, 1);
    assert.match(stderr, /^package: .*home-.* is no folder of packages, and would be removed: give --out/);
    assert.deepEqual(readdirSync(home), Object.keys(files));
  });

test("the controller's package holds its native module and what it needs, and nothing besides", async () => {
  const { files, fields } = await controllerDeb(top, {
    shell: [],
    forRouters: [deb()],
    manifest: join(top, 'package.json'),
  });
  const paths = new Set(files.map(({ to }) => to));
  const lib = 'usr/lib/towline';
  for (const path of [
    'dist/controller/main.js',
    'dist/towline-renderer.cjs',
    'dist/templates/bird/bird.conf.njk',
    'node_modules/better-sqlite3/build/Release/better_sqlite3.node',
    'node_modules/bindings/package.json',
    'node_modules/@peculiar/x509/package.json',
    'node_modules/tsyringe/node_modules/tslib/package.json',
    'package.json',
  ])
    assert.ok(paths.has(`${lib}/${path}`), path);
  const spare = [...paths].filter(
    (path) =>
      /node_modules\/(esbuild|typescript|tsx|@biomejs|@types|prebuild-install)\//.test(path) ||
      // They are in the bundle.
      /node_modules\/(@grpc|execa|zod)\/|dist\/(shared|bench|lab|controller\/store)\//.test(path),
  );
  assert.deepEqual(spare, []);
  assert.deepEqual(
    [...paths].filter((path) => path.endsWith('.node')),
    [`${lib}/node_modules/better-sqlite3/build/Release/better_sqlite3.node`],
  );
  assert.match(fields.Depends ?? '', /^nodejs \(>= [\d.]+\), nodejs \(<< \d+\), libc6 \(>= 2\.\d+\), /);
});

test("the controller's package is enough for a network to be made, served and described", async () => {
  const manifest = join(work, 'package.json');
  writeFileSync(manifest, '{"name":"towline","version":"0.1.0~git1","type":"module"}');
  const { files } = await controllerDeb(top, { shell: [], forRouters: [], manifest });
  const root = join(work, 'controller');
  stage(files, root, 1_790_000_000);
  // In a network and a /run of its own: a controller has its ports, its tunnel and that one's socket. In a process
  // namespace, too: a tunnel's process outlives the controller.
  const script = `set -eu; ip link set lo up; mount -t tmpfs tmpfs /run; cd "$1"
    towline() { usr/lib/towline/dist/controller/main.js --config "$PWD/controller.toml" "$@"; }
    towline init --name example --endpoint 192.0.2.1 --state-dir "$PWD/state" --network-dir "$PWD/network" >&2
    towline serve >serve.log 2>&1 & serving=$!
    trap 'cat serve.log >&2; kill "$serving"; wait "$serving" || true' EXIT
    for try in $(seq 60); do ! towline release list >/dev/null 2>&1 || break; sleep 0.2; done
    for site in aachen berlin; do towline site add "$site" >&2; towline node add "$site/$site" >&2; done
    towline commit -m first >&2; towline --version`;
  const words = [
    '--net',
    '--mount-proc',
    '--pid',
    '--fork',
    '--kill-child',
    '--',
    'bash',
    '-c',
    script,
    'test',
    root,
  ];
  const { status, stdout, stderr } = spawnSync('unshare', words, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.equal(stdout, '0.1.0~git1\n');
});

test('what is packed goes with the licences of what is in it', () => {
  const root = join(work, 'root');
  const ofAgent = readFileSync(join(root, 'usr/share/doc/towline-agent/LICENCES'), 'utf8');
  const ofController = readFileSync(join(top, 'dist/controller/LICENCES'), 'utf8');
  for (const [text, name] of [
    [ofAgent, '@grpc/grpc-js'],
    [ofAgent, 'zod'],
    [ofController, 'execa'],
    [ofController, 'nunjucks'],
  ] as const)
    assert.match(text, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\([\\w.-]+\\)\n\n.{20}`, 'ms'), name);
  assert.doesNotMatch(ofAgent, /^execa /m);
  const bare = join(work, 'bare/node_modules/x');
  mkdirSync(bare, { recursive: true });
  writeFileSync(join(bare, 'package.json'), '{"name":"x","version":"1.0.0"}');
  assert.throws(
    () => licencesOf(join(work, 'bare'), ['agent/main.ts', 'node_modules/x/a.js']),
    /^Error: x 1\.0\.0 in the program has no licence/,
  );
});

test('the libraries of a native module are those of its newest symbols', () => {
  assert.deepEqual(libraries('GLIBC_2.2.5\0GLIBC_2.34\0GLIBC_2.4\0'), ['libc6 (>= 2.34)', 'libstdc++6']);
  assert.deepEqual(libraries('none'), ['libstdc++6']);
});
