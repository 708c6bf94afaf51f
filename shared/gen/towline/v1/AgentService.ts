// Original file: proto/towline/v1/agent.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { AnswerRequestInput as _towline_v1_AnswerRequestInput, AnswerRequest as _towline_v1_AnswerRequest } from '../../towline/v1/AnswerRequest.ts';
import type { AnswerResponseInput as _towline_v1_AnswerResponseInput, AnswerResponse as _towline_v1_AnswerResponse } from '../../towline/v1/AnswerResponse.ts';
import type { ConfirmAgentRequestInput as _towline_v1_ConfirmAgentRequestInput, ConfirmAgentRequest as _towline_v1_ConfirmAgentRequest } from '../../towline/v1/ConfirmAgentRequest.ts';
import type { ConfirmAgentResponseInput as _towline_v1_ConfirmAgentResponseInput, ConfirmAgentResponse as _towline_v1_ConfirmAgentResponse } from '../../towline/v1/ConfirmAgentResponse.ts';
import type { ConfirmRequestInput as _towline_v1_ConfirmRequestInput, ConfirmRequest as _towline_v1_ConfirmRequest } from '../../towline/v1/ConfirmRequest.ts';
import type { ConfirmResponseInput as _towline_v1_ConfirmResponseInput, ConfirmResponse as _towline_v1_ConfirmResponse } from '../../towline/v1/ConfirmResponse.ts';
import type { FetchAgentRequestInput as _towline_v1_FetchAgentRequestInput, FetchAgentRequest as _towline_v1_FetchAgentRequest } from '../../towline/v1/FetchAgentRequest.ts';
import type { FetchAgentResponseInput as _towline_v1_FetchAgentResponseInput, FetchAgentResponse as _towline_v1_FetchAgentResponse } from '../../towline/v1/FetchAgentResponse.ts';
import type { FetchBundleRequestInput as _towline_v1_FetchBundleRequestInput, FetchBundleRequest as _towline_v1_FetchBundleRequest } from '../../towline/v1/FetchBundleRequest.ts';
import type { FetchBundleResponseInput as _towline_v1_FetchBundleResponseInput, FetchBundleResponse as _towline_v1_FetchBundleResponse } from '../../towline/v1/FetchBundleResponse.ts';
import type { GetChallengeRequestInput as _towline_v1_GetChallengeRequestInput, GetChallengeRequest as _towline_v1_GetChallengeRequest } from '../../towline/v1/GetChallengeRequest.ts';
import type { GetChallengeResponseInput as _towline_v1_GetChallengeResponseInput, GetChallengeResponse as _towline_v1_GetChallengeResponse } from '../../towline/v1/GetChallengeResponse.ts';
import type { ReportAddressesRequestInput as _towline_v1_ReportAddressesRequestInput, ReportAddressesRequest as _towline_v1_ReportAddressesRequest } from '../../towline/v1/ReportAddressesRequest.ts';
import type { ReportAddressesResponseInput as _towline_v1_ReportAddressesResponseInput, ReportAddressesResponse as _towline_v1_ReportAddressesResponse } from '../../towline/v1/ReportAddressesResponse.ts';
import type { ReportRequestInput as _towline_v1_ReportRequestInput, ReportRequest as _towline_v1_ReportRequest } from '../../towline/v1/ReportRequest.ts';
import type { ReportResponseInput as _towline_v1_ReportResponseInput, ReportResponse as _towline_v1_ReportResponse } from '../../towline/v1/ReportResponse.ts';
import type { WatchRequestInput as _towline_v1_WatchRequestInput, WatchRequest as _towline_v1_WatchRequest } from '../../towline/v1/WatchRequest.ts';
import type { WatchResponseInput as _towline_v1_WatchResponseInput, WatchResponse as _towline_v1_WatchResponse } from '../../towline/v1/WatchResponse.ts';

/**
 * AgentService serves the nodes. It listens on the controller's management
 * address only. A caller is the node whose management address it comes from;
 * each call but GetChallenge carries in addition the metadata keys
 * `towline-challenge-bin` (a challenge from GetChallenge, used once) and
 * `towline-signature-bin` (Ed25519 signature of the node's identity key over
 * "towline call v1\n", the network id, "\n", the node id in decimal, "\n", the
 * full method name such as "/towline.v1.AgentService/Watch", "\n", and the
 * challenge). An answer ends with the trailer `towline-next-challenge-bin`: a
 * challenge for one more call, as good as one from GetChallenge, which a caller
 * may use or leave.
 */
export interface AgentServiceClient extends grpc.Client {
  /**
   * Answer gives a node's answer to a question that its watch carried.
   */
  Answer(argument: _towline_v1_AnswerRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AnswerResponse>): grpc.ClientUnaryCall;
  Answer(argument: _towline_v1_AnswerRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_AnswerResponse>): grpc.ClientUnaryCall;
  Answer(argument: _towline_v1_AnswerRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AnswerResponse>): grpc.ClientUnaryCall;
  Answer(argument: _towline_v1_AnswerRequestInput, callback: grpc.requestCallback<_towline_v1_AnswerResponse>): grpc.ClientUnaryCall;
  /**
   * Answer gives a node's answer to a question that its watch carried.
   */
  answer(argument: _towline_v1_AnswerRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AnswerResponse>): grpc.ClientUnaryCall;
  answer(argument: _towline_v1_AnswerRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_AnswerResponse>): grpc.ClientUnaryCall;
  answer(argument: _towline_v1_AnswerRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_AnswerResponse>): grpc.ClientUnaryCall;
  answer(argument: _towline_v1_AnswerRequestInput, callback: grpc.requestCallback<_towline_v1_AnswerResponse>): grpc.ClientUnaryCall;
  
  /**
   * Confirm proves to a node that it still reaches the controller. A node calls
   * it over a new connection after it applied a bundle.
   */
  Confirm(argument: _towline_v1_ConfirmRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ConfirmResponse>): grpc.ClientUnaryCall;
  Confirm(argument: _towline_v1_ConfirmRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ConfirmResponse>): grpc.ClientUnaryCall;
  Confirm(argument: _towline_v1_ConfirmRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ConfirmResponse>): grpc.ClientUnaryCall;
  Confirm(argument: _towline_v1_ConfirmRequestInput, callback: grpc.requestCallback<_towline_v1_ConfirmResponse>): grpc.ClientUnaryCall;
  /**
   * Confirm proves to a node that it still reaches the controller. A node calls
   * it over a new connection after it applied a bundle.
   */
  confirm(argument: _towline_v1_ConfirmRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ConfirmResponse>): grpc.ClientUnaryCall;
  confirm(argument: _towline_v1_ConfirmRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ConfirmResponse>): grpc.ClientUnaryCall;
  confirm(argument: _towline_v1_ConfirmRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ConfirmResponse>): grpc.ClientUnaryCall;
  confirm(argument: _towline_v1_ConfirmRequestInput, callback: grpc.requestCallback<_towline_v1_ConfirmResponse>): grpc.ClientUnaryCall;
  
  /**
   * ConfirmAgent proves that an agent that is tried reaches the controller. It
   * calls it over a new connection.
   */
  ConfirmAgent(argument: _towline_v1_ConfirmAgentRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ConfirmAgentResponse>): grpc.ClientUnaryCall;
  ConfirmAgent(argument: _towline_v1_ConfirmAgentRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ConfirmAgentResponse>): grpc.ClientUnaryCall;
  ConfirmAgent(argument: _towline_v1_ConfirmAgentRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ConfirmAgentResponse>): grpc.ClientUnaryCall;
  ConfirmAgent(argument: _towline_v1_ConfirmAgentRequestInput, callback: grpc.requestCallback<_towline_v1_ConfirmAgentResponse>): grpc.ClientUnaryCall;
  /**
   * ConfirmAgent proves that an agent that is tried reaches the controller. It
   * calls it over a new connection.
   */
  confirmAgent(argument: _towline_v1_ConfirmAgentRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ConfirmAgentResponse>): grpc.ClientUnaryCall;
  confirmAgent(argument: _towline_v1_ConfirmAgentRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ConfirmAgentResponse>): grpc.ClientUnaryCall;
  confirmAgent(argument: _towline_v1_ConfirmAgentRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ConfirmAgentResponse>): grpc.ClientUnaryCall;
  confirmAgent(argument: _towline_v1_ConfirmAgentRequestInput, callback: grpc.requestCallback<_towline_v1_ConfirmAgentResponse>): grpc.ClientUnaryCall;
  
  /**
   * FetchAgent sends the agent that the node was told to become.
   */
  FetchAgent(argument: _towline_v1_FetchAgentRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_FetchAgentResponse>;
  FetchAgent(argument: _towline_v1_FetchAgentRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_FetchAgentResponse>;
  /**
   * FetchAgent sends the agent that the node was told to become.
   */
  fetchAgent(argument: _towline_v1_FetchAgentRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_FetchAgentResponse>;
  fetchAgent(argument: _towline_v1_FetchAgentRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_FetchAgentResponse>;
  
  /**
   * FetchBundle sends the manifest, then those files that the node lacks.
   */
  FetchBundle(argument: _towline_v1_FetchBundleRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_FetchBundleResponse>;
  FetchBundle(argument: _towline_v1_FetchBundleRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_FetchBundleResponse>;
  /**
   * FetchBundle sends the manifest, then those files that the node lacks.
   */
  fetchBundle(argument: _towline_v1_FetchBundleRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_FetchBundleResponse>;
  fetchBundle(argument: _towline_v1_FetchBundleRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_FetchBundleResponse>;
  
  /**
   * GetChallenge hands out a challenge for one call from this address. To a node
   * without a watch it may answer UNAVAILABLE with the trailer
   * `towline-retry-after-ms` (decimal): others come first, and the node shall
   * ask again after that time. A call with the metadata key `towline-urgent` is
   * not put off.
   */
  GetChallenge(argument: _towline_v1_GetChallengeRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetChallengeResponse>): grpc.ClientUnaryCall;
  GetChallenge(argument: _towline_v1_GetChallengeRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetChallengeResponse>): grpc.ClientUnaryCall;
  GetChallenge(argument: _towline_v1_GetChallengeRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetChallengeResponse>): grpc.ClientUnaryCall;
  GetChallenge(argument: _towline_v1_GetChallengeRequestInput, callback: grpc.requestCallback<_towline_v1_GetChallengeResponse>): grpc.ClientUnaryCall;
  /**
   * GetChallenge hands out a challenge for one call from this address. To a node
   * without a watch it may answer UNAVAILABLE with the trailer
   * `towline-retry-after-ms` (decimal): others come first, and the node shall
   * ask again after that time. A call with the metadata key `towline-urgent` is
   * not put off.
   */
  getChallenge(argument: _towline_v1_GetChallengeRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetChallengeResponse>): grpc.ClientUnaryCall;
  getChallenge(argument: _towline_v1_GetChallengeRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_GetChallengeResponse>): grpc.ClientUnaryCall;
  getChallenge(argument: _towline_v1_GetChallengeRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_GetChallengeResponse>): grpc.ClientUnaryCall;
  getChallenge(argument: _towline_v1_GetChallengeRequestInput, callback: grpc.requestCallback<_towline_v1_GetChallengeResponse>): grpc.ClientUnaryCall;
  
  /**
   * Report tells the controller the node's state.
   */
  Report(argument: _towline_v1_ReportRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ReportResponse>): grpc.ClientUnaryCall;
  Report(argument: _towline_v1_ReportRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ReportResponse>): grpc.ClientUnaryCall;
  Report(argument: _towline_v1_ReportRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ReportResponse>): grpc.ClientUnaryCall;
  Report(argument: _towline_v1_ReportRequestInput, callback: grpc.requestCallback<_towline_v1_ReportResponse>): grpc.ClientUnaryCall;
  /**
   * Report tells the controller the node's state.
   */
  report(argument: _towline_v1_ReportRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ReportResponse>): grpc.ClientUnaryCall;
  report(argument: _towline_v1_ReportRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ReportResponse>): grpc.ClientUnaryCall;
  report(argument: _towline_v1_ReportRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ReportResponse>): grpc.ClientUnaryCall;
  report(argument: _towline_v1_ReportRequestInput, callback: grpc.requestCallback<_towline_v1_ReportResponse>): grpc.ClientUnaryCall;
  
  /**
   * ReportAddresses tells the controller at which addresses the node is now. A
   * node calls it when a session begins, at once when one of them changes, and
   * while it shows where it is in the family that its tunnel does not use.
   */
  ReportAddresses(argument: _towline_v1_ReportAddressesRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ReportAddressesResponse>): grpc.ClientUnaryCall;
  ReportAddresses(argument: _towline_v1_ReportAddressesRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ReportAddressesResponse>): grpc.ClientUnaryCall;
  ReportAddresses(argument: _towline_v1_ReportAddressesRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ReportAddressesResponse>): grpc.ClientUnaryCall;
  ReportAddresses(argument: _towline_v1_ReportAddressesRequestInput, callback: grpc.requestCallback<_towline_v1_ReportAddressesResponse>): grpc.ClientUnaryCall;
  /**
   * ReportAddresses tells the controller at which addresses the node is now. A
   * node calls it when a session begins, at once when one of them changes, and
   * while it shows where it is in the family that its tunnel does not use.
   */
  reportAddresses(argument: _towline_v1_ReportAddressesRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ReportAddressesResponse>): grpc.ClientUnaryCall;
  reportAddresses(argument: _towline_v1_ReportAddressesRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_ReportAddressesResponse>): grpc.ClientUnaryCall;
  reportAddresses(argument: _towline_v1_ReportAddressesRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_ReportAddressesResponse>): grpc.ClientUnaryCall;
  reportAddresses(argument: _towline_v1_ReportAddressesRequestInput, callback: grpc.requestCallback<_towline_v1_ReportAddressesResponse>): grpc.ClientUnaryCall;
  
  /**
   * Watch tells a node which release is its own, and where its peers moved. It
   * stays open; it starts with the current state.
   */
  Watch(argument: _towline_v1_WatchRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_WatchResponse>;
  Watch(argument: _towline_v1_WatchRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_WatchResponse>;
  /**
   * Watch tells a node which release is its own, and where its peers moved. It
   * stays open; it starts with the current state.
   */
  watch(argument: _towline_v1_WatchRequestInput, metadata: grpc.Metadata, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_WatchResponse>;
  watch(argument: _towline_v1_WatchRequestInput, options?: grpc.CallOptions): grpc.ClientReadableStream<_towline_v1_WatchResponse>;
  
}

/**
 * AgentService serves the nodes. It listens on the controller's management
 * address only. A caller is the node whose management address it comes from;
 * each call but GetChallenge carries in addition the metadata keys
 * `towline-challenge-bin` (a challenge from GetChallenge, used once) and
 * `towline-signature-bin` (Ed25519 signature of the node's identity key over
 * "towline call v1\n", the network id, "\n", the node id in decimal, "\n", the
 * full method name such as "/towline.v1.AgentService/Watch", "\n", and the
 * challenge). An answer ends with the trailer `towline-next-challenge-bin`: a
 * challenge for one more call, as good as one from GetChallenge, which a caller
 * may use or leave.
 */
export interface AgentServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Answer gives a node's answer to a question that its watch carried.
   */
  Answer: grpc.handleUnaryCall<_towline_v1_AnswerRequest, _towline_v1_AnswerResponseInput>;
  
  /**
   * Confirm proves to a node that it still reaches the controller. A node calls
   * it over a new connection after it applied a bundle.
   */
  Confirm: grpc.handleUnaryCall<_towline_v1_ConfirmRequest, _towline_v1_ConfirmResponseInput>;
  
  /**
   * ConfirmAgent proves that an agent that is tried reaches the controller. It
   * calls it over a new connection.
   */
  ConfirmAgent: grpc.handleUnaryCall<_towline_v1_ConfirmAgentRequest, _towline_v1_ConfirmAgentResponseInput>;
  
  /**
   * FetchAgent sends the agent that the node was told to become.
   */
  FetchAgent: grpc.handleServerStreamingCall<_towline_v1_FetchAgentRequest, _towline_v1_FetchAgentResponseInput>;
  
  /**
   * FetchBundle sends the manifest, then those files that the node lacks.
   */
  FetchBundle: grpc.handleServerStreamingCall<_towline_v1_FetchBundleRequest, _towline_v1_FetchBundleResponseInput>;
  
  /**
   * GetChallenge hands out a challenge for one call from this address. To a node
   * without a watch it may answer UNAVAILABLE with the trailer
   * `towline-retry-after-ms` (decimal): others come first, and the node shall
   * ask again after that time. A call with the metadata key `towline-urgent` is
   * not put off.
   */
  GetChallenge: grpc.handleUnaryCall<_towline_v1_GetChallengeRequest, _towline_v1_GetChallengeResponseInput>;
  
  /**
   * Report tells the controller the node's state.
   */
  Report: grpc.handleUnaryCall<_towline_v1_ReportRequest, _towline_v1_ReportResponseInput>;
  
  /**
   * ReportAddresses tells the controller at which addresses the node is now. A
   * node calls it when a session begins, at once when one of them changes, and
   * while it shows where it is in the family that its tunnel does not use.
   */
  ReportAddresses: grpc.handleUnaryCall<_towline_v1_ReportAddressesRequest, _towline_v1_ReportAddressesResponseInput>;
  
  /**
   * Watch tells a node which release is its own, and where its peers moved. It
   * stays open; it starts with the current state.
   */
  Watch: grpc.handleServerStreamingCall<_towline_v1_WatchRequest, _towline_v1_WatchResponseInput>;
  
}

export interface AgentServiceDefinition extends grpc.ServiceDefinition {
  Answer: MethodDefinition<_towline_v1_AnswerRequestInput, _towline_v1_AnswerResponseInput, _towline_v1_AnswerRequest, _towline_v1_AnswerResponse>
  Confirm: MethodDefinition<_towline_v1_ConfirmRequestInput, _towline_v1_ConfirmResponseInput, _towline_v1_ConfirmRequest, _towline_v1_ConfirmResponse>
  ConfirmAgent: MethodDefinition<_towline_v1_ConfirmAgentRequestInput, _towline_v1_ConfirmAgentResponseInput, _towline_v1_ConfirmAgentRequest, _towline_v1_ConfirmAgentResponse>
  FetchAgent: MethodDefinition<_towline_v1_FetchAgentRequestInput, _towline_v1_FetchAgentResponseInput, _towline_v1_FetchAgentRequest, _towline_v1_FetchAgentResponse>
  FetchBundle: MethodDefinition<_towline_v1_FetchBundleRequestInput, _towline_v1_FetchBundleResponseInput, _towline_v1_FetchBundleRequest, _towline_v1_FetchBundleResponse>
  GetChallenge: MethodDefinition<_towline_v1_GetChallengeRequestInput, _towline_v1_GetChallengeResponseInput, _towline_v1_GetChallengeRequest, _towline_v1_GetChallengeResponse>
  Report: MethodDefinition<_towline_v1_ReportRequestInput, _towline_v1_ReportResponseInput, _towline_v1_ReportRequest, _towline_v1_ReportResponse>
  ReportAddresses: MethodDefinition<_towline_v1_ReportAddressesRequestInput, _towline_v1_ReportAddressesResponseInput, _towline_v1_ReportAddressesRequest, _towline_v1_ReportAddressesResponse>
  Watch: MethodDefinition<_towline_v1_WatchRequestInput, _towline_v1_WatchResponseInput, _towline_v1_WatchRequest, _towline_v1_WatchResponse>
}
