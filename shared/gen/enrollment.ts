import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { EnrollRequestInput as _towline_v1_EnrollRequestInput, EnrollRequest as _towline_v1_EnrollRequest } from './towline/v1/EnrollRequest.ts';
import type { EnrollResponseInput as _towline_v1_EnrollResponseInput, EnrollResponse as _towline_v1_EnrollResponse } from './towline/v1/EnrollResponse.ts';
import type { EnrollmentAcceptedInput as _towline_v1_EnrollmentAcceptedInput, EnrollmentAccepted as _towline_v1_EnrollmentAccepted } from './towline/v1/EnrollmentAccepted.ts';
import type { EnrollmentAnswerInput as _towline_v1_EnrollmentAnswerInput, EnrollmentAnswer as _towline_v1_EnrollmentAnswer } from './towline/v1/EnrollmentAnswer.ts';
import type { EnrollmentDeniedInput as _towline_v1_EnrollmentDeniedInput, EnrollmentDenied as _towline_v1_EnrollmentDenied } from './towline/v1/EnrollmentDenied.ts';
import type { EnrollmentPendingInput as _towline_v1_EnrollmentPendingInput, EnrollmentPending as _towline_v1_EnrollmentPending } from './towline/v1/EnrollmentPending.ts';
import type { EnrollmentServiceClient as _towline_v1_EnrollmentServiceClient, EnrollmentServiceDefinition as _towline_v1_EnrollmentServiceDefinition } from './towline/v1/EnrollmentService.ts';
import type { NodeFactsInput as _towline_v1_NodeFactsInput, NodeFacts as _towline_v1_NodeFacts } from './towline/v1/NodeFacts.ts';
import type { TokenProofInput as _towline_v1_TokenProofInput, TokenProof as _towline_v1_TokenProof } from './towline/v1/TokenProof.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  towline: {
    v1: {
      EnrollRequest: MessageTypeDefinition<_towline_v1_EnrollRequestInput, _towline_v1_EnrollRequest>
      EnrollResponse: MessageTypeDefinition<_towline_v1_EnrollResponseInput, _towline_v1_EnrollResponse>
      EnrollmentAccepted: MessageTypeDefinition<_towline_v1_EnrollmentAcceptedInput, _towline_v1_EnrollmentAccepted>
      EnrollmentAnswer: MessageTypeDefinition<_towline_v1_EnrollmentAnswerInput, _towline_v1_EnrollmentAnswer>
      EnrollmentDenied: MessageTypeDefinition<_towline_v1_EnrollmentDeniedInput, _towline_v1_EnrollmentDenied>
      EnrollmentPending: MessageTypeDefinition<_towline_v1_EnrollmentPendingInput, _towline_v1_EnrollmentPending>
      /**
       * EnrollmentService lets a new router ask to join. It is served over TLS on the
       * controller's public port; the router checks the hash of the server's public
       * key against its join string.
       */
      EnrollmentService: SubtypeConstructor<typeof grpc.Client, _towline_v1_EnrollmentServiceClient> & { service: _towline_v1_EnrollmentServiceDefinition }
      NodeFacts: MessageTypeDefinition<_towline_v1_NodeFactsInput, _towline_v1_NodeFacts>
      TokenProof: MessageTypeDefinition<_towline_v1_TokenProofInput, _towline_v1_TokenProof>
    }
  }
}

