import { loadPackageDefinition } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import type { ProtoGrpcType as AdminTypes } from '../gen/admin.ts';
import type { ProtoGrpcType as AgentTypes } from '../gen/agent.ts';
import { descriptor } from '../gen/descriptor.ts';
import type { ProtoGrpcType as EnrollmentTypes } from '../gen/enrollment.ts';

type V1 = AdminTypes['towline']['v1'] & AgentTypes['towline']['v1'] & EnrollmentTypes['towline']['v1'];

const definition = fromJSON(descriptor, {
  longs: Number,
  enums: String,
  defaults: true,
  arrays: true,
  oneofs: true,
});

const loaded = loadPackageDefinition(definition) as unknown as { towline: { v1: V1 } };

/** The services (client constructors with a `service` definition) and messages of `towline.v1`. */
export const v1: V1 = loaded.towline.v1;
