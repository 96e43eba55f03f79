import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';

export const CLIENT_ID = /^[A-Za-z0-9_-]{1,64}$/;

export const CLIENT_ID_RULE = '1 to 64 letters, digits, hyphens or underscores';

/** Schema of a client id in the API document. */
export const CLIENT_ID_SCHEMA = {
  pattern: CLIENT_ID.source,
  example: '0b9d1f6e-8c1e-4b57-9f0e-5d6a0f1f7c11',
};

interface ClientIdOptions {
  readonly description: string;
  /** Left out = the field is optional, and may be null. */
  readonly required?: true;
}

/**
 * A field that names a client by a random text, such as a UUID. Whoever knows it can answer for the client.
 */
export function ClientId({ description, required }: ClientIdOptions): PropertyDecorator {
  return applyDecorators(
    ApiProperty({
      description,
      // TypeScript's metadata has Object for `string | null`.
      type: String,
      required: required ?? false,
      nullable: !required,
      ...CLIENT_ID_SCHEMA,
    }),
    ...(required ? [] : [IsOptional()]),
    Matches(CLIENT_ID, { message: `must be ${CLIENT_ID_RULE}` }),
  );
}
