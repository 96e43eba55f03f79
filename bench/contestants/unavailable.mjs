/** Comparable servers that cannot be installed here. The table lists them with the reason. */
const absent = (label, why) => ({ name: label.toLowerCase(), label, prepare: () => why });

export const unavailable = [
  absent(
    'Mercure',
    'no package in Debian, npm or PyPI, and `go install` refuses it, because its go.mod has a `replace`',
  ),
];
