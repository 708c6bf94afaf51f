import type { Enrollment } from '../enroll/store.ts';
import type { FilterConfig } from './nftables.ts';

/** The packet filter of this node; before it is enrolled there is no controller to shield. */
export function filterConfig(enrollment: Enrollment | undefined, mssClamp: boolean): FilterConfig {
  return {
    agentUid: process.getuid?.() ?? 0,
    mssClamp,
    ...(enrollment === undefined
      ? {}
      : {
          controller: {
            address: enrollment.controllerAddress,
            port: enrollment.controllerPort,
            prefix: enrollment.managementPrefix,
          },
        }),
  };
}
