import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hasGuard } from '../../controller/tunnel/guard.ts';
import { CommandError, type Run } from '../../shared/os/run.ts';
import { controllerTunnel } from '../fakes/controller-tunnel.ts';
import { FakeWireGuard } from '../fakes/wireguard.ts';

/** A machine whose nft knows one table. */
function machine() {
  const state = { isThere: false, given: 0, fails: undefined as Error | undefined };
  const run: Run = async (command, args) => {
    if (command === 'ip' && args.includes('show'))
      return JSON.stringify([{ ifname: 'tlmgmt', ifindex: 2, flags: ['UP'], mtu: 1280, addr_info: [] }]);
    if (command !== 'nft') return '';
    if (state.fails !== undefined) throw state.fails;
    if (args[0] === '-f') {
      state.given++;
      state.isThere = true;
    } else if (args.at(-1) === 'towline_controller' && !state.isThere) {
      throw new CommandError('nft list table: No such file or directory', 'nft', 1, '');
    }
    return '';
  };
  return { state, run };
}

describe('the packet filter of the management tunnel', () => {
  it('is put back within seconds when something else flushes the rules of the machine', async () => {
    const { state, run } = machine();
    const tunnel = controllerTunnel({
      run,
      wireguard: new FakeWireGuard(),
      roster: {
        refresh: () => {},
        all: () => [],
        at: () => undefined,
        withKey: () => undefined,
        named: () => undefined,
        numbered: () => undefined,
        managementAddress: String,
      },
    });
    await tunnel.ensure();
    const look = async () => {
      for (let seconds = 0; seconds < 10; seconds++) await tunnel.endpoints();
    };
    await look();
    assert.deepEqual([state.isThere, state.given], [true, 1], 'what is there is left alone');
    state.isThere = false;
    await look();
    assert.deepEqual([state.isThere, state.given], [true, 2]);
  });

  it('is not taken for gone where that cannot be found out', async () => {
    const { state, run } = machine();
    state.fails = new CommandError('nft list table: timed out', 'nft', undefined, '');
    await assert.rejects(hasGuard(run), /timed out/);
  });
});
