import { resolve } from 'node:path';
import { Option } from 'commander';
import type { GetSigningKeysResponse } from '../../shared/gen/towline/v1/GetSigningKeysResponse.ts';
import { count } from './changes.ts';
import { admin } from './client.ts';
import { command } from './command.ts';
import type { Io } from './io.ts';
import { age, table } from './table.ts';

/** `towline keys show`: the keys that sign, and who knows them. */
export function showSigningCommand(io: Io) {
  return command(
    io,
    { usage: 'show', summary: 'show which key signs bundles, and which nodes know it', example: 'keys show' },
    async (session) => {
      const signing = await session.withDaemon((daemon) => daemon.call(admin.GetSigningKeys, {}));
      session.print(signingDocument(signing), () => renderSigning(signing));
    },
  );
}

/** `towline keys rotate signing`. */
export function rotateSigningCommand(io: Io) {
  return command<{ from?: string }>(
    io,
    {
      usage: 'signing',
      summary: 'have a new key sign bundles',
      example: ['keys rotate signing', 'keys rotate signing --from /run/credentials/new-signing-key'],
      notes: `The key before vouches for the new one, so that every node follows by itself: at once, or when it is back,
however many changes it has missed. Nodes accept both keys until 'towline keys retire signing'.
Where signing_key in controller.toml says where the key is, the daemon reads the new one from --from, once; put it
where signing_key leads before the daemon starts again.`,
    },
    async (session, { from }) => {
      const keyPath = from === undefined ? '' : resolve(from);
      const { signing } = await session.withDaemon((daemon) =>
        daemon.call(admin.RotateSigningKey, { keyPath }),
      );
      if (signing !== null) session.print(signingDocument(signing), () => renderSigning(signing));
    },
  ).addOption(new Option('--from <path>', 'where the daemon reads the new private key: 32 bytes in base64'));
}

/** `towline keys retire signing`. */
export function retireSigningCommand(io: Io) {
  return command(
    io,
    {
      usage: 'signing',
      summary: 'have nodes refuse what an earlier key signs',
      example: 'keys retire signing',
      notes: `A node that is off follows when it is back; until then it would believe the earlier key.
The controller removes the earlier key from its folder: a backup from before the change is of no use any more.`,
    },
    async (session) => {
      const { signing } = await session.withDaemon((daemon) => daemon.call(admin.RetireSigningKeys, {}));
      if (signing !== null) session.print(signingDocument(signing), () => renderSigning(signing));
    },
  );
}

function signingDocument({ keys, nodes }: GetSigningKeysResponse) {
  return {
    signing: keys.map((key, index) => ({
      generation: key.generation,
      public_key: key.publicKey.toString('base64'),
      since: new Date(key.sinceMs).toISOString(),
      state: stateOf(index, key.retired),
    })),
    nodes: nodes.map((node) => ({
      name: node.nodeName,
      generation: node.generation ?? null,
      heard_age_s: node.heardAgeS ?? null,
    })),
  };
}

function stateOf(index: number, retired: boolean): 'current' | 'accepted' | 'retired' {
  if (index === 0) return 'current';
  return retired ? 'retired' : 'accepted';
}

function renderSigning({ keys, nodes }: GetSigningKeysResponse): string {
  const current = keys[0]?.generation ?? 0;
  const rows = keys.map((key, index) => [
    `${key.generation}`,
    stateOf(index, key.retired),
    new Date(key.sinceMs).toISOString().slice(0, 10),
    key.publicKey.toString('base64'),
  ]);
  const behind = nodes.filter(({ generation }) => generation !== current);
  const lines = behind.map(({ nodeName, generation, heardAgeS }) =>
    generation === undefined || heardAgeS === undefined
      ? `${nodeName}: has not said yet which key it knows`
      : `${nodeName}: knows key ${generation}, heard ${age(heardAgeS)} ago`,
  );
  const known = `${nodes.length - behind.length} of ${count(nodes.length, 'node')} know key ${current}`;
  return `${table(['KEY', 'STATE', 'SINCE', 'PUBLIC KEY'], rows)}\n\n${[known, ...lines].join('\n')}\n`;
}
