import {
  type Answer,
  type DecodedPacket,
  type Packet,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
} from 'dns-packet';
import { z } from 'zod';

/** How the server treats a name; `late` answers after 3 s, `hang` never. */
export const modes = [
  'answer',
  'hang',
  'late',
  'refuse',
  'missing',
  'empty',
  'loop',
  'many',
  'private',
] as const;

const nameSchema = z.strictObject({
  mode: z.enum(modes).default('answer'),
  /** Seconds. */
  ttl: z.int().min(0).default(5),
  a: z.array(z.ipv4()).default([]),
  aaaa: z.array(z.ipv6()).default([]),
});

/** Names in lower case, to what is known of them. */
export const zoneSchema = z.record(z.string(), nameSchema);
export type Zone = z.input<typeof zoneSchema>;
type FullZone = z.output<typeof zoneSchema>;

const lateMs = 3000;
// Bits and codes of RFC 1035, 4.1.1.
const authoritative = 1 << 10;
const [refused, noSuchName] = [5, 3];

/** What to answer to a query, and after how many milliseconds; undefined for what is not answered. Pure. */
export function answerTo(
  query: DecodedPacket,
  zone: FullZone,
): { packet: Packet; delayMs: number } | undefined {
  const [question] = query.questions ?? [];
  if (question === undefined) return undefined;
  const known = zone[question.name.toLowerCase()];
  if (known?.mode === 'hang') return undefined;
  const code =
    known === undefined || known.mode === 'missing' ? noSuchName : known.mode === 'refuse' ? refused : 0;
  const answers = code === 0 && known !== undefined ? answersFor(question.name, question.type, known) : [];
  const packet: Packet = {
    type: 'response',
    id: query.id ?? 0,
    flags: RECURSION_AVAILABLE | authoritative | ((query.flags ?? 0) & RECURSION_DESIRED) | code,
    questions: [question],
    answers,
  };
  return { packet, delayMs: known?.mode === 'late' ? lateMs : 0 };
}

function answersFor(name: string, type: string, known: FullZone[string]): Answer[] {
  const { mode, ttl } = known;
  const records = (data: readonly string[]): Answer[] =>
    type === 'A' || type === 'AAAA' ? data.map((address) => ({ type, name, ttl, data: address })) : [];
  switch (mode) {
    case 'empty':
      return [];
    case 'loop':
      return [
        { type: 'CNAME', name, ttl, data: `loop.${name}` },
        { type: 'CNAME', name: `loop.${name}`, ttl, data: name },
      ];
    case 'many':
      return records(
        Array.from({ length: 100 }, (_, index) =>
          type === 'A' ? `203.0.113.${index + 1}` : `2001:db8:f::${index + 1}`,
        ),
      );
    case 'private':
      return records(
        type === 'A' ? ['10.255.255.1', '127.0.0.1', '169.254.1.1'] : ['fe80::1', '::1', 'fd00::dead'],
      );
    default:
      return records(type === 'A' ? known.a : known.aaaa);
  }
}
