import type * as grpc from '@grpc/grpc-js';
import type { MessageTypeDefinition } from '@grpc/proto-loader';

import type { RetirementInput as _towline_v1_RetirementInput, Retirement as _towline_v1_Retirement } from './towline/v1/Retirement.ts';
import type { SignedRetirementInput as _towline_v1_SignedRetirementInput, SignedRetirement as _towline_v1_SignedRetirement } from './towline/v1/SignedRetirement.ts';
import type { SignedSuccessionInput as _towline_v1_SignedSuccessionInput, SignedSuccession as _towline_v1_SignedSuccession } from './towline/v1/SignedSuccession.ts';
import type { SigningChainInput as _towline_v1_SigningChainInput, SigningChain as _towline_v1_SigningChain } from './towline/v1/SigningChain.ts';
import type { SuccessionInput as _towline_v1_SuccessionInput, Succession as _towline_v1_Succession } from './towline/v1/Succession.ts';

type SubtypeConstructor<Constructor extends new (...args: any) => any, Subtype> = {
  new(...args: ConstructorParameters<Constructor>): Subtype;
};

export interface ProtoGrpcType {
  towline: {
    v1: {
      Retirement: MessageTypeDefinition<_towline_v1_RetirementInput, _towline_v1_Retirement>
      SignedRetirement: MessageTypeDefinition<_towline_v1_SignedRetirementInput, _towline_v1_SignedRetirement>
      SignedSuccession: MessageTypeDefinition<_towline_v1_SignedSuccessionInput, _towline_v1_SignedSuccession>
      SigningChain: MessageTypeDefinition<_towline_v1_SigningChainInput, _towline_v1_SigningChain>
      Succession: MessageTypeDefinition<_towline_v1_SuccessionInput, _towline_v1_Succession>
    }
  }
}

