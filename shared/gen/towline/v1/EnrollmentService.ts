// Original file: proto/towline/v1/enrollment.proto

import type * as grpc from '@grpc/grpc-js'
import type { MethodDefinition } from '@grpc/proto-loader'
import type { EnrollRequestInput as _towline_v1_EnrollRequestInput, EnrollRequest as _towline_v1_EnrollRequest } from '../../towline/v1/EnrollRequest.ts';
import type { EnrollResponseInput as _towline_v1_EnrollResponseInput, EnrollResponse as _towline_v1_EnrollResponse } from '../../towline/v1/EnrollResponse.ts';

/**
 * EnrollmentService lets a new router ask to join. It is served over TLS on the
 * controller's public port; the router checks the hash of the server's public
 * key against its join string.
 */
export interface EnrollmentServiceClient extends grpc.Client {
  /**
   * Enroll asks to join the network. The same request is answered in the same
   * way however often it is sent; a router repeats it until it is accepted.
   */
  Enroll(argument: _towline_v1_EnrollRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_EnrollResponse>): grpc.ClientUnaryCall;
  Enroll(argument: _towline_v1_EnrollRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_EnrollResponse>): grpc.ClientUnaryCall;
  Enroll(argument: _towline_v1_EnrollRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_EnrollResponse>): grpc.ClientUnaryCall;
  Enroll(argument: _towline_v1_EnrollRequestInput, callback: grpc.requestCallback<_towline_v1_EnrollResponse>): grpc.ClientUnaryCall;
  /**
   * Enroll asks to join the network. The same request is answered in the same
   * way however often it is sent; a router repeats it until it is accepted.
   */
  enroll(argument: _towline_v1_EnrollRequestInput, metadata: grpc.Metadata, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_EnrollResponse>): grpc.ClientUnaryCall;
  enroll(argument: _towline_v1_EnrollRequestInput, metadata: grpc.Metadata, callback: grpc.requestCallback<_towline_v1_EnrollResponse>): grpc.ClientUnaryCall;
  enroll(argument: _towline_v1_EnrollRequestInput, options: grpc.CallOptions, callback: grpc.requestCallback<_towline_v1_EnrollResponse>): grpc.ClientUnaryCall;
  enroll(argument: _towline_v1_EnrollRequestInput, callback: grpc.requestCallback<_towline_v1_EnrollResponse>): grpc.ClientUnaryCall;
  
}

/**
 * EnrollmentService lets a new router ask to join. It is served over TLS on the
 * controller's public port; the router checks the hash of the server's public
 * key against its join string.
 */
export interface EnrollmentServiceHandlers extends grpc.UntypedServiceImplementation {
  /**
   * Enroll asks to join the network. The same request is answered in the same
   * way however often it is sent; a router repeats it until it is accepted.
   */
  Enroll: grpc.handleUnaryCall<_towline_v1_EnrollRequest, _towline_v1_EnrollResponseInput>;
  
}

export interface EnrollmentServiceDefinition extends grpc.ServiceDefinition {
  Enroll: MethodDefinition<_towline_v1_EnrollRequestInput, _towline_v1_EnrollResponseInput, _towline_v1_EnrollRequest, _towline_v1_EnrollResponse>
}
