import { readFile } from 'node:fs/promises';
import { arch, release } from 'node:os';
import type { NodeFacts } from '../../shared/gen/towline/v1/NodeFacts.ts';
import type { Run } from '../../shared/os/run.ts';
import { agentVersion } from '../version.ts';

/** What this router runs on. What cannot be found out is empty. */
export async function readFacts(run: Run, birdProgram: string): Promise<NodeFacts> {
  return {
    agentVersion,
    kernel: release(),
    architecture: arch(),
    hardware: await hardwareName(),
    birdVersion: await birdVersion(run, birdProgram),
  };
}

async function hardwareName(): Promise<string> {
  // The device tree names boards such as the Raspberry Pi; elsewhere the distribution's name has to do.
  const model = (await readOrEmpty('/proc/device-tree/model')).replaceAll('\0', '').trim();
  if (model !== '') return model;
  return /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(await readOrEmpty('/etc/os-release'))?.[1] ?? '';
}

async function birdVersion(run: Run, program: string): Promise<string> {
  try {
    const text = await run(program, ['--version'], { timeoutMs: 5000, withErrorOutput: true });
    return /BIRD version (\S+)/.exec(text)?.[1] ?? '';
  } catch {
    return '';
  }
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}
