#!/bin/sh
# Where the distribution's Node is too old, towline-node is beside it.
node=/usr/lib/towline-node/node
[ -x $node ] || node=node
exec $node /usr/lib/towline/towline-agent.mjs "$@"
