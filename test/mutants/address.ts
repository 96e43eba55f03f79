import ts from 'typescript';

/*
 * The place at which a mutant changes the source, by names: moving a file has no effect, and removing a name
 * fails loudly.
 *
 * - `symbol`: `Class.method`, `function`, `CONSTANT.property`: a declaration at the top level of any file,
 *   then names within it.
 * - `part`: which node of the symbol. `value` is its initialiser, `body` its block, `whole` all of it; else a
 * kind of node and names in it: `call timingSafeEqual`, `return isInUrl`, `if grant isFor`. If such nodes are
 * nested, the innermost counts.
 *
 * Exactly one place must match. Two files may have a constant of the same name if only one has the rest of
 * the address.
 */

type IsKind = (node: ts.Node) => boolean;

const isLogical = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) &&
  [
    ts.SyntaxKind.AmpersandAmpersandToken,
    ts.SyntaxKind.BarBarToken,
    ts.SyntaxKind.QuestionQuestionToken,
  ].includes(node.operatorToken.kind);

const kinds: Readonly<Record<string, IsKind>> = {
  call: (node) => ts.isCallExpression(node) || ts.isNewExpression(node),
  comparison: (node) => ts.isBinaryExpression(node) && !isLogical(node),
  condition: ts.isConditionalExpression,
  function: (node) => ts.isArrowFunction(node) || ts.isFunctionExpression(node),
  /** The condition of an `if` statement. */
  if: (node) => ts.isIfStatement(node.parent) && node.parent.expression === node,
  operand: (node) => isLogical(node.parent) && !isLogical(node),
  property: (node) =>
    ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node) || ts.isSpreadAssignment(node),
  /** The `return` statement of a `case`. */
  case: (node) => ts.isReturnStatement(node) && ts.isCaseClause(node.parent),
  return: (node) =>
    (ts.isReturnStatement(node.parent) || ts.isArrowFunction(node.parent)) && ts.isExpression(node),
  statement: (node) => ts.isStatement(node) && !ts.isBlock(node),
  template: ts.isTemplateExpression,
  /** A string or a regular expression that contains these words. */
  text: (node) => ts.isStringLiteral(node) || ts.isRegularExpressionLiteral(node),
};

/** Finds the node at an address; throws unless there is exactly one. */
export function nodeAt(files: readonly ts.SourceFile[], symbol: string, part: string): ts.Node {
  const [first = '', ...rest] = symbol.split('.');
  const tops = files.flatMap((file) => file.statements.flatMap(declarations)).filter(isNamed(first));
  const named = rest.reduce<readonly ts.Node[]>(
    (outer, name) => outer.flatMap((node) => innermost(node, isNamed(name))),
    tops,
  );
  const [found, ...more] = named.flatMap((node) => partsOf(node, part));
  if (found && more.length === 0) return found;
  throw new Error(
    `${symbol} is there ${named.length} times, with ${more.length + (found ? 1 : 0)} of: ${part}`,
  );
}

function partsOf(node: ts.Node, part: string): readonly ts.Node[] {
  const [kind = '', ...names] = part.split(' ');
  const { initializer, body } = node as { initializer?: ts.Node; body?: ts.Node };
  if (kind === 'whole') return [node];
  if (kind === 'value') return initializer ? [initializer] : [];
  if (kind === 'body') return body ? [body] : [];
  const isKind = kinds[kind];
  if (!isKind) throw new Error(`there is no such kind of node: ${kind}`);
  const scope: IsKind = kind === 'case' ? (inner) => isKind(inner) && isCaseOf(inner, names) : isKind;
  const mentions = (inner: ts.Node) => kind === 'case' || names.every((name) => namesIn(inner).has(name));
  return innermost(node, (inner) => scope(inner) && mentions(inner));
}

function isCaseOf({ parent }: ts.Node, names: readonly string[]): boolean {
  return ts.isCaseClause(parent) && names.every((name) => namesIn(parent.expression).has(name));
}

/** Identifiers, numbers, and the words of strings and regular expressions. */
export function namesIn(node: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (inner: ts.Node): void => {
    if (ts.isIdentifier(inner) || ts.isNumericLiteral(inner)) names.add(inner.text);
    if (ts.isStringLiteral(inner) || ts.isRegularExpressionLiteral(inner))
      for (const word of inner.text.split(/[^\w-]+/)) names.add(word);
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return names;
}

/** The declarations in a statement; `const a = 1, b = 2` has two. */
function declarations(statement: ts.Statement): readonly ts.Node[] {
  return ts.isVariableStatement(statement) ? statement.declarationList.declarations : [statement];
}

function isNamed(name: string): IsKind {
  return (node) => {
    if (ts.isConstructorDeclaration(node)) return name === 'constructor';
    const isDeclaration =
      ts.isClassDeclaration(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isMethodDeclaration(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isPropertyAssignment(node) ||
      ts.isVariableDeclaration(node);
    const itsName = isDeclaration ? node.name : undefined;
    return (
      itsName !== undefined &&
      (ts.isIdentifier(itsName) || ts.isStringLiteral(itsName)) &&
      itsName.text === name
    );
  };
}

/** The matching nodes below `outer` that contain no other matching node. */
function innermost(outer: ts.Node, isIt: IsKind): readonly ts.Node[] {
  const found: ts.Node[] = [];
  ts.forEachChild(outer, (node) => {
    const below = innermost(node, isIt);
    if (below.length > 0) found.push(...below);
    else if (isIt(node)) found.push(node);
  });
  return found;
}
