import { holdUntilEnd, keepVisible, labFolder } from './parent-script.ts';

/** A machine's disk, which outlives its reboots: what it wrote below /etc, /var/lib and /var/log. */
export function diskOf(machine: string): string {
  return `${labFolder}/disk/${machine}`;
}

/**
 * Script of a machine's process 1. Arguments: machine, further options of the overlay, folders to keep visible.
 * What must differ from this computer's /etc lies in the overlay's upper folder from the start: in a user
 * namespace the overlay cannot copy files of other owners up.
 */
export const machineScript = `set -e
name=$1 disk=${labFolder}/disk/$1 options=$2
shift 2
make_disk() {
  mkdir -p "$disk"/etc/{towline,wireguard,bird} "$disk"/{etc.work,towline,wireguard,bird,log,lib/root}
  printf '%s\\n' "$name" >"$disk/etc/hostname"
  tr -d - </proc/sys/kernel/random/uuid >"$disk/etc/machine-id"
  printf '127.0.0.1 localhost\\n127.0.1.1 %s\\n::1 localhost ip6-localhost\\n' "$name" >"$disk/etc/hosts"
  printf '# no resolver in this lab\\n' >"$disk/etc/resolv.conf"
}
${keepVisible}
hostname "$name"
[ -e "$disk" ] || make_disk
mount -t sysfs sysfs /sys
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$disk/etc,workdir=$disk/etc.work$options" /etc
for folder in towline wireguard bird; do mount --bind "$disk/$folder" "/etc/$folder"; done
mount --bind "$disk/lib" /var/lib
mount --bind "$disk/log" /var/log
for folder in /tmp /var/tmp; do mount -t tmpfs -o mode=1777 tmpfs "$folder"; done
mount -t tmpfs -o mode=0755 tmpfs /run
mkdir -m 0755 /run/bird /run/wireguard /run/lock
show
${holdUntilEnd}`;
