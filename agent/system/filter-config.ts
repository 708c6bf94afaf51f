import type { Enrollment } from '../enroll/store.ts';
import type { FilterConfig } from './nftables.ts';

/**
 * The packet filter of this node; before it is enrolled there is no controller to shield.
 *
 * @param agentUid user that the agent runs as; whoever runs this if absent
 */
export function filterConfig(
  enrollment: Enrollment | undefined,
  mssClamp: boolean,
  agentUid = process.geteuid?.() ?? 0,
): FilterConfig {
  return {
    agentUid,
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
