import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openManifest } from '../../shared/bundle/manifest.ts';
import { TowlineError } from '../../shared/errors.ts';
import { writeAtomically } from '../../shared/os/write-atomically.ts';
import { applyBundle } from '../apply/apply.ts';
import type { Bundle } from '../check/bundle.ts';
import type { AgentPaths } from '../config/paths.ts';
import { fetchBundle } from '../fetch/fetch.ts';
import type { Signers } from '../keys/signers.ts';
import type { ControllerClient } from '../session/client.ts';
import { readCurrent, switchCurrent } from '../stage/current.ts';
import { readHeldFiles } from '../stage/held.ts';
import { ensurePolicyRules } from '../system/policy-rules.ts';
import { checkFile } from '../verify/files.ts';
import { alteredFiles, type DriftPorts } from './find.ts';

/** What a repair needs. */
export interface RepairPorts extends DriftPorts {
  readonly paths: AgentPaths;
  readonly signers: Signers;
  readonly client: () => ControllerClient | undefined;
}

/** Brings files and machine back to the bundle, as at boot: by difference. Throws what could not be repaired. */
export async function repairDrift(ports: RepairPorts, bundle: Bundle, signal: AbortSignal): Promise<void> {
  const { paths } = ports;
  await repairFiles(ports, bundle, signal);
  await ensurePolicyRules(ports.run);
  await ports.lock.run(async () => {
    if ((await readCurrent(paths.current)) !== bundle.digest)
      await switchCurrent(paths.current, bundle.folder);
    await applyBundle(ports, undefined, bundle, signal);
  });
}

/** Content comes from another bundle that has it too, or from the controller. */
async function repairFiles(ports: RepairPorts, bundle: Bundle, signal: AbortSignal): Promise<void> {
  const altered = new Set(await alteredFiles(bundle));
  if (altered.size === 0) return;
  const held = await readHeldFiles(ports.paths.bundles);
  const files = bundle.manifest.files.filter(({ path }) => altered.has(path));
  const isHeld = files.every(({ sha256 }) => held.has(sha256.toString('hex')));
  const fetched = isHeld
    ? new Map<string, Buffer>()
    : await fetchContents(ports, bundle, new Set(held.keys()), signal);
  for (const file of files) {
    const digest = file.sha256.toString('hex');
    const content =
      fetched.get(digest) ?? (await readFile(held.get(digest) ?? join(bundle.folder, file.path)));
    checkFile(file, content);
    const path = join(bundle.folder, file.path);
    await mkdir(dirname(path), { recursive: true });
    await writeAtomically(path, content, file.mode & 0o777);
    ports.log.info({ file: file.path }, 'file of the bundle repaired');
  }
}

async function fetchContents(
  { client, signers }: RepairPorts,
  { manifest }: Bundle,
  held: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Buffer>> {
  const controller = client();
  if (controller === undefined)
    throw new TowlineError('unavailable', 'the files are on no other bundle, and the controller is away');
  const open = (signed: Parameters<typeof openManifest>[1]) => openManifest(signers.accepted(), signed);
  const fetched = await fetchBundle(controller, manifest.release, held, open, signal);
  return fetched.contents;
}
