import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';
import ts from 'typescript';
import { namesIn, nodeAt } from './address.js';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * One change of the source. `symbol` and `part` say where, see address.ts; of what is no TypeScript, `symbol` is the name of the
 * file, in whatever folder, and `part` the text that is there exactly once.
 */
export interface Edit {
  readonly symbol: string;
  readonly part: string;
  /** In place of it; empty takes it out. */
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

/** The source with these changes; throws when one of them has no place, or more than one. */
export function changed(edits: readonly Edit[]): Changed {
  const cuts = edits.map(cutOf).sort((a, b) => b.start - a.start);
  const texts = new Map<string, string>();
  for (const { path, start, end, put } of cuts) {
    const text = texts.get(path) ?? textOf(path);
    texts.set(path, text.slice(0, start) + put + text.slice(end));
  }
  return texts;
}

/** As `nest build` would: what is taken out of `src/` is to be taken out of `dist/`, too. `undefined` = it is not a part of it. */
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
  // Names of files have a dot before their ending, as symbols have between names: only a file's is a file's.
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

/** A name that nothing has any more would fail the mutant's test for a wrong reason. */
function mustBeKnown(put: string, file: ts.SourceFile, where: string): void {
  const code = ts.createSourceFile('put.ts', put, ts.ScriptTarget.ES2023, true);
  const known = namesIn(file);
  const unknown = [...identifiersIn(code)].filter((name) => !known.has(name) && !(name in globalThis));
  if (unknown.length > 0) throw new Error(`what is put in place of ${where} names ${unknown.join(', ')}`);
}

/** Not those after a dot: they belong to what is before it. */
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
