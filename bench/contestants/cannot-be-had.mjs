/** Peers that belong in the table and cannot be installed here. */
const absent = (label, why) => ({ name: label.toLowerCase(), label, prepare: () => why });

export const cannotBeHad = [
  absent('Mercure', 'no package in Debian, npm or PyPI; its releases are binaries from GitHub'),
  absent('Centrifugo', 'no package in Debian, npm or PyPI; its source needs a newer Go than Debian has'),
];
