import { Ajv, type ValidateFunction } from 'ajv';
import type { OpenAPIObject } from '@nestjs/swagger';

type Json = Record<string, unknown>;

export interface Field {
  readonly name: string;
  readonly schema: Json;
}

/** A route in the API document: its fields, and its possible answers. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly query: readonly Field[];
  readonly headers: readonly Field[];
  readonly body: readonly Field[];
  /** Validators by status and media type; `undefined` = no body. */
  readonly answers: ReadonlyMap<number, ReadonlyMap<string, ValidateFunction> | undefined>;
}

/** The service's own OpenAPI document, which its answers must match. */
export class ApiDocument {
  readonly operations: readonly Operation[];
  private readonly ajv = new Ajv({
    strict: false,
    formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ },
  });

  private constructor(private readonly document: OpenAPIObject) {
    this.operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item as Json).map(([method, operation]) =>
        this.operation(method, path, operation as Json),
      ),
    );
  }

  static async of(url: string): Promise<ApiDocument> {
    return new ApiDocument((await (await fetch(`${url}/docs-json`)).json()) as OpenAPIObject);
  }

  /** The operation that Express runs for a method; HEAD is a GET without the body. */
  find(method: string, path: string): Operation | undefined {
    const asked = method === 'HEAD' ? 'GET' : method;
    return this.operations.find((one) => one.path === path && one.method === asked);
  }

  get problem(): ValidateFunction {
    return this.ajv.compile(this.closed({ $ref: '#/components/schemas/Problem' }));
  }

  private operation(method: string, path: string, operation: Json): Operation {
    const parameters = (operation['parameters'] ?? []) as (Field & { in: string })[];
    const content = (operation['requestBody'] as { content?: Json } | undefined)?.content;
    const body = content?.['application/json'] as { schema: Json } | undefined;
    const answers = Object.entries(operation['responses'] as Record<string, { content?: Json }>);
    return {
      method: method.toUpperCase(),
      path,
      query: parameters.filter((one) => one.in === 'query'),
      headers: parameters.filter((one) => one.in === 'header'),
      body: body ? this.fields(body.schema) : [],
      answers: new Map(answers.map(([status, answer]) => [Number(status), this.bodies(answer.content)])),
    };
  }

  private bodies(content: Json | undefined): Map<string, ValidateFunction> | undefined {
    if (content === undefined) return undefined;
    const schemas = Object.entries(content as Record<string, { schema: Json }>);
    return new Map(schemas.map(([type, { schema }]) => [type, this.ajv.compile(this.closed(schema))]));
  }

  private fields(schema: Json): Field[] {
    const { properties = {} } = this.resolve(schema);
    return Object.entries(properties as Record<string, Json>).map(([name, field]) => ({
      name,
      schema: field,
    }));
  }

  private resolve(schema: Json): Json {
    const name = /^#\/components\/schemas\/(\w+)$/.exec(String(schema['$ref']))?.[1];
    return name === undefined ? schema : (this.document.components?.schemas?.[name] as Json);
  }

  /**
   * Converts a schema to strict JSON Schema: references are resolved, and undocumented fields are refused, so
   * that leaks are found.
   */
  private closed(given: Json): Json {
    const { anyOf, ...schema } = this.resolve(given);
    if (anyOf) return { anyOf: (anyOf as Json[]).map((one) => this.closed(one)) };
    const { properties, items } = schema as { properties?: Record<string, Json>; items?: Json };
    return {
      ...schema,
      ...(items ? { items: this.closed(items) } : {}),
      ...(properties
        ? {
            properties: Object.fromEntries(
              Object.entries(properties).map(([name, one]) => [name, this.closed(one)]),
            ),
            additionalProperties: schema['additionalProperties'] ?? false,
          }
        : {}),
    };
  }
}
