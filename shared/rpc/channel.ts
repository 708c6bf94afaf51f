import type { ChannelOptions } from '@grpc/grpc-js';

/** Options of every client channel: half-open connections are found within 40 s. */
export const clientOptions: ChannelOptions = {
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.enable_channelz': 0,
  'grpc.max_receive_message_length': 64 * 1024 * 1024,
  'grpc.initial_reconnect_backoff_ms': 500,
  'grpc.max_reconnect_backoff_ms': 10_000,
};

/**
 * Options of every server. Keepalive is also what cures the leak of malformed sessions in Node 20's http2.
 *
 * @param maxMessageBytes largest request that is taken
 */
export function serverOptions(maxMessageBytes: number): ChannelOptions {
  return {
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 10_000,
    'grpc.enable_channelz': 0,
    'grpc.max_receive_message_length': maxMessageBytes,
    'grpc.max_concurrent_streams': 64,
    'grpc-node.max_session_memory': 16,
  };
}
