import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Command, CommanderError } from 'commander';
import { agentProgram } from '../../agent/cli.ts';
import { createProgram } from '../../controller/cli/program.ts';
import { forOthers, passedOn } from '../../controller/cli/words.ts';
import { blocks, commandsIn, pages, withoutBlocks } from './markdown.ts';

const quiet = { writeOut: () => undefined, writeErr: () => undefined };

/** A program of which every command does nothing. */
function idle(name: string): Command {
  const io = { out: () => undefined, err: () => undefined, env: {}, colour: false };
  const program =
    name === 'towline' ? createProgram(io) : agentProgram(new AbortController().signal, () => undefined);
  const silence = (command: Command) => {
    command.exitOverride().configureOutput(quiet);
    const { _actionHandler: action } = command as unknown as { _actionHandler?: unknown };
    if (action) command.action(() => undefined);
    for (const child of command.commands) silence(child);
  };
  silence(program);
  return program;
}

/** What is wrong with a command line; undefined if it would run. */
async function faultOf([name = '', ...args]: readonly string[]): Promise<string | undefined> {
  // `towline status …` stands for any options.
  const words = args.filter((word) => word !== '…' && word !== '...');
  if (words.length === 0) return undefined;
  try {
    await idle(name).parseAsync(name === 'towline' ? forOthers(words) : words, { from: 'user' });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return undefined;
    return error instanceof Error ? error.message : String(error);
  }
}

/** What is wrong with the words of a command that is only mentioned: a command that is none, an option that is none. */
function faultOfMention([name = '', ...words]: readonly string[]): string | undefined {
  let command = idle(name);
  for (const word of words) {
    if (passedOn.includes(command.name()) || word === '--') return undefined;
    if (word.startsWith('--')) {
      const long = word.replace(/=.*$/, '').replace(/[^a-z-].*$/, '');
      const known = [...command.options, ...(command.parent?.options ?? [])].map((option) => option.long);
      if (!['--help', '--version', ...known].includes(long)) return `no option ${long}`;
    } else if (command.commands.length > 0 && /^[a-z][a-z-]*$/.test(word)) {
      const next = command.commands.find((child) => child.name() === word);
      if (next !== undefined) command = next;
      else if (command.registeredArguments.length === 0 && word !== 'help') return `no command ${word}`;
    }
  }
  return undefined;
}

describe('every command in the documentation', () => {
  const all = pages();

  it('in a block for a shell would run as it stands', async () => {
    const faults: string[] = [];
    let count = 0;
    for (const { path, text } of all) {
      for (const { language, lines } of blocks(text)) {
        // Examples of --help are in blocks of text, behind a $.
        const typed = language === 'sh' ? lines : lines.filter((line) => /^\s*\$ towline/.test(line));
        for (const words of typed.flatMap(commandsIn)) {
          count++;
          const fault = await faultOf(words);
          if (fault !== undefined) faults.push(`${path}: ${words.join(' ')}: ${fault}`);
        }
      }
    }
    assert.deepEqual(faults, []);
    assert.ok(count > 150, `only ${count} were found`);
  });

  it('in the text is one that there is, with options that there are', () => {
    const faults: string[] = [];
    let count = 0;
    for (const { path, text } of all) {
      for (const [, code = ''] of withoutBlocks(text).matchAll(/`([^`\n]+)`/g)) {
        for (const words of commandsIn(code.replaceAll('\\|', '|'))) {
          count++;
          const fault = faultOfMention(words);
          if (fault !== undefined) faults.push(`${path}: ${code}: ${fault}`);
        }
      }
    }
    assert.deepEqual(faults, []);
    assert.ok(count > 150, `only ${count} were found`);
  });

  it('that is wrong would be found', async () => {
    assert.match((await faultOf(['towline', 'nod', 'list'])) ?? '', /unknown command/);
    assert.match((await faultOf(['towline', 'node', 'list', '--colour'])) ?? '', /unknown option/);
    assert.match((await faultOf(['towline', 'commit'])) ?? '', /required option/);
    assert.match((await faultOf(['towline', 'node', 'show'])) ?? '', /missing required argument/);
    assert.equal(await faultOf(['towline', 'git', 'log', '--anything']), undefined);
    assert.match(faultOfMention(['towline', 'node', 'lisst']) ?? '', /no command lisst/);
    assert.match(faultOfMention(['towline-agent', 'status', '--jsn']) ?? '', /no option --jsn/);
    assert.deepEqual(
      commandsIn(`sudo -u towline towline node add 'a b' && towline plan | less # towline x`),
      [
        ['towline', 'node', 'add', 'a b'],
        ['towline', 'plan'],
      ],
    );
  });
});
