import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { messageOf } from '../../shared/errors.ts';
import { readLink, readLinks } from '../../shared/net/link.ts';
import { CommandError } from '../../shared/os/run.ts';
import type { ApplyPorts } from '../apply/apply.ts';
import { linkFaults } from '../apply/difference.ts';
import { loopbackAddresses } from '../apply/loopbacks.ts';
import type { Bundle } from '../check/bundle.ts';
import { linksInForce } from '../path-mtu/in-force.ts';
import { unknownSessions } from '../prove/sessions.ts';
import { serviceFaults } from '../services/drift.ts';
import { readCurrent } from '../stage/current.ts';
import { filterFault } from '../system/filter-note.ts';
import { missingRules } from '../system/policy-rules.ts';
import { checkFile } from '../verify/files.ts';

/** What a look for drift needs. */
export interface DriftPorts extends ApplyPorts {
  readonly paths: { readonly current: string; readonly filterNote: string };
}

/**
 * Compares files, links, loopbacks, rules, BIRD and custom services with the bundle; resolves to what differs, a
 * line each, in a fixed order. Reads only. What cannot be compared is a difference too.
 */
export async function findDrift(ports: DriftPorts, bundle: Bundle): Promise<string[]> {
  const parts: [name: string, find: () => Promise<string[]>][] = [
    ['files', () => fileFaults(ports, bundle)],
    ['links', async () => linkFaults(linksInForce(bundle, ports.pathMtus), await runningLinks(ports))],
    ['loopbacks', () => loopbackFaults(ports, bundle)],
    ['rules', async () => (await missingRules(ports.run)).map(({ family }) => `ip ${family} rule`)],
    ['packet filter', () => filterFaults(ports)],
    ['bird', () => birdFaults(ports, bundle)],
    ['services', () => serviceFaults(ports, bundle)],
  ];
  const found: string[] = [];
  for (const [name, find] of parts) {
    const faults = await find().catch((error) => [`cannot be compared: ${messageOf(error)}`]);
    found.push(...new Set(faults.map((fault) => `${name}: ${fault}`)));
  }
  return found;
}

/** Paths of the bundle's files that are missing or have another content. */
export async function alteredFiles(bundle: Bundle): Promise<string[]> {
  const altered: string[] = [];
  for (const file of bundle.manifest.files) {
    try {
      checkFile(file, await readFile(join(bundle.folder, file.path)));
    } catch {
      altered.push(file.path);
    }
  }
  return altered.sort();
}

async function fileFaults({ paths }: DriftPorts, bundle: Bundle): Promise<string[]> {
  const current = await readCurrent(paths.current);
  return [
    ...(current === basename(bundle.folder) ? [] : [`current leads to ${current ?? 'nothing'}`]),
    ...(await alteredFiles(bundle)).map((path) => `${path} is not as it was signed`),
  ];
}

async function runningLinks({ run, wireguard }: DriftPorts) {
  return { interfaces: await readLinks(run), devices: await wireguard.state() };
}

async function loopbackFaults({ run }: DriftPorts, bundle: Bundle): Promise<string[]> {
  const lo = await readLink(run, 'lo');
  const missing = loopbackAddresses(bundle.settings).filter((address) => !lo.addresses.includes(address));
  return missing.map((address) => `lo lacks ${address}`);
}

async function filterFaults({ run, paths }: DriftPorts): Promise<string[]> {
  try {
    const fault = await filterFault(run, paths.filterNote);
    return fault === undefined ? [] : [fault];
  } catch (error) {
    // Without nft there has never been one, which the log says at start.
    if (error instanceof CommandError && error.exitCode === undefined) return [];
    throw error;
  }
}

/** BIRD does not tell its configuration: what shows another one is when it took it, and its sessions. */
async function birdFaults({ bird }: DriftPorts, { folder, manifest, settings }: Bundle): Promise<string[]> {
  const state = await bird.state();
  if (state === 'absent') return ['does not run'];
  if (state !== 'running') return [`is ${state}`];
  const otherHand = await bird.otherHand();
  const protocols = await bird.protocols();
  const missing = unknownSessions(settings, protocols);
  const files = manifest.files.filter(({ path }) => path.startsWith('bird/'));
  const texts = await Promise.all(
    files.map(({ path }) => readFile(join(folder, path), 'utf8').catch(() => '')),
  );
  const words = new Set(texts.join('\n').match(/\w+/g));
  const foreign = protocols.filter(({ name, type }) => type === 'BGP' && !words.has(name));
  return [
    ...(otherHand === undefined ? [] : [otherHand]),
    ...missing.map((name) => `runs without session ${name}`),
    ...foreign.map(({ name }) => `runs session ${name}, which no file of the bundle has`),
  ];
}
