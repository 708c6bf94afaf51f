/**
 * Runs the tests and ends with the line `N passed, N failed` (`, N skipped` if there were any). Tests of pure
 * parts run four at a time, since half of their time is waiting; then those with whole networks (`*.lab.test.ts`), three
 * at a time; beside both, one after the other, what does little but wait for minutes (`*.long.lab.test.ts`); and last,
 * one after the other, those that count lost packets or look at what is left on the machine (`*.alone.lab.test.ts`). In
 * CI a skip is a failure.
 *
 * Usage: npm test [-- PATTERN ...]   only files whose path contains one of the patterns
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { buildTests } from './build-tests.ts';

const top = join(import.meta.dirname, '..');
const patterns = process.argv.slice(2);
const files = readdirSync(join(top, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => join('test', file))
  .filter((file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)))
  .sort();

const inLab = (file: string) => file.endsWith('.lab.test.ts');
const isLong = (file: string) => file.endsWith('.long.lab.test.ts');
const isAlone = (file: string) => file.endsWith('.alone.lab.test.ts');
const runs = {
  pure: { files: files.filter((file) => !inLab(file)), concurrency: 4 },
  long: { files: files.filter(isLong), concurrency: 1 },
  lab: { files: files.filter((file) => inLab(file) && !isLong(file) && !isAlone(file)), concurrency: 3 },
  alone: { files: files.filter(isAlone), concurrency: 1 },
};

/** Programs that tests start from the source (test/fakes/program.ts). */
const startedByTests = [
  'agent/main.ts',
  'controller/main.ts',
  'test/compile/digest-main.ts',
  'test/keys/mortal-rotation.ts',
];

// Temporary files of all tests lie in one folder, what they are compiled to in another.
const tmp = ownFolder(tmpdir(), 'towline-test-');
const compiled = ownFolder(top, '.towline-tests-');
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
] as const) {
  process.on(signal, () => process.exit(128 + number));
}

// In a process namespace of their own tests leave no process, however this one ends. Its process 1 is a bash, which
// reaps orphans: with one that does not, namespaces inside would wait for theirs for ever.
const namespace = [
  'unshare',
  '--pid',
  '--mount-proc',
  '--fork',
  '--kill-child',
  '--',
  'bash',
  '-c',
  '"$@"; exit $?',
  'test',
];
const contained = ['setpriv', '--pdeathsig', 'KILL', '--', ...(process.getuid?.() === 0 ? namespace : [])];

const programs = await buildTests(top, [...files, ...startedByTests], compiled);
const counts = { pass: 0, fail: 0, skipped: 0, todo: 0, cancelled: 0 };
await Promise.all([runAll(runs.pure).then(() => runAll(runs.lab)), runAll(runs.long)]);
await runAll(runs.alone);

/** A folder for this run, which goes with it; those of runs that were killed are swept away. */
function ownFolder(parent: string, prefix: string): string {
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    if (/^\d+$/.test(pid) && !existsSync(`/proc/${pid}`))
      rmSync(join(parent, name), { recursive: true, force: true });
  }
  const folder = join(parent, `${prefix}${process.pid}`);
  mkdirSync(folder);
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function runAll({ files, concurrency }: { files: string[]; concurrency: number }): Promise<void> {
  if (files.length === 0) return;
  const [program = '', ...args] = [...contained, process.execPath, '--enable-source-maps', '--test'];
  const run = execa(
    program,
    [
      ...args,
      `--test-concurrency=${concurrency}`,
      '--test-reporter=spec',
      ...files.map((file) => programs.get(file) ?? file),
    ],
    {
      cwd: top,
      reject: false,
      stdin: 'ignore',
      env: { FORCE_COLOR: '0', TMPDIR: tmp, TOWLINE_TESTS_COMPILED: compiled },
      stderr: ['inherit'],
      buffer: { stderr: false },
    },
  );
  run.stdout.pipe(process.stdout, { end: false });
  const { stdout, exitCode } = await run;
  for (const key of Object.keys(counts) as (keyof typeof counts)[]) {
    counts[key] += Number(new RegExp(`^. ${key} (\\d+)$`, 'm').exec(stdout)?.[1] ?? 0);
  }
  // A runner that ended badly without counting a failure has failed nevertheless.
  if (exitCode !== 0 && counts.fail + counts.cancelled === 0) counts.fail++;
}

const skipped = counts.skipped + counts.todo;
const failed = counts.fail + counts.cancelled;
if (counts.pass === 0) process.stdout.write('no test ran\n');
process.stdout.write(`${counts.pass} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
if (failed > 0 || counts.pass === 0 || (skipped > 0 && process.env.CI === 'true')) process.exitCode = 1;
