import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { completionWords } from '../../controller/cli/completion-words.ts';
import { kindOf } from '../../controller/cli/kinds.ts';
import { createProgram } from '../../controller/cli/program.ts';
import { completionScript, isPlainWord, type Shell, shells } from '../../shared/cli/completion.ts';
import { describeCommands } from '../../shared/cli/describe.ts';
import { fleetOfThree } from '../controller/fleet.ts';

const silent = { out: () => undefined, err: () => undefined, env: {}, colour: false };
const program = describeCommands(createProgram(silent), kindOf);

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'towline-test-'));
  // Stands for the program: what the controller would say.
  const answers = `#!/bin/sh
[ "$1 $2" = 'completion words' ] || exit 1
case $3 in node) printf 'berlin-1\\nberlin-2\\nhamburg\\n' ;; site) echo north ;; release) printf '41\\n42\\n' ;; *) exit 1 ;; esac
`;
  writeFileSync(join(folder, 'towline'), answers);
  chmodSync(join(folder, 'towline'), 0o755);
  writeFileSync(join(folder, 'backup.age'), '');
  for (const shell of shells)
    writeFileSync(join(folder, `completion.${shell}`), completionScript(shell, program));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** What a shell does with the words that were typed, the last of which is being completed. */
const drivers: Readonly<Record<Shell, (words: readonly string[]) => string[]>> = {
  // Readline makes words of = by itself (COMP_WORDBREAKS).
  bash: (words) => [
    '-c',
    `source ./completion.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _towline; printf '%s\\n' "\${COMPREPLY[@]}"`,
    'bash',
    ...words.flatMap((word) =>
      /^--.*=/.test(word) ? word.split(/(=)/).filter((part) => part !== '') : [word],
    ),
  ],
  // Without a terminal nothing completes in zsh: what the function would offer is printed.
  zsh: (words) => [
    '-fc',
    `compdef() { : }; compset() { : }; _files() { ls }
     compadd() { [[ $1 == -a ]] && print -rl -- \${(P)2} }
     _describe() { print -rl -- \${\${(P)\${@[-1]}}%%:*} }
     source ./completion.zsh; words=("$@"); CURRENT=$#; _towline`,
    'zsh',
    ...words,
  ],
  fish: (words) => [
    '--no-config',
    '-c',
    `source completion.fish; complete -C ${JSON.stringify(words.join(' '))}`,
  ],
};

/** What a shell offers, without what would not begin with what was typed; undefined where there is no such shell. */
function offered(shell: Shell, words: readonly string[]): string[] | undefined {
  const env = { PATH: `${folder}:${process.env.PATH}`, HOME: folder, LC_ALL: 'C.UTF-8' };
  const ran = spawnSync(shell, drivers[shell](words), { cwd: folder, encoding: 'utf8', env });
  if ((ran.error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return undefined;
  assert.equal(ran.stderr, '');
  const last = (words.at(-1) ?? '').replace(/^--.*=/, '');
  return ran.stdout
    .split('\n')
    .map((line) => (line.split('\t')[0] ?? '').replace(/^--[a-z]+=/, ''))
    .filter((word) => word !== '' && word.startsWith(last))
    .sort();
}

describe('completion', () => {
  const cases: [string, string[]][] = [
    ['towline rol', ['rollback', 'rollout']],
    ['towline rollout ', ['abort', 'list', 'pause', 'resume', 'status']],
    ['towline node show ', ['berlin-1', 'berlin-2', 'hamburg']],
    ['towline node show ham', ['hamburg']],
    ['towline node show hamburg ', []],
    ['towline why berlin-1 h', ['hamburg']],
    ['towline lg berlin-1 berlin-2 ham', ['hamburg']],
    ['towline --socket /tmp/x node list --site ', ['north']],
    ['towline status --site north --group x --sta', ['--state']],
    ['towline status --state a', ['away']],
    ['towline release diff 41 4', ['41', '42']],
    ['towline activate --node=ham', ['hamburg']],
    ['towline set wireguard.m', ['wireguard.mtu']],
    ['towline set wireguard.mtu ', []],
    ['towline commit -m ', []],
    ['towline approve ', []],
    ['towline restore ba', ['backup.age']],
    ['towline ssh hamburg -- uname ', []],
    ['towline completion z', ['zsh']],
  ];
  for (const shell of shells)
    for (const [line, expected] of cases)
      it(`in ${shell} of '${line}' is ${expected.join(' ') || 'nothing'}`, (test) => {
        const found = offered(shell, line.split(' '));
        if (found === undefined) return test.skip(`no ${shell} here`);
        assert.deepEqual(found, expected);
      });

  it('offers the options of a command, and those alone, in each shell', (test) => {
    for (const shell of shells) {
      const found = offered(shell, ['towline', 'node', 'revoke', '--']);
      if (found === undefined) test.diagnostic(`no ${shell} here`);
      else
        assert.deepEqual(
          found.filter((word) => word !== '--help'),
          ['--json', '--reason', '--yaml', '--yes'],
        );
    }
  });
});

describe('what the controller says for a completion', () => {
  const fleet = fleetOfThree();
  const words = (kind: string, env: Record<string, string> = {}) =>
    completionWords(kind, { TOWLINE_CONTROLLER_CONFIG: join(fleet.harness.dir, 'controller.toml'), ...env });

  it('is names of nodes, sites and groups, and numbers of releases', async () => {
    assert.deepEqual(await words('node'), ['berlin', 'hamburg', 'munich']);
    assert.deepEqual(await words('site'), ['berlin', 'hamburg', 'munich']);
    assert.deepEqual(await words('group'), ['default']);
    assert.deepEqual(await words('release'), []);
    await fleet.harness.json('commit', '-m', 'first');
    assert.deepEqual(await words('release'), ['1']);
  });

  it('is nothing where the controller is away, its configuration broken, or the kind unknown', async () => {
    assert.deepEqual(await words('node', { TOWLINE_SOCKET: '/nowhere/admin.sock' }), []);
    assert.deepEqual(
      await words('node', { TOWLINE_CONTROLLER_CONFIG: '/nowhere', TOWLINE_SOCKET: '/x' }),
      [],
    );
    for (const kind of ['', 'constructor', 'node\n', '__proto__']) assert.deepEqual(await words(kind), []);
  });
});

describe('a word that a shell may be given', () => {
  it('is none that a shell would take apart', () => {
    for (const word of ['berlin-1', '42', 'a/b', '7H2K-9QWD']) assert.ok(isPlainWord(word), word);
    for (const word of ['$(x)', 'a b', "a'b", '', '-x', 'a\n', '`x`', 'a;b', '*'])
      assert.ok(!isPlainWord(word), word);
  });
});

it('every value of every command has a kind', () => {
  assert.throws(
    () => kindOf('node show', 'something new'),
    /no kind for something new of 'towline node show'/,
  );
});
