import { join } from 'node:path';
import protobuf from 'protobufjs';
import { plainText, table } from './schema.ts';

const files = ['enrollment', 'agent', 'admin'] as const;

/** Every RPC, with what the protocol's own files say of it. @param top folder of the sources */
export function rpcPage(top: string): string {
  const root = new protobuf.Root();
  root.resolvePath = (_origin, path) => join(top, 'proto', path);
  root.loadSync(
    files.map((name) => `towline/v1/${name}.proto`),
    { alternateCommentMode: true, keepCase: true },
  );
  const services = root.nestedArray.flatMap(servicesIn);
  return `# RPCs

gRPC, package \`towline.v1\`, from \`proto/towline/v1\`, where every message and field is described. A number, name or type that
was released never changes.

${services.map(serviceText).join('\n\n')}
`;
}

function servicesIn(object: protobuf.ReflectionObject): protobuf.Service[] {
  if (object instanceof protobuf.Service) return [object];
  return object instanceof protobuf.Namespace ? object.nestedArray.flatMap(servicesIn) : [];
}

function serviceText(service: protobuf.Service): string {
  const rows = service.methodsArray.map(
    ({ name, requestType, responseType, requestStream, responseStream, comment }) => [
      `\`${name}\``,
      `\`${requestStream === true ? 'stream ' : ''}${requestType}\``,
      `\`${responseStream === true ? 'stream ' : ''}${responseType}\``,
      oneLine(comment),
    ],
  );
  return `## ${service.name}\n\n${oneLine(service.comment)}\n\n${table(['method', 'request', 'answer', ''], rows)}`;
}

function oneLine(comment: string | null): string {
  return plainText((comment ?? '').replaceAll(/\s+/g, ' ').trim());
}
