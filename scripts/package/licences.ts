import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ofPackage = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/;
const isLicence = (name: string) => /^(licen[cs]e|copying|notice)\b/i.test(name);

/**
 * The licences of the npm packages that went into a program, which ask to go where the program goes. Throws if one of
 * them has none.
 *
 * @param top folder of the sources
 * @param inputs files that the program was made of, as seen from `top`
 */
export function licencesOf(top: string, inputs: readonly string[]): string {
  const folders = [...new Set(inputs.flatMap((path) => ofPackage.exec(path)?.[0] ?? []))].sort();
  const texts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(top, folder, 'package.json'), 'utf8'));
    const files = readdirSync(join(top, folder)).filter(isLicence).sort();
    if (files.length === 0)
      throw new Error(`${name} ${version} in the program has no licence that could go with it`);
    const words = files.map((file) => readFileSync(join(top, folder, file), 'utf8').trim());
    return `${name} ${version} (${license})\n\n${words.join('\n\n')}\n`;
  });
  return ['The program holds these packages of others:\n', ...texts].join(`\n${'-'.repeat(78)}\n\n`);
}
