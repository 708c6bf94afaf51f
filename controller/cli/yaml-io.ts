import type { Io } from './io.ts';

/**
 * The same streams, on which each JSON document that is written becomes one of YAML: what YAML 1.1 and 1.2 read
 * differently, such as `no` or a time, is quoted.
 */
export async function yamlIo(io: Io): Promise<Io> {
  const { stringify } = await import('yaml');
  let written = '';
  return {
    ...io,
    out(text) {
      written += text;
      // Long documents come in pieces, which may end a line inside.
      if (!text.endsWith('\n')) return;
      const document = parsed(written);
      if (document === undefined) return;
      written = '';
      io.out(`---\n${stringify(document, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })}`);
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
