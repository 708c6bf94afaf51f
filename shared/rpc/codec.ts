import type { MessageTypeDefinition } from '@grpc/proto-loader';
import { TowlineError } from '../errors.ts';
import type { AgentConfirmation, AgentConfirmationInput } from '../gen/towline/v1/AgentConfirmation.ts';
import type { AgentOrder, AgentOrderInput } from '../gen/towline/v1/AgentOrder.ts';
import type { Confirmation, ConfirmationInput } from '../gen/towline/v1/Confirmation.ts';
import type { EnrollmentAnswer, EnrollmentAnswerInput } from '../gen/towline/v1/EnrollmentAnswer.ts';
import type { Manifest, ManifestInput } from '../gen/towline/v1/Manifest.ts';
import type { ReportRequest, ReportRequestInput } from '../gen/towline/v1/ReportRequest.ts';
import type { Retirement, RetirementInput } from '../gen/towline/v1/Retirement.ts';
import type { Secrets, SecretsInput } from '../gen/towline/v1/Secrets.ts';
import type { SignedManifest, SignedManifestInput } from '../gen/towline/v1/SignedManifest.ts';
import type { Succession, SuccessionInput } from '../gen/towline/v1/Succession.ts';
import type { TunnelMove, TunnelMoveInput } from '../gen/towline/v1/TunnelMove.ts';
import { v1 } from './protocol.ts';

/** Turns a message into protobuf bytes and back. `decode` throws a TowlineError on bytes that are none. */
export interface Codec<Input, Output> {
  encode(message: Input): Buffer;
  decode(bytes: Uint8Array): Output;
}

function codec<Input, Output>(
  name: string,
  type: MessageTypeDefinition<Input, Output>,
): Codec<Input, Output> {
  return {
    encode: (message) => type.serialize(message),
    decode: (bytes) => {
      try {
        return type.deserialize(Buffer.from(bytes));
      } catch (cause) {
        throw new TowlineError('invalid', `these bytes are no ${name}`, { cause });
      }
    },
  };
}

export const manifestCodec = codec<ManifestInput, Manifest>('manifest', v1.Manifest);
export const signedManifestCodec = codec<SignedManifestInput, SignedManifest>(
  'signed manifest',
  v1.SignedManifest,
);
export const secretsCodec = codec<SecretsInput, Secrets>('list of secrets', v1.Secrets);
export const enrollmentAnswerCodec = codec<EnrollmentAnswerInput, EnrollmentAnswer>(
  'enrollment answer',
  v1.EnrollmentAnswer,
);
export const confirmationCodec = codec<ConfirmationInput, Confirmation>('confirmation', v1.Confirmation);
export const reportCodec = codec<ReportRequestInput, ReportRequest>('report', v1.ReportRequest);
export const successionCodec = codec<SuccessionInput, Succession>('change of the signing key', v1.Succession);
export const retirementCodec = codec<RetirementInput, Retirement>('end of signing keys', v1.Retirement);
export const agentOrderCodec = codec<AgentOrderInput, AgentOrder>(
  'order to become another agent',
  v1.AgentOrder,
);
export const agentConfirmationCodec = codec<AgentConfirmationInput, AgentConfirmation>(
  'confirmation of an agent',
  v1.AgentConfirmation,
);
export const tunnelMoveCodec = codec<TunnelMoveInput, TunnelMove>('move of the tunnel', v1.TunnelMove);
