/** Which language the service speaks when nobody wrote a text: `DEFAULT_LANGUAGE`, or as a call says. */
export const languages = ['ja', 'en'] as const;
export type Language = (typeof languages)[number];

/** What a member reads who has no better text for the code of the notice. `rest_required` in Japanese is the reference's. */
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

/** In Japanese for a language that a later version knows: what was stored may name one. */
export function textOf(code: keyof (typeof texts)['ja'], language: Language): string {
  return (Object.hasOwn(texts, language) ? texts[language] : texts.ja)[code];
}
