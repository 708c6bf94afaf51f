import { messageOf } from '../../shared/errors.ts';
import type { DeviceState } from '../../shared/wireguard/types.ts';
import type { Bundle } from '../check/bundle.ts';
import type { LinkFile } from '../check/link-file.ts';
import { logEvent, type TrackerCounters, type TrackerEvent } from './events.ts';
import { limitsOf, type SettingsOfLink } from './limits.ts';
import type { LinkMemory, Moment, Transition } from './link-memory.ts';
import { newLinkMemory } from './link-memory.ts';
import type { Names } from './names.ts';
import type { TrackerOptions } from './tracker.ts';
import { transition } from './transition.ts';

/** A link and what the tracker knows of it. */
export interface LinkRecord {
  readonly peer: string;
  memory: LinkMemory;
  /** The last thing that happened. */
  last: TrackerEvent | undefined;
  /** When it last stopped working; undefined while it works. */
  downSinceMs: number | undefined;
  hintSerial: number;
  publicKey: string;
}

export interface LinksOptions
  extends Pick<
    TrackerOptions,
    | 'clock'
    | 'log'
    | 'hints'
    | 'inContact'
    | 'endpoints'
    | 'hasWay'
    | 'point'
    | 'knock'
    | 'freshMs'
    | 'onRepair'
  > {
  readonly names: Names;
  readonly counters: TrackerCounters;
  readonly random: () => number;
}

export interface Links {
  look(bundle: Bundle | undefined, devices: ReadonlyMap<string, DeviceState>): Promise<void>;
  heard(host: string, addresses: readonly string[]): void;
  ownAddressesChanged(): void;
  records(): ReadonlyMap<string, LinkRecord>;
}

export function createLinks(options: LinksOptions): Links {
  const { clock, log, names, counters } = options;
  const records = new Map<string, LinkRecord>();
  /** Interfaces by the name that their links' endpoint has. */
  const byHost = new Map<string, string[]>();
  let settings = new Map<string, SettingsOfLink>();
  let last: Bundle | undefined;

  /** Once for each bundle. */
  function take(bundle: Bundle | undefined): void {
    if (bundle === last) return;
    last = bundle;
    const tracker = bundle?.settings.tracker;
    settings = new Map(
      bundle?.settings.links.map((link) => [
        link.interface,
        { peer: link.peer, limits: limitsOf(link.tracker ?? tracker, link.bfd_interval_ms, options.freshMs) },
      ]),
    );
    const links = new Map(bundle?.links.map((link) => [link.interface, link]));
    for (const name of records.keys()) if (!links.has(name)) records.delete(name);
    byHost.clear();
    for (const [name, { peer }] of links) {
      if (peer.endpoint?.kind !== 'name') continue;
      const { host } = peer.endpoint;
      byHost.set(host, [...(byHost.get(host) ?? []), name]);
    }
    names.keepOnly(new Set(byHost.keys()));
    if (bundle !== undefined)
      options.endpoints.keepOnly(new Set([...settings.values()].map(({ peer }) => peer)));
  }

  function happened(record: LinkRecord, event: TrackerEvent): void {
    record.last = event;
    logEvent(log, event);
  }

  async function lookAt(bundle: Bundle, link: LinkFile, device: DeviceState | undefined): Promise<void> {
    const { interface: name } = link;
    const running = device?.peers.find(({ publicKey }) => publicKey === link.peer.publicKey);
    const own = settings.get(name) ?? { peer: '', limits: limitsOf(undefined, undefined, options.freshMs) };
    if (running === undefined) return;
    const record = recordOf(name, own.peer, link.peer.publicKey);
    const spec = link.peer.endpoint;
    const node = spec?.kind === 'hint' ? spec.node : own.peer;
    const moment: Moment = {
      nowMs: clock.monotonic(),
      random: options.random(),
      limits: own.limits,
      hasWay: options.hasWay,
    };
    const hint = options.hints.all().get(node);
    if (hint !== undefined && hint.serial !== record.hintSerial) {
      record.hintSerial = hint.serial;
      counters.hints++;
      const reason = hint.left ? 'the peer left its address' : 'the controller sees the peer elsewhere';
      const to = hint.addresses.join(' ');
      happened(record, eventOf('hint', name, record, running.endpoint ?? '', to, reason));
    }
    const view = {
      spec,
      hint,
      inContact: options.inContact(),
      endpoint: running.endpoint,
      receivedBytes: running.receivedBytes,
      name: spec?.kind === 'name' ? names.view(spec.host) : undefined,
      remembered: options.endpoints.of(own.peer),
    };
    const done = transition(record.memory, { kind: 'look', view }, moment);
    enter(name, record, done);
    if (done.memory.state === 'up' && running.endpoint !== undefined)
      options.endpoints.worked(own.peer, running.endpoint);
    for (const action of done.actions) {
      if (action.kind === 'resolve') {
        names.ask(action.host);
        continue;
      }
      counters.sets++;
      if (action.evenIfWorking) counters.setsOnWorking++;
      await options.point(bundle, link, action.endpoint, { ...view, evenIfWorking: action.evenIfWorking });
      options.knock(name);
      const { reason } = done.memory;
      happened(record, eventOf('set', name, record, view.endpoint ?? '', action.endpoint, reason));
    }
  }

  function recordOf(name: string, peer: string, publicKey: string): LinkRecord {
    const known = records.get(name);
    if (known?.peer === peer && known.publicKey === publicKey) return known;
    const memory = newLinkMemory;
    const record = { peer, publicKey, memory, last: undefined, downSinceMs: undefined, hintSerial: 0 };
    records.set(name, record);
    return record;
  }

  function enter(name: string, record: LinkRecord, { memory }: Transition): void {
    const from = record.memory;
    const nowMs = clock.monotonic();
    if (from.sinceMs === 0 || from.state !== memory.state) {
      counters.transitions[memory.state]++;
      happened(record, eventOf('transition', name, record, from.state, memory.state, memory.reason));
    }
    if (memory.state !== 'up') record.downSinceMs ??= nowMs;
    else if (record.downSinceMs !== undefined) {
      counters.repairs++;
      const tookS = (nowMs - record.downSinceMs) / 1000;
      counters.repairedS += tookS;
      options.onRepair?.(tookS);
      const event = eventOf('repair', name, record, from.state, 'up', memory.reason);
      happened(record, { ...event, since: clock.now() - (nowMs - record.downSinceMs) });
      record.downSinceMs = undefined;
    }
    record.memory = memory;
  }

  function eventOf(
    kind: TrackerEvent['kind'],
    name: string,
    { peer, memory }: LinkRecord,
    from: string,
    to: string,
    reason: string,
  ): TrackerEvent {
    const sinceMs = memory.sinceMs === 0 ? clock.monotonic() : memory.sinceMs;
    const since = Math.round(clock.now() - (clock.monotonic() - sinceMs));
    return { kind, interface: name, peer, from, to, reason, since };
  }

  return {
    records: () => records,
    async look(bundle, devices) {
      take(bundle);
      for (const link of bundle?.links ?? []) {
        try {
          if (bundle !== undefined) await lookAt(bundle, link, devices.get(link.interface));
        } catch (error) {
          // Not at the cost of the other links; its endpoint has another turn after the pause.
          log.warn({ interface: link.interface, error: messageOf(error) }, 'tracker');
        }
      }
    },
    heard(host, addresses) {
      for (const name of byHost.get(host) ?? []) {
        const record = records.get(name);
        if (record === undefined) continue;
        const reason = addresses.length === 0 ? 'no address' : 'resolved';
        happened(record, eventOf('resolve', name, record, host, addresses.join(' '), reason));
      }
    },
    ownAddressesChanged() {
      const nowMs = clock.monotonic();
      for (const [name, record] of records) {
        const limits = settings.get(name)?.limits ?? limitsOf(undefined, undefined, options.freshMs);
        const moment = { nowMs, random: options.random(), limits, hasWay: options.hasWay };
        record.memory = transition(record.memory, { kind: 'ownAddresses' }, moment).memory;
        options.knock(name);
      }
    },
  };
}
