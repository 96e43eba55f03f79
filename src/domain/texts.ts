/** The languages of the default texts. `DEFAULT_LANGUAGE` applies unless a request names a language. */
export const languages = ['ja', 'en'] as const;
export type Language = (typeof languages)[number];

/**
 * The default text of each notice, for clients without their own text for its code.
 * The Japanese `rest_required` is the reference's text.
 */
const texts = {
  ja: {
    rest_required: '休憩時間です',
    rest_ending_soon: 'まもなく休憩が終わります',
    rest_ended: '休憩は終わりです',
    rest_upcoming: 'まもなく休憩の時間です',
    rest_suggested: 'そろそろ休憩しませんか',
    all_back: '全員戻りました',
  },
  en: {
    rest_required: 'Time for a break',
    rest_ending_soon: 'The break is about to end',
    rest_ended: 'The break is over',
    rest_upcoming: 'A break is coming up',
    rest_suggested: 'How about a break?',
    all_back: 'Everyone is back',
  },
} as const satisfies Record<Language, Record<string, string>>;

/**
 * The default text of a notice. Japanese for a language that only a later version knows: stored data may name
 * one.
 */
export function textOf(code: keyof (typeof texts)['ja'], language: Language): string {
  return (Object.hasOwn(texts, language) ? texts[language] : texts.ja)[code];
}
