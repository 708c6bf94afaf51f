import type { Cut, Kind, Place } from '../cut.ts';

interface LinkText {
  readonly address?: string;
  readonly publicKey?: string;
  readonly allowedIps?: string;
  readonly port?: string;
}

/** Files of the bundle itself: loopbacks, and the link that carries the way to the controller or takes it. */
export const linkFiles: readonly Cut[] = [
  settings('loopback-controller', 'dual', 'the controller’s public addresses as loopbacks', (at) => ({
    v4: at.controllerV4,
    v6: at.controllerV6,
  })),
  settings('loopback-inner', 'dual', 'the controller’s management address as a loopback', (at) => ({
    v6: at.inner,
  })),
  link('link-wrong-key', 'behind', 'a wrong key on the link that the way depends on', () => ({
    publicKey: 'b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcm90aGVyMTI=',
  })),
  link('link-allowed-ips', 'behind', 'AllowedIPs too narrow on the link that the way depends on', () => ({
    allowedIps: 'fe80::/10, ff00::/8, 10.0.0.0/8',
  })),
  {
    name: 'link-way-blackhole',
    on: 'behind',
    // Merely taken away it is no cut: wireguard-go keeps to the interface that the last packet came in by.
    how: 'BIRD with a black hole in the place of the route over the link that the way depends on',
    templates: (at) => ({
      'bird/static.conf': `ipv4 table tl_main4;
protocol static way4 {
  ipv4 { table tl_main4; };
  route ${at.controllerV4}/32 blackhole;
}
protocol kernel tl_learn4 {
  kernel table 254;
  scan time 10;
  ipv4 { table tl_main4; import none; export all; };
}
`,
    }),
  },
  {
    name: 'link-filtered',
    on: 'behind',
    how: 'a packet filter that drops what the link that the way depends on should carry',
    templates: (at) => ({
      'nftables/nftables.conf': `{% extends "above" %}{% block rules %}
table inet site {
  chain output { type filter hook output priority 0; oifname "tl-hub" ip daddr ${at.controllerV4} drop; }
}
{% endblock %}`,
    }),
  },
];

function settings(
  name: string,
  on: Kind,
  how: string,
  loopbacks: (at: Place) => { readonly v4?: string; readonly v6?: string },
): Cut {
  return {
    name,
    on,
    how,
    templates: (at) => {
      const { v4 = '{{ node.loopback_v4 }}', v6 = '{{ node.loopback_v6 }}' } = loopbacks(at);
      return {
        'agent/settings.toml': `node = "{{ node.name }}"
loopback_v4 = "${v4}"
loopback_v6 = "${v6}"
mss_clamp = {{ mss_clamp }}
drift = "{{ drift }}"
{% for link in links %}
[[links]]
peer = "{{ link.peer }}"
interface = "{{ link.interface }}"
session = "{{ link.session }}"
{% endfor -%}
`,
      };
    },
  };
}

function link(name: string, on: Kind, how: string, text: (at: Place) => LinkText): Cut {
  return { name, on, how, templates: (at) => ({ 'wireguard/link.conf': linkFile(text(at)) }) };
}

function linkFile({
  address = '{{ link.addresses | join(", ") }}',
  publicKey = '{{ link.public_key }}',
  allowedIps = '0.0.0.0/0, ::/0',
  port = '{{ link.listen_port }}',
}: LinkText): string {
  return `[Interface]
PrivateKey = @private
ListenPort = ${port}
FwMark = {{ link.fwmark }}
Address = ${address}
MTU = {{ link.mtu }}

[Peer]
PublicKey = ${publicKey}
{%- if link.psk %}
PresharedKey = {{ link.psk }}
{%- endif %}
AllowedIPs = ${allowedIps}
{%- if link.endpoint %}
Endpoint = {{ link.endpoint }}
{%- endif %}
{%- if link.keepalive %}
PersistentKeepalive = {{ link.keepalive }}
{%- endif %}
`;
}
