/**
 * Writes the packages into `packages/`: the agent as one file, as a Debian package, as a tarball and as Alpine's recipe,
 * the controller as a Debian package for this machine's architecture, and SHA256SUMS of them. From the same commit it
 * writes the same bytes, wherever and whenever it runs.
 *
 * Usage: npm run package [-- --out DIR] [--only agent] [--node] [--sign KEYFILE]
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { buildAgent } from './build-agent.ts';
import { agentDeb, agentTree } from './package/agent.ts';
import { alpineVersion, writeRecipe } from './package/alpine.ts';
import { controllerDeb } from './package/controller.ts';
import { buildDeb } from './package/deb.ts';
import { checkAgentImage, checkControllerImage } from './package/image.ts';
import { licencesOf } from './package/licences.ts';
import { nodeDebs } from './package/node-deb.ts';
import { checkNodes } from './package/nodes.ts';
import { shellFiles } from './package/shell-files.ts';
import { readSigningKey, signSums, writeSums } from './package/sums.ts';
import { buildTarball } from './package/tarball.ts';
import { versionOf } from './package/version.ts';

const top = join(import.meta.dirname, '..');

const usage = `Usage: npm run package [-- --out DIR] [--only agent] [--node] [--sign KEYFILE]
       npm run package -- --check-image | --check-nodes

  --out DIR        where the packages go instead of packages/: they replace a folder of packages, or an empty one
  --only agent     not the controller
  --node           towline-node too: a Node for routers whose distribution has an older one; npm brings it
  --sign KEYFILE   sign SHA256SUMS with an Ed25519 key (PEM)
  --check-image    build both images with buildah on Debians of this machine, and look into them (root, minutes)
  --check-nodes    start the agent on this Node, 22 and 24, which npm brings

Example: openssl genpkey -algorithm ed25519 -out release.pem && npm run package -- --sign release.pem
`;

interface Options {
  readonly sign?: string | undefined;
  readonly only?: string | undefined;
  readonly node?: boolean | undefined;
}

/** Throws for a folder that holds anything but packages of before: it is about to be replaced. */
function requirePackages(out: string): void {
  if (!existsSync(out) || readdirSync(out).length === 0) return;
  const sums = join(out, 'SHA256SUMS');
  if (existsSync(sums) && readFileSync(sums, 'utf8').includes('  towline-agent.mjs\n')) return;
  throw new Error(
    `${out} is no folder of packages, and would be removed: give --out an empty or a new folder`,
  );
}

async function makePackages(out: string, options: Options) {
  requirePackages(out);
  const key = options.sign === undefined ? undefined : readSigningKey(resolve(options.sign));
  const version = await versionOf(top);
  // Beside the other, whose place it takes at the end: an interrupted run leaves the old one whole.
  mkdirSync(dirname(out), { recursive: true });
  const beside = mkdtempSync(join(dirname(out), '.towline-package-'));
  const work = join(beside, 'new');
  try {
    mkdirSync(work);
    const agent = join(work, 'towline-agent.mjs');
    const inputs = await buildAgent(agent, version.text);
    const licences = join(work, 'LICENCES');
    writeFileSync(licences, licencesOf(top, inputs));
    const shellFolder = join(work, 'shell');
    const ofAgent = shellFiles('towline-agent', shellFolder);
    const plainVersion = alpineVersion(version.text);
    const tarball = await buildTarball(
      `towline-agent-${plainVersion}`,
      agentTree(top, { program: agent, licences, shell: ofAgent }),
      version,
      work,
    );
    const deb = await buildDeb(agentDeb(top, { program: agent, licences, shell: ofAgent }), version, work);
    const names = ['towline-agent.mjs', deb, tarball, ...writeRecipe(top, work, plainVersion, tarball)];
    if (options.node === true) names.push(...(await nodeDebs(work)));
    if (options.only === undefined) {
      await execa('npm', ['run', '--silent', 'build'], { cwd: top, stdio: ['ignore', 'inherit', 'inherit'] });
      const shell = shellFiles('towline', shellFolder);
      const forRouters = [deb, tarball].map((name) => join(work, name));
      const manifest = join(shellFolder, 'package.json');
      writeFileSync(
        manifest,
        `${JSON.stringify({ name: 'towline', version: version.text, type: 'module' })}\n`,
      );
      names.push(await buildDeb(await controllerDeb(top, { shell, forRouters, manifest }), version, work));
    }
    rmSync(shellFolder, { recursive: true });
    rmSync(licences);
    writeSums(work, names);
    if (key !== undefined) signSums(work, key);
    chmodSync(work, 0o755);
    if (existsSync(out)) renameSync(out, join(beside, 'old'));
    renameSync(work, out);
    return { version: version.text, out, names };
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      only: { type: 'string' },
      node: { type: 'boolean' },
      sign: { type: 'string' },
      'check-image': { type: 'boolean' },
      'check-nodes': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) process.stdout.write(usage);
  else if (positionals.length > 0 || (values.only !== undefined && values.only !== 'agent')) {
    process.stderr.write(usage);
    process.exitCode = 2;
  } else if (values['check-image'] === true || values['check-nodes'] === true) {
    const work = mkdtempSync(join(top, '.towline-package-'));
    try {
      const out = join(work, 'packages');
      const { names } = await makePackages(out, values['check-image'] === true ? {} : { only: 'agent' });
      const agent = join(out, 'towline-agent.mjs');
      const show = (seen: Record<string, string>) => {
        for (const [what, value] of Object.entries(seen)) process.stdout.write(`${what}: ${value}\n`);
      };
      if (values['check-image'] === true) {
        show(await checkAgentImage(top, agent));
        const deb = names.find((name) => name.startsWith('towline_')) ?? '';
        show(await checkControllerImage(top, join(out, deb)));
      }
      if (values['check-nodes'] === true) show(await checkNodes(agent));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  } else {
    const { version, out, names } = await makePackages(resolve(values.out ?? join(top, 'packages')), values);
    process.stdout.write(`${version}:\n${names.map((name) => `  ${join(out, name)}\n`).join('')}`);
  }
} catch (error) {
  process.stderr.write(`package: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
