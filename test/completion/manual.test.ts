import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { commandLines, manuals } from '../../scripts/package/shell-files.ts';
import { allCommands, usageOf } from '../../shared/cli/describe.ts';

/** The page as `man` shows it, without its bold and without hyphenation; undefined where there is no program for it. */
function shown(page: string): string | undefined {
  for (const [program, args] of [
    ['mandoc', ['-T', 'ascii', '-O', 'width=200']],
    ['groff', ['-man', '-T', 'ascii', '-rLL=200n', '-P-c']],
  ] as const) {
    const ran = spawnSync(program, [...args], { input: page, encoding: 'utf8' });
    if (ran.status === 0) return ran.stdout.replaceAll(new RegExp(`.${String.fromCharCode(8)}`, 'g'), '');
  }
  return undefined;
}

describe('the manuals', () => {
  const { towline, agent } = commandLines();
  for (const [name, program] of [
    ['towline.1', towline],
    ['towline-agent.1', agent],
  ] as const) {
    const page = manuals().get(name) ?? '';

    it(`${name} has every command with its options, exit codes and files`, () => {
      const plain = page.replaceAll('\\-', '-');
      for (const command of allCommands(program).filter(({ doesSomething }) => doesSomething)) {
        assert.ok(plain.includes(`.SS ${program.name} ${usageOf(command)}\n`), command.path);
        for (const { flags, isHidden } of command.options)
          assert.ok(isHidden || plain.includes(flags), flags);
      }
      for (const section of [
        'NAME',
        'SYNOPSIS',
        'DESCRIPTION',
        'OPTIONS',
        'COMMANDS',
        'EXIT STATUS',
        'ENVIRONMENT',
        'FILES',
        'SEE ALSO',
      ])
        assert.ok(page.includes(`.SH ${section}\n`), section);
      assert.doesNotMatch(page, /[^\n\x20-\x7e]/);
    });

    it(`${name} is what mandoc takes without an error`, (test) => {
      const { stdout, error } = spawnSync('mandoc', ['-T', 'lint', '-W', 'warning'], {
        input: page,
        encoding: 'utf8',
      });
      if (error !== undefined) return test.skip('no mandoc here');
      // That man(7) wants a date, which would change the page each day, is all it has to say.
      const said = stdout.split('\n').filter((line) => line !== '' && !/missing date/.test(line));
      assert.deepEqual(said, []);
    });

    it(`${name} reads as the help does`, (test) => {
      const text = shown(page);
      if (text === undefined) return test.skip('neither mandoc nor groff here');
      assert.match(text, /EXIT STATUS/);
      if (name === 'towline.1')
        assert.match(text, /\$ towline node add fra1 --site frankfurt --endpoint fra1\.example\.net/);
    });
  }
});
