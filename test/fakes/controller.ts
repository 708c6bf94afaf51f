import type { ControllerClient } from '../../agent/session/client.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { AnswerRequestInput } from '../../shared/gen/towline/v1/AnswerRequest.ts';
import type { ReportAddressesRequestInput } from '../../shared/gen/towline/v1/ReportAddressesRequest.ts';
import type { ReportRequestInput } from '../../shared/gen/towline/v1/ReportRequest.ts';
import { signConfirmation } from '../../shared/rpc/confirmation.ts';
import { type MadeBundle, networkId, nodeId, signing } from './bundles.ts';

/** Stands for the controller as the agent's client sees it. */
export class FakeController {
  bundle: MadeBundle | undefined;
  /** Whether it answers confirmations. */
  isReachable = true;
  /** Hexadecimal SHA-256 of the files that were sent. */
  readonly sent: string[] = [];
  readonly confirmed: number[] = [];
  readonly reports: ReportRequestInput[] = [];
  readonly addresses: ReportAddressesRequestInput[] = [];
  readonly answers: AnswerRequestInput[] = [];

  readonly open = (): ControllerClient => ({
    reach: async () => {
      if (!this.isReachable) throw new TowlineError('unavailable', 'no connection established');
    },
    watch: async function* () {},
    fetchBundle: (_release, held) => this.#fetch(new Set(held.map((digest) => digest.toString('hex')))),
    confirm: async ({ release, nonce }) => {
      if (!this.isReachable) throw new TowlineError('unavailable', 'no connection established');
      this.confirmed.push(Number(release));
      return signConfirmation(signing.privateKey, {
        networkId,
        nodeId,
        release: Number(release),
        nonce: Buffer.from(nonce as Buffer),
        timeMs: Date.now(),
      });
    },
    report: async (request) => {
      this.reports.push(request);
    },
    reportAddresses: async (request) => {
      this.addresses.push(request);
      return { probeSeen: false };
    },
    answer: async (request) => {
      this.answers.push(request);
    },
    fetchAgent: async function* () {},
    confirmAgent: () => Promise.reject(new TowlineError('conflict', 'there is no order')),
    close: () => {},
  });

  async *#fetch(held: ReadonlySet<string>) {
    if (this.bundle === undefined) throw new TowlineError('notFound', 'no bundle');
    yield { manifest: this.bundle.signed };
    for (const [digest, content] of this.bundle.contents) {
      if (held.has(digest)) continue;
      this.sent.push(digest);
      yield { file: { sha256: Buffer.from(digest, 'hex'), content } };
    }
  }
}
