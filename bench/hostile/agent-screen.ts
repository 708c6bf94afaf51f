import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { saveEnrollment } from '../../agent/enroll/store.ts';
import type { AgentStatus } from '../../agent/report/status.ts';
import { projectFolder } from '../../lab/namespaces/visible-folders.ts';
import type { Grounds } from './grounds.ts';
import type { Notes } from './verdict.ts';

const key = Buffer.alloc(32, 7).toString('base64');

/** What `towline-agent status` shows on a router; the program is the one that was built. */
export class AgentScreen {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async of(grounds: Grounds): Promise<AgentScreen> {
    const folder = await grounds.place('screen');
    await mkdir(join(folder, 'run'));
    const places = `state_dir = "${folder}/state"\nruntime_dir = "${folder}/run"\n`;
    await writeFile(join(folder, 'agent.toml'), places);
    await mkdir(join(folder, 'state'));
    await saveEnrollment(join(folder, 'state/enrollment.json'), {
      ...{ join: '', networkId: 'n', nodeId: 7, nodeName: 'berlin', siteName: 'berlin', epoch: 1 },
      ...{ managementAddress: 'fd12::1:7', managementPrefix: 'fd12::/64', controllerAddress: 'fd12::1' },
      ...{ controllerPort: 7443, controllerEndpoints: ['[2001:db8::1]:51820'] },
      ...{ controllerWireguardPublicKey: key, signingPublicKey: key },
    });
    return new AgentScreen(folder);
  }

  /** Shows a status whose reason is what the agent gave, and everything else that others may have written. */
  async show(text: string, reason: string, notes: Notes): Promise<void> {
    const lastApply = { release: 1, outcome: 'refused', reason } as const;
    const link = {
      peer: text,
      interface: text,
      endpoint: text,
      handshakeAgeS: 1,
      receivedBytes: 1,
      sentBytes: 1,
    };
    const facts = { agentVersion: '0', kernel: text, architecture: '', hardware: text, birdVersion: text };
    const status: AgentStatus = {
      ...{
        updatedMs: 1,
        updatedUptimeS: 1,
        node: 'berlin',
        site: 'berlin',
        networkId: 'n',
        signingGeneration: 0,
      },
      controller: { connected: true, endpoint: null },
      families: { ipv4: { fact: 'nat', seen: text }, ipv6: { fact: 'none', seen: null } },
      tunnel: { generation: 0, reason: text },
      upgrade: { epoch: 1, number: 1, version: text, state: 'refused', reason: text },
      ...{ linkKeys: [], state: 'confirmed', step: null, reason, staged: null, lastApply },
      running: { release: 1, digest: '' },
      ...{
        birdRunning: true,
        birdState: 'running',
        quarantined: null,
        residentBytes: 1,
        metricsPort: 0,
        facts,
      },
      links: [
        {
          ...link,
          bgpState: text,
          bfdState: text,
          prefixLimitHit: false,
          tracker: null,
          mtu: null,
          pathMtu: null,
          fittingMtu: null,
          prospects: {
            ipv4: { verdict: 'doubtful', reason: text },
            ipv6: { verdict: 'impossible', reason: text },
          },
        },
      ],
      drift: [text],
    };
    await writeFile(join(this.#folder, 'run/status.json'), JSON.stringify(status));
    for (const [what, expected] of [
      [['status'], 'berlin'],
      [['status', '--json'], 'berlin'],
      [['links'], 'PEER'],
      [['links', '--json'], '"peer"'],
    ] as const) {
      const shown = await this.#run(['--config', join(this.#folder, 'agent.toml'), ...what]);
      if (!shown.includes(expected)) notes.crash(`towline-agent ${what.join(' ')}`, shown);
      notes.shown(`towline-agent ${what.join(' ')}`, shown);
    }
  }

  #run(args: readonly string[]): Promise<string> {
    const program = join(projectFolder(), 'dist/towline-agent.mjs');
    const options = { maxBuffer: 64 * 1024 * 1024 };
    return new Promise((resolve) =>
      execFile(process.execPath, [program, ...args], options, (_error, out, err) => resolve(`${out}${err}`)),
    );
  }
}
