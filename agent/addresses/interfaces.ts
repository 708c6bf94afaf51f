import { isManagementInterface, linkInterfacePrefix } from '../../shared/wireguard-names.ts';

/** Whether an interface is a tunnel of ours, or the loopback: its addresses are no way in from outside. */
export function isOurs(name: string): boolean {
  return name === 'lo' || name.startsWith(linkInterfacePrefix) || isManagementInterface(name);
}
