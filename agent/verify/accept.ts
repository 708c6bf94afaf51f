import { parseBundlePath } from '../../shared/bundle/path.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { Manifest } from '../../shared/gen/towline/v1/Manifest.ts';
import { knownServices } from '../config/schema.ts';

const shippedServices: ReadonlySet<string> = new Set(knownServices);

/** The highest manifest that a node has ever accepted; it never goes back. */
export interface HighestSeen {
  readonly epoch: number;
  readonly release: number;
  /** SHA-256 of the manifest's bytes, hexadecimal. */
  readonly manifestDigest: string;
}

/** What a manifest is held against. */
export interface AcceptanceRules {
  readonly networkId: string;
  readonly nodeId: number;
  /** Epoch of the enrollment: a lower one is never accepted. */
  readonly epoch: number;
  readonly highestSeen: HighestSeen | undefined;
  /** The services that this node lets the controller configure. */
  readonly services: readonly string[];
}

/**
 * Decides whether a manifest whose signature is good may be applied here. Throws `untrusted` with the rule that
 * it breaks.
 *
 * @param manifestDigest SHA-256 of the manifest's bytes, hexadecimal
 */
export function acceptManifest(manifest: Manifest, manifestDigest: string, rules: AcceptanceRules): void {
  if (manifest.networkId !== rules.networkId) throw refused('it is of another network');
  if (manifest.nodeId !== rules.nodeId)
    throw refused(`it is for node ${manifest.nodeId}, this is ${rules.nodeId}`);
  if (manifest.epoch < rules.epoch)
    throw refused(`its epoch ${manifest.epoch} is over, ${rules.epoch} began`);
  const seen = rules.highestSeen;
  if (seen !== undefined) {
    const order = manifest.epoch - seen.epoch || manifest.release - seen.release;
    const seenText = `release ${seen.release} of epoch ${seen.epoch}`;
    if (order < 0) {
      throw refused(
        `release ${manifest.release} of epoch ${manifest.epoch} is older than ${seenText}, seen before`,
      );
    }
    if (order === 0 && manifestDigest !== seen.manifestDigest)
      throw refused(`${seenText} had another content before`);
  }
  for (const { path } of manifest.files) {
    const service = parseBundlePath(path)?.service;
    if (service !== undefined && rules.services.includes(service)) continue;
    if (service === undefined || shippedServices.has(service)) {
      throw refused(
        `it configures the service ${JSON.stringify(service ?? path)}, which agent.toml does not allow`,
      );
    }
    throw refused(
      `the bundle has files of service ${service}, which this router's agent.toml does not know: add [service.${service}] or take it out of \`services\` of the node in the inventory`,
    );
  }
}

function refused(reason: string): TowlineError {
  return new TowlineError('untrusted', `the manifest is refused: ${reason}`);
}
