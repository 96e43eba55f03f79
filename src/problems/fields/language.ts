import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { languages } from '../../domain/texts.js';

/** A field for the language of default texts. */
export function InLanguage(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      description: 'Language of the texts that nobody writes. Left out: as configured (`DEFAULT_LANGUAGE`).',
      enum: [...languages, null],
      nullable: true,
    }),
    IsOptional(),
    IsIn(languages, { message: `must be one of ${languages.join(', ')}` }),
  );
}
