import assert from 'node:assert/strict';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { boot } from '../../agent/boot.ts';
import { runCycle } from '../../agent/cycle.ts';
import { CommandError } from '../../shared/os/run.ts';
import { never } from './cycle-fixture.ts';
import { refusal, setUpService, withRules } from './services-fixture.ts';

test('files are checked where they are staged, then put in place, then the service is reloaded', async (context) => {
  const { cycle, paths, destination, commands } = await setUpService(context, { mode: 0o640 });
  const bundle = withRules(1, { rules: 'one\n' });
  assert.equal(await cycle(bundle), 'confirmed');
  const staged = join(paths.bundles, bundle.desired.bundleDigest.toString('hex'), 'site');
  assert.deepEqual(commands, [
    `check-it --file=${staged}/rules: nothing`,
    `reload-it ${destination}/rules {other}: one\n`,
  ]);
  const { mode } = await stat(join(destination, 'rules'));
  assert.equal(mode & 0o7777, 0o640);
  assert.deepEqual(await readdir(destination), ['rules']);
});

test('a service that does not change is neither written nor reloaded', async (context) => {
  const { cycle, destination, reloads } = await setUpService(context);
  await cycle(withRules(1, { rules: 'one\n' }));
  const before = await stat(join(destination, 'rules'));
  assert.equal(await cycle(withRules(2, { rules: 'one\n' }, 'kiel')), 'confirmed');
  const now = await stat(join(destination, 'rules'));
  assert.deepEqual([now.ino, now.mtimeMs, reloads()], [before.ino, before.mtimeMs, 1]);
});

test('a changed file is put in place and the service reloaded once', async (context) => {
  const { cycle, held, reloads } = await setUpService(context);
  await cycle(withRules(1, { rules: 'one\n', more: 'x' }));
  assert.equal(await cycle(withRules(2, { rules: 'two\n', more: 'y' })), 'confirmed');
  assert.deepEqual([await held(), reloads()], ['two\n', 2]);
});

test('what the check command refuses is refused, with its command, exit code and first lines', async (context) => {
  const { cycle, failures, held, reason, reloads } = await setUpService(context);
  await cycle(withRules(1, { rules: 'one\n' }));
  const output = ['line 1: \u001b[31mno such port', '', 'x', 'x', 'x', 'x', 'the sixth'].join('\n');
  failures['check-it'] = [refusal('check-it --file=rules', output)];
  assert.equal(await cycle(withRules(2, { rules: 'two\n' })), 'refused');
  assert.equal(
    reason(),
    'service site: check-it --file=rules: exit code 1: line 1:  [31mno such port; x; x; x; x',
  );
  assert.deepEqual([await held(), reloads()], ['one\n', 1]);
});

test('a check that could not be run is no refusal: it is tried again', async (context) => {
  const { cycle, failures, reason, held } = await setUpService(context);
  failures['check-it'] = [new CommandError('check-it: not found, install it', 'check-it', undefined, '')];
  const bundle = withRules(1, { rules: 'one\n' });
  await assert.rejects(cycle(bundle), /service site: check-it: not found/);
  assert.match(reason(), /service site: check-it: not found, install it; trying again/);
  assert.equal(await cycle(bundle), 'confirmed');
  assert.equal(await held(), 'one\n');
});

test('a reload that fails takes the bundle back: the old files, reloaded', async (context) => {
  const { cycle, failures, commands, held, reason, parts } = await setUpService(context);
  await cycle(withRules(1, { rules: 'one\n' }));
  commands.length = 0;
  failures['reload-it'] = [refusal('reload-it', 'port 70000 is out of range')];
  assert.equal(await cycle(withRules(2, { rules: 'two\n', more: 'x' })), 'rolledBack');
  assert.equal(reason(), 'service site: reload-it: exit code 1: port 70000 is out of range');
  assert.equal(await held(), 'one\n');
  const contents = commands.map((command) => command.replace(/^(\S+).*: /, '$1 '));
  assert.deepEqual(contents, ['check-it one\n', 'reload-it two\n', 'reload-it one\n']);
  assert.deepEqual(parts.customServices.placed.of('site')?.files, ['rules']);
});

test('a bundle that fails for another reason takes changed files back too, and leaves unchanged ones alone', async (context) => {
  const { cycle, bird, held, reloads } = await setUpService(context);
  await cycle(withRules(1, { rules: 'one\n' }));
  bird.failures.push('bad bundle');
  assert.equal(await cycle(withRules(2, { rules: 'two\n' }, 'kiel')), 'rolledBack');
  assert.deepEqual([await held(), reloads()], ['one\n', 3]);
  bird.failures.push('bad bundle');
  assert.equal(await cycle(withRules(3, { rules: 'one\n' }, 'kiel')), 'rolledBack');
  assert.deepEqual([await held(), reloads()], ['one\n', 3]);
});

test('a service that does not come back holds no rollback up, is named, and is reloaded with the next bundle', async (context) => {
  const { cycle, failures, held, reason, reloads } = await setUpService(context);
  await cycle(withRules(1, { rules: 'one\n' }));
  failures['reload-it'] = [refusal('reload-it', 'bad'), refusal('reload-it', 'not running')];
  assert.equal(await cycle(withRules(2, { rules: 'two\n' })), 'rolledBack');
  assert.match(reason(), /exit code 1: bad; after rolling back: service site: .*: not running$/);
  assert.deepEqual([await held(), reloads()], ['one\n', 3]);
  assert.equal(await cycle(withRules(3, { rules: 'one\n' }, 'kiel')), 'confirmed');
  assert.equal(reloads(), 4);
});

test('a first bundle that is rolled back leaves no file', async (context) => {
  const { cycle, failures, destination, parts } = await setUpService(context);
  failures['reload-it'] = [refusal('reload-it', 'bad')];
  assert.equal(await cycle(withRules(1, { rules: 'one\n' })), 'rolledBack');
  assert.deepEqual(await readdir(destination), []);
  assert.equal(parts.journal.current().phase.state, 'idle');
});

test('files that a bundle has no more are removed, and no others', async (context) => {
  const { cycle, destination, failures, reloads } = await setUpService(context);
  await cycle(withRules(1, { rules: 'one\n', more: 'x' }));
  await writeFile(join(destination, 'by-hand'), 'mine');
  assert.equal(await cycle(withRules(2, { rules: 'one\n' })), 'confirmed');
  assert.deepEqual([await readdir(destination), reloads()], [['by-hand', 'rules'], 2]);
  // Without the service; that it cannot be reloaded then is no failure.
  failures['reload-it'] = [refusal('reload-it', 'no rules')];
  assert.equal(await cycle(withRules(3, {})), 'confirmed');
  assert.deepEqual([await readdir(destination), reloads()], [['by-hand'], 3]);
  assert.equal(await cycle(withRules(4, {}, 'kiel')), 'confirmed');
  assert.equal(reloads(), 3);
});

test('a file that was edited by hand is put back by the next bundle', async (context) => {
  const { cycle, destination, held, reloads } = await setUpService(context);
  await cycle(withRules(1, { rules: 'one\n' }));
  await writeFile(join(destination, 'rules'), 'edited\n');
  assert.equal(await cycle(withRules(2, { rules: 'one\n' }, 'kiel')), 'confirmed');
  assert.deepEqual([await held(), reloads()], ['one\n', 2]);
});

test('at boot the files are put back and the service is reloaded, once', async (context) => {
  const { cycle, reopened, destination, held, reloads } = await setUpService(context);
  await cycle(withRules(1, { rules: 'one\n' }));
  await boot(await reopened(), never);
  assert.equal(reloads(), 2, 'rules in the kernel do not outlive a reboot');
  await writeFile(join(destination, 'rules'), 'edited\n');
  const restarted = await reopened();
  await boot(restarted, never);
  await boot(restarted, never);
  assert.deepEqual([await held(), reloads()], ['one\n', 3]);
});

test('a service that fails at boot keeps neither links nor other bundles from coming', async (context) => {
  const { cycle, reopened, failures, wireguard, bird } = await setUpService(context);
  await cycle(withRules(1, { rules: 'one\n' }));
  wireguard.devices.clear();
  bird.calls.length = 0;
  failures['reload-it'] = [refusal('reload-it', 'no')];
  await assert.rejects(boot(await reopened(), never), /service site: reload-it: exit code 1: no/);
  assert.deepEqual([[...wireguard.devices.keys()], bird.calls], [['tl-hamburg'], ['configure']]);
});

test('an agent that ended while it tried a bundle starts with the old files', async (context) => {
  const { cycle, parts, controller, reopened, held, destination, reloads } = await setUpService(context);
  await cycle(withRules(1, { rules: 'one\n' }));
  controller.bundle = withRules(2, { rules: 'two\n', more: 'x' });
  const ended = new AbortController();
  const confirm = () => {
    ended.abort(new Error('ended'));
    return Promise.reject(new Error('ended'));
  };
  const hanging = { ...parts, openClient: () => ({ ...controller.open(), confirm }) };
  await assert.rejects(runCycle(hanging, controller.open(), controller.bundle.desired, ended.signal));
  assert.deepEqual([await held(), reloads()], ['two\n', 2]);
  await boot(await reopened(), never);
  assert.deepEqual([await held(), await readdir(destination), reloads()], ['one\n', ['rules'], 3]);
});
