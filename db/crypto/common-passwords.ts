// Common passwords consist of one of these words and of digits, years or punctuation.
const commonStems = new Set(
  `password passwort contraseña contrasena пароль qwerty qwertyuiop йцукен йцукенгшщзхъ asdfgh asdfghjkl zxcvbnm qazwsx
   1q2w3e4r abc abcdef abcdefgh letmein welcome admin administrator login iloveyou monkey dragon football baseball
   sunshine princess superman batman master shadow michael jordan harley charlie hunter trustno starwars computer
   internet samsung liverpool chelsea arsenal barcelona realmadrid pokemon naruto minecraft fuckyou whatever freedom
   secret summer winter spring autumn love loveyou teamo tequiero привет любовь harmonia changeme default guest test
   testtest passw0rd p@ssw0rd p4ssword pass pa55word qwe asd zxc`.split(/\s+/),
);

/**
 * True for a common password: one common word with digits and signs around it, a word written several times, a run of
 * neighbouring signs, or few different signs. Attackers try such passwords first.
 */
export function isCommonPassword(password: string): boolean {
  const lower = password.toLowerCase();
  if (new Set(lower).size <= 4) return true;
  if (isRun(lower)) return true;
  const unit = /^(.+?)\1+$/u.exec(lower)?.[1] ?? lower;
  const words = unit.split(/[\d\s\p{P}\p{S}_]+/u).filter(Boolean);
  return words.length === 0
    ? isRun(unit.replace(/\D/g, '')) || unit.length < 8
    : words.every((word) => commonStems.has(word));
}

/** 123456789012, abcdefghijkl, 987654321098: every sign one more, or one less, than the one before. */
function isRun(text: string): boolean {
  if (text.length < 4) return false;
  const steps = [...text].slice(1).map((sign, index) => sign.codePointAt(0)! - text.codePointAt(index)!);
  const regular = (step: number): boolean =>
    steps.filter((found) => found === step).length >= steps.length - 1;
  return regular(1) || regular(-1) || regular(0);
}
