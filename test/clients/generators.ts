import { fileURLToPath } from 'node:url';

/** A program and its arguments, run in the folder of its language. */
type Command = readonly [program: string, ...args: string[]];

/** A client generator: how to run it, and the small program that uses its output. */
export interface Generator {
  readonly name: string;
  readonly language: Language;
  readonly version: Command;
  /**
   * Commands that generate and compile the client. Each must succeed without a warning that a change of the
   * document could prevent.
   */
  readonly make: (document: string) => readonly Command[];
  /** The command of the program; the service's URL and a meeting are appended. */
  readonly run: Command;
  /**
   * Calls that the generated client cannot make, whatever the document says, and what the program prints
   * instead.
   */
  readonly cannot?: Readonly<Record<string, string>>;
}

export const languages = ['typescript', 'python', 'go', 'kotlin', 'rust'] as const;
export type Language = (typeof languages)[number];

export const folderOf = (language: Language) => fileURLToPath(new URL(language, import.meta.url));

const npm = (name: string) => `node_modules/.bin/${name}`;
const PYTHON = '.venv/bin';
const OPENAPI_GENERATOR = fileURLToPath(new URL('python/.venv/bin/openapi-generator-cli', import.meta.url));
const openApiGenerator: Command = [OPENAPI_GENERATOR, 'version'];

const TSC = ['--strict', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable', '--module', 'node16'];
const compiled = (name: string): Command => [
  npm('tsc'),
  ...TSC,
  ...['--types', 'node', '--skipLibCheck', '--outDir', 'generated/out', `${name}.ts`],
];
const node = (name: string): Command => [process.execPath, `generated/out/${name}.js`];

/** Generates code only: no tests, no documentation. */
const CODE_ONLY = 'apis,models,supportingFiles,apiTests=false,modelTests=false,apiDocs=false,modelDocs=false';
const generated = (language: string, document: string, to: string, ...options: string[]): Command => [
  OPENAPI_GENERATOR,
  ...['generate', '-g', language, '-i', document, '-o', to, '--global-property', CODE_ONLY],
  ...options,
];

export const generators: readonly Generator[] = [
  {
    name: 'openapi-fetch',
    language: 'typescript',
    version: [npm('openapi-typescript'), '--version'],
    make: (document) => [
      [npm('openapi-typescript'), document, '-o', 'generated/openapi-typescript.ts'],
      compiled('openapi-fetch'),
    ],
    run: node('openapi-fetch'),
  },
  {
    name: 'orval',
    language: 'typescript',
    version: [npm('orval'), '--version'],
    make: (document) => [
      [npm('orval'), '--input', document, '--output', 'generated/orval.ts', '--client', 'fetch'],
      compiled('orval'),
    ],
    run: node('orval'),
  },
  {
    name: 'hey-api',
    language: 'typescript',
    version: [npm('openapi-ts'), '--version'],
    make: (document) => [[npm('openapi-ts'), '-i', document, '-o', 'generated/hey-api'], compiled('hey-api')],
    run: node('hey-api'),
  },
  {
    name: 'swagger-typescript-api',
    language: 'typescript',
    version: [npm('swagger-typescript-api'), '--version'],
    make: (document) => [
      [
        npm('swagger-typescript-api'),
        ...['generate', '-p', document, '-o', 'generated', '-n', 'swagger-typescript-api.ts'],
      ],
      compiled('swagger-typescript-api'),
    ],
    run: node('swagger-typescript-api'),
  },
  {
    name: 'openapi-python-client',
    language: 'python',
    version: [`${PYTHON}/openapi-python-client`, '--version'],
    make: (document) => [
      [
        `${PYTHON}/openapi-python-client`,
        ...['generate', '--url', document, '--output-path', 'generated/kyukei_client'],
        ...['--overwrite', '--meta', 'none'],
      ],
      [`${PYTHON}/python`, '-m', 'compileall', '-q', 'generated/kyukei_client'],
    ],
    run: [`${PYTHON}/python`, 'with_openapi_python_client.py'],
  },
  {
    name: 'openapi-generator-python',
    language: 'python',
    version: openApiGenerator,
    make: (document) => [
      generated('python', document, 'generated', '--package-name', 'kyukei_api'),
      [`${PYTHON}/python`, '-m', 'compileall', '-q', 'generated/kyukei_api'],
    ],
    run: [`${PYTHON}/python`, 'with_openapi_generator.py'],
  },
  {
    name: 'oapi-codegen',
    language: 'go',
    version: ['go', 'tool', 'oapi-codegen', '-version'],
    make: (document) => [
      [
        ...(['go', 'tool', 'oapi-codegen'] as const),
        ...['-generate', 'types,client,skip-prune', '-package', 'kyukei'],
        ...['-o', 'generated/oapi-codegen/client.go', document],
      ],
      ['go', 'vet', './oapi'],
    ],
    run: ['go', 'run', './oapi'],
  },
  {
    name: 'openapi-generator-go',
    language: 'go',
    version: openApiGenerator,
    make: (document) => [
      generated(
        ...(['go', document, 'generated/openapi-generator'] as const),
        ...['--package-name', 'kyukei', '--additional-properties', 'withGoMod=false'],
      ),
      ['go', 'vet', './openapi'],
    ],
    run: ['go', 'run', './openapi'],
  },
  {
    name: 'openapi-generator-kotlin',
    language: 'kotlin',
    version: openApiGenerator,
    make: (document) => [
      generated('kotlin', document, 'generated', '--package-name', 'kyukei'),
      ['mvn', '--quiet', '--batch-mode', 'compile'],
    ],
    run: ['java', '-cp', 'target/classes:target/libraries/*', 'MainKt'],
    // The only text type that the generated client can read is text/plain.
    cannot: { getCalendar: 'UnsupportedOperationException' },
  },
  {
    name: 'openapi-generator-rust',
    language: 'rust',
    version: openApiGenerator,
    make: (document) => [
      generated('rust', document, 'generated', '--package-name', 'kyukei_api'),
      ['cargo', 'build', '--quiet'],
    ],
    run: ['target/debug/kyukei-generated-client'],
    // The only text type that the generated client can read is text/plain.
    cannot: { getCalendar: 'Error::Serde' },
  },
];
