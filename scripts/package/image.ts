import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { bareDebianRoot, debianPackages, debianRoot, requirePrograms } from '../../bench/services/root.ts';

const { signal } = new AbortController();

/** Where the controller's base has the packages that its image needs, as apt knows it. */
const repository = '/var/cache/packages';

/** What a `Dockerfile` of ours makes, and what has to be seen of it. */
interface Image {
  readonly name: string;
  /** Files that go in, by their places in the sources. */
  readonly files: Readonly<Record<string, string>>;
  /** Folders that the base is made of, by their places in it. */
  readonly base: Readonly<Record<string, string>>;
  /** Uid and gid of its programs, as the image names them. */
  readonly user: string;
  readonly command: string;
  /** The folder that is its user's. */
  readonly state: string;
  /** More to look at, by commands that run in it: what they print. */
  readonly more: Readonly<Record<string, readonly string[]>>;
  readonly wanted: Readonly<Record<string, string>>;
}

/**
 * Builds the agent's image with buildah, on a Debian of this machine instead of Alpine, and looks at what runs in it:
 * resolves to what it saw. Throws where that is not as it has to be. As root.
 *
 * @param top folder of the sources
 * @param agent the agent as one file
 */
export async function checkAgentImage(top: string, agent: string): Promise<Record<string, string>> {
  await requirePrograms({ buildah: 'buildah', debootstrap: 'debootstrap' });
  return checkImage(top, {
    name: 'agent',
    files: { 'packages/towline-agent.mjs': agent, 'packaging/image': join(top, 'packaging/image') },
    base: { '/': await debianRoot(signal) },
    user: '990:990',
    command: 'run',
    state: '/var/lib/towline',
    more: {},
    wanted: { healthcheck: 'there', uid: '990', state: 'towline-agent 755' },
  });
}

/**
 * The same of the controller's image, on a bare Debian that apt installs the package and all that it needs on.
 *
 * @param deb the controller's package
 */
export async function checkControllerImage(top: string, deb: string): Promise<Record<string, string>> {
  await requirePrograms({ buildah: 'buildah', debootstrap: 'debootstrap' });
  return checkImage(top, {
    name: 'controller',
    files: { 'packages/towline_0_all.deb': deb },
    base: { '/': await bareDebianRoot(signal), [repository]: await debianPackages(signal) },
    user: 'towline:towline',
    command: 'serve',
    state: '/var/lib/towline',
    more: { init: ['init', '--name', 'example', '--endpoint', '192.0.2.1', '--json'] },
    wanted: { state: 'towline 700' },
  });
}

async function checkImage(top: string, image: Image): Promise<Record<string, string>> {
  const work = mkdtempSync(join(tmpdir(), 'towline-image-'));
  const buildah = async (...args: string[]) => {
    const store = ['--root', join(work, 'store'), '--runroot', join(work, 'run'), '--storage-driver', 'vfs'];
    return (
      await execa('buildah', [...store, ...args], { cwd: work, env: { BUILDAH_ISOLATION: 'chroot' } })
    ).stdout.trim();
  };
  const file = `Dockerfile.${image.name}`;
  try {
    const context = join(work, 'context');
    for (const [to, from] of Object.entries({ ...image.files, [file]: join(top, file) })) {
      mkdirSync(join(context, to, '..'), { recursive: true });
      cpSync(from, join(context, to), { recursive: true });
    }
    copyFileSync(join(top, '.dockerignore'), join(context, '.dockerignore'));
    const base = await buildah('from', 'scratch');
    for (const [to, from] of Object.entries(image.base)) await buildah('add', '--quiet', base, from, to);
    if (repository in image.base) {
      const source = join(work, 'sources.list');
      await execa('sh', ['-c', 'echo "deb [trusted=yes] file:$1 ./" >"$2"', 'sh', repository, source]);
      await buildah('copy', '--quiet', base, source, '/etc/apt/sources.list');
    }
    await buildah('commit', '--quiet', base, 'towline-base');
    await buildah('rm', base);
    const args = ['--build-arg', 'BASE=localhost/towline-base', '--format', 'docker'];
    await buildah(
      'bud',
      '--isolation',
      'chroot',
      ...args,
      '--file',
      join(context, file),
      '--tag',
      'made',
      context,
    );
    return await lookInto(buildah, image);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Runs programs in the image that was made. */
async function lookInto(
  buildah: (...args: string[]) => Promise<string>,
  { name, user, command, state, more, wanted }: Image,
): Promise<Record<string, string>> {
  const container = await buildah('from', '--pull-never', 'made');
  const inside = (...words: string[]) =>
    buildah('run', '--isolation', 'chroot', '--cap-add', 'CAP_NET_ADMIN', container, '--', ...words);
  const { Docker } = JSON.parse(await buildah('inspect', '--type', 'image', 'made')) as {
    Docker: { config: { User: string; Entrypoint: string[]; Cmd: string[]; Healthcheck?: object } };
  };
  const { User, Entrypoint, Cmd, Healthcheck } = Docker.config;
  const rights = await inside(
    ...Entrypoint.slice(0, -1),
    'grep',
    '-E',
    '^(Uid|CapEff):',
    '/proc/self/status',
  );
  const seen: Record<string, string> = {
    user: User,
    command: Cmd.join(' '),
    healthcheck: Healthcheck === undefined ? 'none' : 'there',
    version: await inside(...Entrypoint, '--version'),
    uid: /^Uid:\s+(\d+)/m.exec(rights)?.[1] ?? '',
    capabilities: /^CapEff:\s+0*(\w+)/m.exec(rights)?.[1] ?? '',
    state: await inside('stat', '-c', '%U %a', state),
    size: `${(await inside('du', '-cb', '/usr/lib/towline')).split('\n').at(-1)?.split('\t')[0]} bytes on top of the base's packages`,
  };
  for (const [what, words] of Object.entries(more)) seen[what] = await inside(...Entrypoint, ...words);
  for (const [what, value] of Object.entries({ user, command, capabilities: '1000', ...wanted })) {
    if (seen[what] !== value)
      throw new Error(
        `image of the ${name}: ${what} is ${JSON.stringify(seen[what])}, expected ${JSON.stringify(value)}`,
      );
  }
  return seen;
}
