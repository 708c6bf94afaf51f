import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LabNetwork } from '../../lab/network/network.ts';
import { type Kind, reasons, variantOf } from '../upgrades/variants.ts';
import { expect, type Steps, until } from './steps.ts';

const versions = z.object({ nodes: z.array(z.object({ node_name: z.string(), version: z.string() })) });
const run = z.object({ nodes: z.array(z.object({ state: z.string(), reason: z.string() })) });

/** A router that its service manager starts again, as the package's unit or script says. */
export interface Serviced {
  readonly network: LabNetwork;
  readonly router: string;
  /** Folder of the packages. */
  readonly packages: string;
  /** Does something while packets go through the router, until another agent runs; resolves to what was lost. */
  restarted(task: () => Promise<void>): Promise<string>;
}

/** An agent that stays, and one that hangs and one that crashes, which the service manager and the launcher take back. */
export async function tryUpgrades(
  steps: Steps,
  { network, router, packages, restarted }: Serviced,
): Promise<void> {
  const agent = readFileSync(join(packages, 'towline-agent.mjs'));
  const good = '99.0.0';
  for (const [kind, version] of [
    ['good', good],
    ['hang', '99.0.1'],
    ['crash', '99.0.2'],
  ] as const satisfies readonly (readonly [Kind, string])[])
    await steps.take(`towline agent upgrade: ${kind}`, async () => {
      const file = `/root/towline-agent-${version}.mjs`;
      const text = variantOf(agent, version, kind).toString('latin1');
      await network.lab.writeFile(network.controllerMachine, file, text);
      let reason = '';
      const words = await restarted(async () => {
        const { exitCode, stdout, stderr } = await network.towline(
          ['agent', 'upgrade', file, '--node', router, '--window', '30s', '--wait', '--json'],
          { allowFailure: true, timeoutMs: 400_000 },
        );
        expect(exitCode === (kind === 'good' ? 0 : 1), `exit code ${exitCode}: ${stdout}${stderr}`);
        reason = run.parse(JSON.parse(stdout)).nodes[0]?.reason ?? '';
      });
      if (kind !== 'good') expect(reasons[kind].test(reason), `the reason is: ${reason}`);
      await until(`${router} runs ${good}`, async () => {
        const { nodes } = versions.parse(await network.towlineJson(['agent', 'versions']));
        return nodes.find(({ node_name }) => node_name === router)?.version === good;
      });
      return kind === 'good' ? words : `${words}; back with the reason: ${reason}`;
    });
}
