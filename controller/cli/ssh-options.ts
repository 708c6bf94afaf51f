/**
 * Options of ssh for a router in the management tunnel. Its key is kept under the node's name, since a node has that for
 * longer than its address. A new one is taken without a question: the tunnel has proved already which router it is.
 */
export function sshOptions(node: string): string[] {
  return ['-o', `HostKeyAlias=${node}`, '-o', 'StrictHostKeyChecking=accept-new'];
}
