import { readdir, readFile } from 'node:fs/promises';
import { bad, type Check, type Finding, good, warn } from '../../shared/doctor/finding.ts';
import { hostFinding } from '../../shared/doctor/host.ts';
import { messageOf } from '../../shared/errors.ts';
import { readSysctl } from '../../shared/net/sysctl.ts';
import { compareVersions, leastVersions } from '../../shared/versions.ts';
import { replyText } from '../bird/reply.ts';
import type { BirdSocket } from '../bird/socket.ts';
import type { Enrollment } from '../enroll/store.ts';
import type { AgentStatus } from '../report/status.ts';

const prepare = 'systemctl restart towline-prepare (as root: towline-agent prepare)';

export function kernelCheck(release: string): Check {
  const look = async () =>
    (compareVersions(release, leastVersions.kernel) ?? 0) < 0
      ? bad(
          'kernel',
          `Linux ${release}, at least ${leastVersions.kernel} is needed`,
          'apt full-upgrade, and reboot',
        )
      : good('kernel', `Linux ${release}`);
  return { name: 'kernel', look };
}

/** Looks whether BIRD answers, and takes what it is told. */
export function birdCheck(socket: BirdSocket, path: string): Check {
  const check = 'BIRD';
  const look = async (): Promise<Finding> => {
    try {
      const text = replyText(await socket('show status', 3000));
      const [, version = ''] = /BIRD ([\d.]+)/.exec(text) ?? [];
      return good(check, `runs${version === '' ? '' : `, ${version}`}, answers at ${path}`);
    } catch (error) {
      return warn(
        check,
        messageOf(error),
        "once there is a bundle the agent starts it; 'systemctl status towline-bird', and stop the distribution's bird.service",
      );
    }
  };
  return { name: check, look };
}

/** Looks at what the kernel does with packets: forwarding, and no strict check of where they come from. */
export function sysctlCheck(): Check {
  const wanted: readonly (readonly [name: string, value: string])[] = [
    ['net/ipv4/ip_forward', '1'],
    ['net/ipv6/conf/all/forwarding', '1'],
    ['net/ipv6/conf/lo/disable_ipv6', '0'],
  ];
  const look = async (): Promise<Finding[]> => {
    const found = await Promise.all(
      wanted.map(async ([name, value]) => ({
        name: name.replaceAll('/', '.'),
        value,
        is: await readSysctl(name),
      })),
    );
    const wrong = found.filter(({ value, is }) => is !== value);
    const strict = await strictInterfaces();
    return [
      wrong.length === 0
        ? good('sysctls', 'forwarding of IPv4 and IPv6, IPv6 on')
        : bad(
            'sysctls',
            wrong.map(({ name, is, value }) => `${name} is ${is ?? 'not there'}, not ${value}`).join('; '),
            prepare,
          ),
      strict.length === 0
        ? good('rp_filter', 'strict on no interface')
        : bad(
            'rp_filter',
            `strict on ${strict.join(' ')}: it drops what comes in by another way than it goes out`,
            `sysctl -w ${strict.map((name) => `net.ipv4.conf.${name}.rp_filter=2`).join(' ')}`,
          ),
    ];
  };
  return { name: 'sysctls', look };
}

/** The kernel takes the larger of an interface's own value and that of `all` (ip-sysctl). */
async function strictInterfaces(): Promise<string[]> {
  const all = Number((await readSysctl('net/ipv4/conf/all/rp_filter')) ?? 0);
  const names = await readdir('/proc/sys/net/ipv4/conf').catch(() => [] as string[]);
  const interfaces = names.filter((name) => !['all', 'default', 'lo'].includes(name)).sort();
  const values = await Promise.all(
    interfaces.map(async (name) => ({
      name,
      value: Math.max(all, Number((await readSysctl(`net/ipv4/conf/${name}/rp_filter`)) ?? 0)),
    })),
  );
  return values.filter(({ value }) => value === 1).map(({ name }) => name);
}

/** Looks at who this router is, and whether it can find and hear its controller. */
export function controllerCheck(
  enrollment: () => Promise<Enrollment | undefined>,
  status: () => Promise<AgentStatus | undefined>,
): Check {
  const check = 'controller';
  const look = async (): Promise<Finding[]> => {
    const known = await enrollment();
    if (known === undefined)
      return [
        warn(
          'enrollment',
          'this router is no node yet',
          "towline-agent enroll 'JOIN STRING', as 'towline status' on the controller shows it",
        ),
      ];
    const names = await Promise.all(known.controllerEndpoints.map(endpointFinding));
    return [
      good('enrollment', `node ${known.nodeName} of site ${known.siteName}`),
      ...names,
      contact(check, known, await status()),
    ];
  };
  return { name: check, look };
}

function contact(
  check: string,
  { controllerEndpoints }: Enrollment,
  status: AgentStatus | undefined,
): Finding {
  if (status === undefined)
    return bad(check, 'the agent does not run, so nobody asks it', 'systemctl start towline-agent');
  if (status.controller.connected)
    return good(check, `answers over UDP, from ${status.controller.endpoint ?? 'its tunnel'}`);
  const ports = [
    ...new Set(controllerEndpoints.map((endpoint) => endpoint.slice(endpoint.lastIndexOf(':') + 1))),
  ];
  return bad(
    check,
    'is not heard',
    `see that the controller runs, and that UDP ${ports.join(', ')} gets out of here and into there; nc -uvz does not tell, WireGuard answers nobody whom it does not know`,
  );
}

/** @param endpoint `host:port` */
function endpointFinding(endpoint: string): Promise<Finding> {
  const name = `endpoint ${endpoint}`;
  const host = endpoint.slice(0, endpoint.lastIndexOf(':')).replace(/^\[|\]$/g, '');
  return hostFinding(
    name,
    host,
    `see that the resolver works without a tunnel: cat /etc/resolv.conf; getent ahosts ${host}`,
  );
}

/** The agent's status file; undefined where none is to be had. */
export async function lastStatus(path: string): Promise<AgentStatus | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as AgentStatus;
  } catch {
    return undefined;
  }
}
