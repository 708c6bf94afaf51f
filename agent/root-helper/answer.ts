import { sha256 } from '../../shared/crypto/sha256.ts';
import { TowlineError } from '../../shared/errors.ts';
import type { Run } from '../../shared/os/run.ts';
import { type AgentConfig, customServices } from '../config/schema.ts';
import type { CustomService } from '../config/services.ts';
import { checkDestination } from '../services/destination.ts';
import { ownHands } from '../services/hands.ts';
import { forInterface, startDaemon } from './launch.ts';
import type { HelperRequest } from './protocol.ts';

/**
 * Does what the agent asks of root, as agent.toml has it: files go to a service's own folder, with the owner and the
 * permissions that stand there, and the programs that are run are those that stand there. Throws `denied` for what
 * does not.
 */
export async function answerRequest(
  run: Run,
  config: AgentConfig,
  request: HelperRequest,
  signal: AbortSignal,
): Promise<unknown> {
  const hands = ownHands(run);
  const closed = [config.state_dir, config.runtime_dir, config.helper_dir];
  switch (request.do) {
    case 'differing': {
      const service = servedByRoot(config, ({ name }) => name === request.service, request.service);
      const wanted = request.wanted.map((file) => ({ ...file, sha256: Buffer.from(file.sha256, 'hex') }));
      return hands.differing(service, wanted);
    }
    case 'present':
      ofFolder(config, request.destination);
      return hands.present(request.destination, request.names);
    case 'place': {
      const service = servedByRoot(config, ({ name }) => name === request.service, request.service);
      await checkDestination(service.destination, closed);
      const files = request.files.map(({ name, mode, content }) => {
        const bytes = Buffer.from(content, 'base64');
        return { name, mode: service.mode ?? mode, sha256: sha256(bytes), read: async () => bytes };
      });
      return hands.place(service, files, request.gone);
    }
    case 'remove':
      ofFolder(config, request.destination);
      await checkDestination(request.destination, closed);
      return hands.remove(request.destination, request.names);
    case 'reload': {
      const service = customServices(config).find(({ name }) => name === request.service);
      if (service === undefined) throw unknown(request.service);
      return hands.reload(service, signal);
    }
    case 'startBird': {
      // By default it would be root's, with a configuration that the agent's user writes.
      if (config.bird.start === undefined)
        throw new TowlineError('denied', 'set bird.start in agent.toml to what starts BIRD on this machine');
      return startDaemon(run, config.bird.start);
    }
    case 'startWireGuard': {
      if (config.wireguard_go_start === undefined)
        throw new TowlineError(
          'denied',
          'set wireguard_go_start in agent.toml to what starts wireguard-go on this machine',
        );
      return startDaemon(run, forInterface(config.wireguard_go_start, request.interface));
    }
  }
}

function ofFolder(config: AgentConfig, destination: string): void {
  servedByRoot(config, (service) => service.destination === destination, destination);
}

function servedByRoot(
  config: AgentConfig,
  isMeant: (service: CustomService) => boolean,
  what: string,
): CustomService {
  const service = customServices(config).find(isMeant);
  if (service === undefined) throw unknown(what);
  if (service.owner !== undefined) return service;
  throw new TowlineError(
    'denied',
    `service ${service.name} has no owner in agent.toml: its files are the agent's own, root does not touch them`,
  );
}

function unknown(what: string): TowlineError {
  return new TowlineError('denied', `agent.toml has no service ${what}, root does nothing for it`);
}
