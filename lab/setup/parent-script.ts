/** Where the lab's own state lies, inside the parent: a tmpfs that ends with it. */
export const labFolder = '/run/lab';

/**
 * Opens the folders given as arguments before anything is mounted over them, and brings them back afterwards.
 * A bind mount from an open descriptor reaches what a path no longer does; -c keeps mount from resolving it.
 */
export const keepVisible = `
shown=("$@") handles=()
for folder in "\${shown[@]}"; do exec {handle}<"$folder"; handles+=("$handle"); done
show() {
  local index
  for index in "\${!shown[@]}"; do
    mkdir -p "\${shown[index]}"
    mount -c --bind "/proc/self/fd/\${handles[index]}" "\${shown[index]}"
  done
}
`;

/**
 * Says that all is set up, then waits until standard input ends: bash as process 1 reaps orphans meanwhile, and
 * the kernel ends everything in the namespace with it.
 */
export const holdUntilEnd = `
echo ready
while read -r _; do :; done
`;

/** Script of the lab's parent, which is the Internet's router too. Arguments: folders to keep visible. */
export const parentScript = `set -e
${keepVisible}
mount -t tmpfs -o mode=0755 tmpfs /run
mkdir -p ${labFolder}/tmp ${labFolder}/disk /run/netns
show
${holdUntilEnd}`;
