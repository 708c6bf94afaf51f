/** A server of grpc-js alone: it answers each method of AgentService at once, and knows nothing. Says its port. */
import { Server, ServerCredentials, type ServerWritableStream } from '@grpc/grpc-js';
import type { AgentServiceHandlers } from '../../shared/gen/towline/v1/AgentService.ts';
import type { WatchRequest } from '../../shared/gen/towline/v1/WatchRequest.ts';
import type { WatchResponseInput } from '../../shared/gen/towline/v1/WatchResponse.ts';
import { serverOptions } from '../../shared/rpc/channel.ts';
import { v1 } from '../../shared/rpc/protocol.ts';

const watches = new Set<ServerWritableStream<WatchRequest, WatchResponseInput>>();
const challenge = Buffer.alloc(32, 1);
const signature = Buffer.alloc(64, 2);
/** As large as the bundles of the other cases. */
const content = Buffer.alloc(15_600, 'x');
const handlers: AgentServiceHandlers = {
  GetChallenge: (_call, done) => done(null, { challenge }),
  Watch: (call) => {
    watches.add(call);
    call.on('cancelled', () => watches.delete(call));
  },
  FetchBundle: (call) => {
    call.write({ file: { sha256: challenge, content } });
    call.end();
  },
  Confirm: (_call, done) => done(null, { confirmation: signature, signature }),
  Report: (_call, done) => done(null, {}),
  ReportAddresses: (_call, done) => done(null, {}),
  Answer: (_call, done) => done(null, {}),
  FetchAgent: (call) => call.end(),
  ConfirmAgent: (_call, done) => done(null, { confirmation: signature, signature }),
};
const server = new Server(serverOptions(1_000_000));
server.addService(v1.AgentService.service, handlers);
server.bindAsync('[::1]:0', ServerCredentials.createInsecure(), (_error, port) => process.send?.(port));
process.on('disconnect', () => process.exit());
process.on('message', () => {
  const desiredRelease = { release: 2, epoch: 1, bundleDigest: challenge };
  for (const watch of watches) watch.write({ desiredRelease });
});
