import { TowlineError } from '../../shared/errors.ts';
import type { ReleaseContext } from '../release/context.ts';
import type { KeyedLink } from './links.ts';
import { releaseOnly, whyNotReady } from './partial-release.ts';

export interface PskRotation {
  /** Names of links. */
  readonly links: string[];
  /** Names of links that were left alone, since an end could not take part. */
  readonly putOff: string[];
  /** 0 for none. */
  readonly release: number;
}

/**
 * Makes new pre-shared keys for links, and unless `later` a release of them that is activated at once: both ends
 * switch together, and go back together if the new key does not work. Links with an end that cannot take part are
 * left alone. Throws `conflict` if that is all of them, and what `releaseOnly` throws. Not beside anything else that
 * makes releases.
 */
export async function rotatePsks(
  context: ReleaseContext,
  isOpen: (nodeId: number) => boolean,
  links: readonly KeyedLink[],
  later: boolean,
): Promise<PskRotation> {
  const { store, keys } = context;
  const reasons = new Map<string, string | undefined>();
  const reasonOf = (name: string) => {
    if (!reasons.has(name)) reasons.set(name, whyNotReady(store, isOpen, name));
    return reasons.get(name);
  };
  const whyNot = ({ ends }: KeyedLink) => (later ? undefined : (reasonOf(ends[0]) ?? reasonOf(ends[1])));
  const chosen = links.filter((link) => whyNot(link) === undefined);
  const putOff = links.filter((link) => !chosen.includes(link)).map(({ name }) => name);
  const [first] = links;
  if (first === undefined)
    throw new TowlineError('notFound', 'no link of the newest release has a pre-shared key');
  if (chosen.length === 0) {
    throw new TowlineError(
      'conflict',
      `no key can be changed now: ${whyNot(first)}: repeat it then, or let the next release have new keys with --later`,
    );
  }
  const names = chosen.map(({ name }) => name);
  const change = () => {
    for (const { psk } of chosen) store.psks.renew(keys.master, psk);
    context.audit.note({ action: 'psk.rotated', subject: names[0] ?? '', detail: { links: names } });
  };
  if (later) {
    store.transaction(change);
    return { links: names, putOff, release: 0 };
  }
  const release = await releaseOnly(context, {
    names: new Set(chosen.flatMap(({ ends }) => ends)),
    message: `rotate the pre-shared ${names.length === 1 ? `key of ${names[0]}` : `keys of ${names.length} links`}`,
    change,
  });
  return { links: names, putOff, release };
}
