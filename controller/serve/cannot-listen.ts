import { messageOf, TowlineError } from '../../shared/errors.ts';

/** Why an address cannot be listened on, in one line, with the key of controller.toml that names it. */
export function cannotListen(address: string, setting: string, cause: unknown): TowlineError {
  const message = messageOf(cause);
  const [code] = /address already in use/i.test(message)
    ? ['EADDRINUSE']
    : (/E[A-Z]{3,}/.exec(message) ?? []);
  const words = code === undefined ? message.split('\n')[0] : (reasons[code] ?? code);
  const reason = takesRight(address) ? `${words}, or this user lacks CAP_NET_BIND_SERVICE` : words;
  const way = `set ${setting} in controller.toml to another, or free it ('ss -lntup' shows who has it)`;
  return new TowlineError('failed', `cannot listen on ${address}: ${reason}: ${way}`, { cause });
}

/** Whether the port is one that not everybody may have; wireguard-go says that those are in use. */
function takesRight(address: string): boolean {
  const port = Number(/[: ](\d+)$/.exec(address)?.[1] ?? 0);
  return port > 0 && port < 1024 && process.geteuid?.() !== 0;
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program has it',
  EACCES: 'permission denied',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOENT: 'its folder is not there',
};
