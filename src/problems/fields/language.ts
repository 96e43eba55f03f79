import { languages } from '../../domain/texts.js';
import { OneOf } from './one-of.js';

/** A field for the language of default texts. */
export const InLanguage = (): PropertyDecorator =>
  OneOf(languages, {
    name: 'Language',
    description: 'Language of the default texts. Left out or null: as configured (`DEFAULT_LANGUAGE`).',
  });
