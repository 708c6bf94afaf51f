import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseBundlePath } from '../../shared/bundle/path.ts';
import type { Finding } from '../../shared/gen/towline/v1/Finding.ts';
import { plainly } from '../../shared/os/capabilities.ts';
import { CommandError, hasCrashed, type Run } from '../../shared/os/run.ts';

/** A node with the files of its bundle, path to text. */
export interface RenderedNode {
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
}

export interface BirdCheck {
  /** Configurations that BIRD has looked at. */
  readonly checked: number;
  /** Those that it does not take, sorted by node; or that there is no BIRD. */
  readonly findings: readonly Finding[];
}

export interface BirdCheckOptions {
  readonly signal?: AbortSignal;
  /** Called after each node with the number of those that are done. */
  readonly progress?: (done: number) => void;
}

/** Processes side by side: a check takes a millisecond a file, most of it BIRD's start. */
const concurrency = 2;
const timeoutMs = 30_000;
const start = 'bird.conf';

/**
 * Gives the BIRD configuration of each node to the real `bird -p`. It takes the nodes one after the other, so that
 * the caller need not hold all of them at once. Where BIRD is not installed it says so, once. Rejects if the
 * signal aborts or the temporary folder cannot be written.
 */
export async function checkBirds(
  run: Run,
  nodes: Iterable<RenderedNode> | AsyncIterable<RenderedNode>,
  { signal, progress }: BirdCheckOptions = {},
): Promise<BirdCheck> {
  const findings: Finding[] = [];
  const state = { checked: 0, missing: false };
  const source = Symbol.asyncIterator in nodes ? nodes[Symbol.asyncIterator]() : nodes[Symbol.iterator]();
  const work = async () => {
    while (!state.missing) {
      const { done, value } = await source.next();
      if (done === true) return;
      signal?.throwIfAborted();
      try {
        const finding = await checkBird(run, value, signal);
        if (finding !== undefined) findings.push(finding);
        // Apart from the call, whose arguments nobody looks at without a listener.
        state.checked++;
        progress?.(state.checked);
      } catch (error) {
        if (!isMissing(error)) throw error;
        state.missing = true;
      }
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: concurrency }, work));
  const failed = workers.find((worker) => worker.status === 'rejected');
  // An abandoned generator would keep what it holds open.
  if (failed !== undefined || state.missing) await source.return?.();
  if (failed !== undefined) throw failed.reason;
  findings.sort((a, b) => ((a.nodes[0] ?? '') < (b.nodes[0] ?? '') ? -1 : 1));
  if (state.missing) findings.push({ kind: 'warning', nodes: [], text: notInstalled });
  return { checked: state.checked, findings };
}

const notInstalled =
  'the BIRD configurations were not checked: there is no bird on this machine; install the package bird2 here';

/**
 * Gives one node's BIRD configuration to `bird -p`, in a folder of its own that nobody else can read and that is
 * gone afterwards. Resolves to what BIRD objects to, if anything. Rejects with CommandError if there is no BIRD.
 */
export async function checkBird(
  run: Run,
  node: RenderedNode,
  signal?: AbortSignal,
): Promise<Finding | undefined> {
  // mkdtemp makes it 0700.
  const folder = await mkdtemp(join(tmpdir(), 'towline-bird-'));
  try {
    const files = await writeBirdFiles(folder, node.files);
    if (!files.includes(start)) return finding(node.name, `bird/${start} is missing`);
    const options = { timeoutMs, withErrorOutput: true, ...(signal === undefined ? {} : { signal }) };
    await run(...plainly('bird', ['-p', '-c', join(folder, 'bird', start)]), options);
    return undefined;
  } catch (error) {
    if (!(error instanceof CommandError) || isMissing(error)) throw error;
    signal?.throwIfAborted();
    if (hasCrashed(error))
      return finding(
        node.name,
        'BIRD crashes on its configuration, as BIRD 2.0 does on a text of 8 KB: shorten it',
      );
    return finding(node.name, objection(error, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeBirdFiles(folder: string, files: ReadonlyMap<string, string>): Promise<string[]> {
  const written: string[] = [];
  await mkdir(join(folder, 'bird'), { mode: 0o700 });
  for (const [path, text] of files) {
    const parsed = parseBundlePath(path);
    if (parsed?.service !== 'bird') continue;
    await writeFile(join(folder, 'bird', parsed.file), text, { mode: 0o600 });
    written.push(parsed.file);
  }
  return written;
}

function finding(node: string, text: string): Finding {
  return { kind: 'bird', nodes: [node], text: `node ${node}: ${text}` };
}

/** BIRD's own words, its file names as they are in the bundle: `bird/ebgp.conf:12:3: syntax error`. */
function objection(error: CommandError, folder: string): string {
  const lines = error.output.split('\n').map((line) => line.replaceAll(`${folder}/`, '').trim());
  const line = lines.find((candidate) => candidate.includes('bird/')) ?? lines.find((one) => one !== '');
  if (line === undefined) return error.message.replaceAll(`${folder}/`, '');
  return line
    .replace(/^bird: /, '')
    .replace(/^(bird\/\S+:\d+:\d+) /, '$1: ')
    .slice(0, 500);
}

function isMissing(error: unknown): boolean {
  if (!(error instanceof CommandError)) return false;
  if (error.exitCode === undefined) return /: not found, /.test(error.message);
  // In the words of the program that starts it without capabilities.
  return /^setpriv: failed to execute bird: No such file/.test(error.output);
}
