/** An instant as a person here reads it: the day only when it is not today. */
export function momentText(instant: string, language: string): string {
  const at = new Date(instant);
  const today = at.toDateString() === new Date().toDateString();
  const locale = language === 'en' ? 'en-GB' : 'zh-CN';
  return at.toLocaleString(locale, {
    ...(today ? {} : { month: '2-digit', day: '2-digit' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}
