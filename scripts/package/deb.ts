import { createHash } from 'node:crypto';
import { lutimesSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { type PackageFile, stage } from './stage.ts';
import type { Version } from './version.ts';

/** A Debian package (deb-control(5)). */
export interface Deb {
  readonly name: string;
  readonly architecture: string;
  /** Further fields of its control file, in their order. */
  readonly fields: Readonly<Record<string, string>>;
  readonly files: readonly PackageFile[];
  /** Paths of the files that an upgrade leaves as an admin changed them. */
  readonly conffiles: readonly string[];
  /** Folder that holds the maintainer scripts, `<name>.postinst` and so on; absent if it has none. */
  readonly scripts?: string;
}

const maintainer = 'Towline developers <towline@example.net>';

/** Writes the package below `out`; resolves to its file name. Same input, same bytes. */
export async function buildDeb(deb: Deb, version: Version, out: string): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), 'towline-deb-'));
  try {
    const root = join(work, 'root');
    mkdirSync(root);
    const { scripts: folder } = deb;
    const scripts = (folder === undefined ? [] : ['postinst', 'prerm', 'postrm']).map((script) => ({
      to: `DEBIAN/${script}`,
      from: join(folder ?? '', `${deb.name}.${script}`),
      mode: 0o755,
    }));
    stage([...deb.files, ...scripts], root, version.epoch);
    const plain = deb.files.filter((file) => !('link' in file)).sort((a, b) => (a.to < b.to ? -1 : 1));
    const kilobytes = plain.reduce((sum, { to }) => sum + Math.ceil(statSync(join(root, to)).size / 1024), 0);
    const fields = {
      Package: deb.name,
      Version: version.text,
      Architecture: deb.architecture,
      Maintainer: maintainer,
      'Installed-Size': String(kilobytes),
      ...deb.fields,
    };
    const control: Record<string, string> = {
      control: `${Object.entries(fields)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n')}\n`,
      conffiles: deb.conffiles.map((path) => `${path}\n`).join(''),
      md5sums: plain
        .filter(({ to }) => !deb.conffiles.includes(`/${to}`))
        .map(({ to }) => `${md5(join(root, to))}  ${to}\n`)
        .join(''),
    };
    if (control.conffiles === '') delete control.conffiles;
    for (const [name, text] of Object.entries(control)) {
      const path = join(root, 'DEBIAN', name);
      writeFileSync(path, text, { mode: 0o644 });
      lutimesSync(path, version.epoch, version.epoch);
    }
    lutimesSync(join(root, 'DEBIAN'), version.epoch, version.epoch);
    lutimesSync(root, version.epoch, version.epoch);
    const name = `${deb.name}_${version.text}_${deb.architecture}.deb`;
    // With one thread, since the bytes depend on how many compress.
    const how = ['--root-owner-group', '--uniform-compression', '-Zxz', '-z6', '--threads-max=1'];
    await execa('dpkg-deb', [...how, '--build', root, join(out, name)], {
      env: { SOURCE_DATE_EPOCH: String(version.epoch) },
    });
    return name;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function md5(path: string): string {
  return createHash('md5').update(readFileSync(path)).digest('hex');
}
