import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';
import ts from 'typescript';
import { namesIn, nodeAt } from './address.js';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * A change of the source at the address `symbol`, `part` (see address.ts). In files other than TypeScript,
 * `symbol` is the name of the file, in any folder, and `part` a text that it contains exactly once.
 */
export interface Edit {
  readonly symbol: string;
  readonly part: string;
  /** The replacement; an empty text removes the part. */
  readonly put: string;
}

/** Changed files by their path from the root. */
export type Changed = ReadonlyMap<string, string>;

const paths = ['src', 'deploy', 'docs'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(ROOT.length)),
);

const files = paths
  .filter((path) => path.startsWith('src/') && path.endsWith('.ts') && !path.endsWith('.spec.ts'))
  .map((path) => ts.createSourceFile(path, textOf(path), ts.ScriptTarget.ES2023, true));

/** Applies changes to the source; throws unless each one matches exactly one place. */
export function changed(edits: readonly Edit[]): Changed {
  const cuts = edits.map(cutOf).sort((a, b) => b.start - a.start);
  const texts = new Map<string, string>();
  for (const { path, start, end, put } of cuts) {
    const text = texts.get(path) ?? textOf(path);
    texts.set(path, text.slice(0, start) + put + text.slice(end));
  }
  return texts;
}

/**
 * Compiles a changed file of `src/` for `dist/`, as `nest build` does; `undefined` = the file has no place in
 * `dist/`.
 */
export function built(path: string, text: string): { path: string; text: string } | undefined {
  const to = path.replace(/^src\//, 'dist/');
  if (path.endsWith('.lua')) return { path: to, text };
  if (!path.endsWith('.ts')) return undefined;
  const jsc = {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  } as const;
  const { code } = transformSync(text, { filename: path, jsc, module: { type: 'es6' } });
  return { path: to.replace(/\.ts$/, '.js'), text: code };
}

function cutOf({ symbol, part, put }: Edit) {
  // Both names of files and symbols contain dots. A text counts as a file if there is a file of that name.
  const named = ['Dockerfile', ...paths].filter((path) => basename(path) === symbol && !path.endsWith('.ts'));
  if (named.length > 0) return textCutOf(named, symbol, part, put);
  const node = nodeAt(files, symbol, part);
  const file = node.getSourceFile();
  mustBeKnown(put, file, `${part} of ${symbol}`);
  const comma = put === '' && /^\s*,/.exec(file.text.slice(node.end));
  const end = node.end + (comma ? comma[0].length : 0);
  return { path: file.fileName, start: node.getStart(), end, put };
}

function textCutOf(named: readonly string[], name: string, text: string, put: string) {
  const [path = '', ...more] = named;
  const start = textOf(path).indexOf(text);
  if (more.length > 0 || start < 0 || textOf(path).includes(text, start + 1))
    throw new Error(`there is not exactly one ${name} with exactly one: ${text}`);
  return { path, start, end: start + text.length, put };
}

/**
 * Throws if the replacement uses an unknown name, because the mutant's test would then fail for the wrong
 * reason.
 */
function mustBeKnown(put: string, file: ts.SourceFile, where: string): void {
  const code = ts.createSourceFile('put.ts', put, ts.ScriptTarget.ES2023, true);
  const known = namesIn(file);
  const unknown = [...identifiersIn(code)].filter((name) => !known.has(name) && !(name in globalThis));
  if (unknown.length > 0) throw new Error(`what is put in place of ${where} names ${unknown.join(', ')}`);
}

/** Collects identifiers, except for members after a dot. */
function identifiersIn(node: ts.Node, names = new Set<string>()): Set<string> {
  const { parent } = node as { parent?: ts.Node };
  const isMember = parent !== undefined && ts.isPropertyAccessExpression(parent) && parent.name === node;
  const isKey = parent !== undefined && (ts.isPropertyAssignment(parent) || ts.isLabeledStatement(parent));
  const isDeclared = parent !== undefined && ts.isParameter(parent);
  if (ts.isIdentifier(node) && node.text !== '' && !isMember && !isKey && !isDeclared) names.add(node.text);
  ts.forEachChild(node, (child) => void identifiersIn(child, names));
  return names;
}

function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}
