#!/bin/sh
# Whether the agent turns: it writes its status each 30 s at least, whatever agent.toml says.
written=$(sed -n 's/^ *"updatedUptimeS": \([0-9]*\).*/\1/p' /run/towline/status.json)
read -r now _ </proc/uptime
[ -n "$written" ] && [ $((${now%.*} - written)) -le "${TOWLINE_AGENT_SILENCE_S:-300}" ]
