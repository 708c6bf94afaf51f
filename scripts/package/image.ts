import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { debianRoot, requirePrograms } from '../../bench/services/root.ts';

/**
 * Builds the agent's image with buildah, on a Debian of this machine instead of Alpine, and looks at what runs in it:
 * resolves to what it saw. Throws where that is not as it has to be. As root.
 *
 * @param agent the agent as one file
 */
export async function checkImage(top: string, agent: string): Promise<Record<string, string>> {
  await requirePrograms({ buildah: 'buildah', debootstrap: 'debootstrap' });
  const root = await debianRoot(new AbortController().signal);
  const work = mkdtempSync(join(tmpdir(), 'towline-image-'));
  const buildah = async (...args: string[]) => {
    const store = ['--root', join(work, 'store'), '--runroot', join(work, 'run'), '--storage-driver', 'vfs'];
    return (
      await execa('buildah', [...store, ...args], { cwd: work, env: { BUILDAH_ISOLATION: 'chroot' } })
    ).stdout.trim();
  };
  try {
    const context = join(work, 'context');
    mkdirSync(join(context, 'packages'), { recursive: true });
    copyFileSync(agent, join(context, 'packages/towline-agent.mjs'));
    cpSync(join(top, 'packaging/image'), join(context, 'packaging/image'), { recursive: true });
    for (const name of ['Dockerfile.agent', '.dockerignore'])
      copyFileSync(join(top, name), join(context, name));
    const base = await buildah('from', 'scratch');
    await buildah('add', '--quiet', base, root, '/');
    await buildah('commit', '--quiet', base, 'towline-base');
    await buildah('rm', base);
    const file = join(context, 'Dockerfile.agent');
    const args = [
      '--build-arg',
      'BASE=localhost/towline-base',
      '--format',
      'docker',
      '--file',
      file,
      '--tag',
      'towline-agent',
    ];
    await buildah('bud', '--isolation', 'chroot', ...args, context);
    const container = await buildah('from', '--pull-never', 'towline-agent');
    const inside = (...command: string[]) =>
      buildah('run', '--isolation', 'chroot', '--cap-add', 'CAP_NET_ADMIN', container, '--', ...command);
    const { Docker } = JSON.parse(await buildah('inspect', '--type', 'image', 'towline-agent')) as {
      Docker: { config: { User: string; Entrypoint: string[]; Cmd: string[]; Healthcheck?: object } };
    };
    const { User, Entrypoint, Cmd, Healthcheck } = Docker.config;
    const program = Entrypoint.slice(0, -1);
    const rights = await inside(...program, 'grep', '-E', '^(Uid|CapEff):', '/proc/self/status');
    const seen = {
      user: User,
      command: Cmd.join(' '),
      healthcheck: Healthcheck === undefined ? 'none' : 'there',
      version: await inside(...Entrypoint, '--version'),
      uid: /^Uid:\s+(\d+)/m.exec(rights)?.[1] ?? '',
      capabilities: /^CapEff:\s+0*(\w+)/m.exec(rights)?.[1] ?? '',
      ownFiles: await inside('stat', '-c', '%U %a', '/var/lib/towline'),
      size: `${(await inside('du', '-cb', '/usr/lib/towline')).split('\n').at(-1)?.split('\t')[0]} bytes on top of the base's packages`,
    };
    const wanted = {
      user: '990:990',
      command: 'run',
      healthcheck: 'there',
      uid: '990',
      capabilities: '1000',
      ownFiles: 'towline-agent 755',
    };
    for (const [what, value] of Object.entries(wanted)) {
      const found = seen[what as keyof typeof seen];
      if (found !== value)
        throw new Error(`image: ${what} is ${JSON.stringify(found)}, expected ${JSON.stringify(value)}`);
    }
    return seen;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
