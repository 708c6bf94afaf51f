import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ControllerClient } from '../../agent/session/client.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { FetchBundleResponse } from '../../shared/gen/towline/v1/FetchBundleResponse.ts';
import { run } from '../../shared/os/run.ts';
import { manifestCodec } from '../../shared/rpc/codec.ts';
import { type Harness, startController } from '../../test/controller/harness.ts';
import { Router } from '../../test/controller/router.ts';
import type { Grounds } from './grounds.ts';
import type { Notes } from './verdict.ts';

/**
 * A controller and two routers that it knows. Files, git, database, templates' processes, gRPC, the command line and
 * `bird -p` are real; WireGuard and `ip` are fakes.
 */
export class Station {
  readonly harness: Harness;
  readonly berlin: Router;
  readonly hamburg: Router;

  private constructor(harness: Harness, berlin: Router, hamburg: Router) {
    this.harness = harness;
    this.berlin = berlin;
    this.hamburg = hamburg;
  }

  static async open(grounds: Grounds): Promise<Station> {
    const harness = await startController({ birdRun: run });
    grounds.later(() => harness.close());
    grounds.search(harness.dir);
    // What is put into the work tree is the admin's own.
    grounds.allow(harness.config.network_dir);
    const join = async (name: string) => {
      const router = await Router.join(harness, name, '--site', name);
      grounds.later(() => router.close());
      return router;
    };
    return new Station(harness, await join('berlin'), await join('hamburg'));
  }

  /** Writes a file of the inventory's work tree. */
  async write(path: string, text: string | Buffer): Promise<void> {
    const whole = join(this.harness.config.network_dir, path);
    await mkdir(dirname(whole), { recursive: true });
    await writeFile(whole, text);
  }

  /** Runs commands of `towline` as a person does, and notes what they print; resolves to their exit codes. */
  async look(notes: Notes, ...commands: readonly (readonly string[])[]): Promise<number[]> {
    const codes: number[] = [];
    for (const command of commands) {
      const { code, out, err } = await this.harness.cli(...command);
      const what = `towline ${command.join(' ').slice(0, 60)}`;
      notes.shown(what, out);
      notes.shown(what, err);
      // An error that is none of ours is printed with its stack, and a daemon's becomes an internal one.
      if (/^ {4}at /m.test(err) || /internal error/i.test(err)) notes.crash(what, err);
      codes.push(code);
    }
    return codes;
  }

  /** The controller as berlin's agent sees it, and the release that it should run. */
  client(): ControllerClient {
    const { store } = this.harness.controller;
    const { nodeId } = this.berlin.answer;
    const { berlin } = this;
    return {
      reach: async () => {},
      watch: async function* () {},
      async *fetchBundle(release, held) {
        const content = store.bundles.at(nodeId, release)?.content;
        if (content === undefined) throw new TowlineError('notFound', 'no bundle');
        const manifest = { manifest: content.manifest, signature: content.signature };
        yield { manifest } as FetchBundleResponse;
        const has = new Set(held.map((digest) => digest.toString('hex')));
        for (const { sha256 } of manifestCodec.decode(content.manifest).files)
          if (!has.has(sha256.toString('hex')))
            yield { file: { sha256, content: store.blobs.get(sha256) } } as FetchBundleResponse;
      },
      confirm: ({ release, bundleDigest, nonce }) =>
        berlin.confirm(Number(release), bundleDigest as Buffer, nonce as Buffer),
      report: (request) => berlin.report(request),
      reportAddresses: async () => ({ probeSeen: false }),
      answer: async () => {},
      fetchAgent: async function* () {},
      confirmAgent: () => Promise.reject(new Error('no order')),
      close: () => {},
    };
  }
}
