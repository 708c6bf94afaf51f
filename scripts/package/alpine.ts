import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentServices, alpineScripts } from './agent.ts';

/** The version as Alpine writes it: `0.1.0_git20261130072056`. Pure. */
export function alpineVersion(text: string): string {
  return text.replace(/~git(\d+)\..*$/, '_git$1');
}

/**
 * Writes Alpine's recipe below `out/alpine`, beside the tarball that it packs and with its sum; resolves to the files.
 *
 * @param tarball file name in `out`
 */
export function writeRecipe(top: string, out: string, version: string, tarball: string): string[] {
  const folder = join(out, 'alpine');
  mkdirSync(folder);
  const bytes = readFileSync(join(out, tarball));
  const sum = createHash('sha512').update(bytes).digest('hex');
  const source = join(top, 'packaging/alpine');
  const recipe = readFileSync(join(source, 'APKBUILD'), 'utf8')
    .replace(/^pkgver=.*$/m, `pkgver=${version}`)
    .replace(/^sha512sums=""$/m, `sha512sums="${sum}  ${tarball}"`);
  writeFileSync(join(folder, 'APKBUILD'), recipe);
  for (const script of alpineScripts) {
    copyFileSync(join(source, script), join(folder, script));
    chmodSync(join(folder, script), 0o755);
  }
  writeFileSync(join(folder, tarball), bytes);
  return ['APKBUILD', ...alpineScripts, tarball].map((name) => `alpine/${name}`);
}

/** What the recipe's package() lays out. */
export const alpineFiles: readonly string[] = [
  'etc/towline/agent.toml',
  'etc/logrotate.d/towline-agent',
  ...agentServices.map((service) => `etc/init.d/${service}`),
  'usr/bin/towline-agent',
  'usr/lib/towline/join',
  'usr/lib/towline/towline-agent.mjs',
  'usr/share/doc/towline-agent/install.md',
  'usr/share/licenses/towline-agent/LICENSE',
  'usr/share/licenses/towline-agent/LICENCES',
  'usr/share/man/man1/towline-agent.1.gz',
  'usr/share/bash-completion/completions/towline-agent',
  'usr/share/zsh/site-functions/_towline-agent',
  'usr/share/fish/vendor_completions.d/towline-agent.fish',
];
