import { isPlain, plainJson } from '../../shared/plain.ts';
import type { Io } from './io.ts';

/**
 * The same streams, on which each JSON document that is written becomes one of YAML: what YAML 1.1 and 1.2 read
 * differently, such as `no` or a time, is quoted, and so is what would steer a terminal or not be seen.
 */
export async function yamlIo(io: Io): Promise<Io> {
  const { Document, Scalar, visit } = await import('yaml');
  const yamlOf = (value: unknown) => {
    const document = new Document(value, { version: '1.1', aliasDuplicateObjects: false });
    visit(document, {
      Scalar(_key, node) {
        if (typeof node.value === 'string' && !isPlain(node.value)) node.type = Scalar.QUOTE_DOUBLE;
      },
    });
    return plainJson(document.toString({ lineWidth: 0 }));
  };
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
      io.out(`---\n${yamlOf(document)}`);
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
