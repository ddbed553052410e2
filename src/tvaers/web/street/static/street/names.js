// Texts that name nobody, on the phone: the rule of foundation/unnamed.py, whose lists and expressions stand in the page.
// tests/unnamed.py is read by the tests of both.

const told = document.querySelector("[data-unnamed]").dataset;
const NUMBER = new RegExp(told.number, "u");
const PLACE = new RegExp(told.place, "iu");
const FIRST = new Set(told.first.split(" "));
const KNOWN = new Set(told.known.split(" "));
const SENTENCES = /[.!?:;\n\r\t]+|(?:^|\s)[-–—•*]\s|[»«"“”()]/u;
const LETTER = "[\\p{L}\\p{Nl}\\p{No}]";
const WORDS = new RegExp(`${LETTER}+(?:['’-]${LETTER}+)*`, "gu");
const UPPER = /\p{Uppercase}/u;
const NOT_UPPER = /[\p{Lowercase}\p{Lt}]/u;

export const looksLikeNumber = (text) => NUMBER.test(text);

const without = (word, ending) => (word.endsWith(ending) ? word.slice(0, -ending.length) : word);
const capitals = (word) => UPPER.test(word) && !NOT_UPPER.test(word);

function isName(word, before, known) {
  const [first, ...rest] = word;
  if (!UPPER.test(first) || capitals(rest.join(""))) return false;
  const small = word.toLowerCase();
  const bare = without(small, "s");
  if (FIRST.has(small) || FIRST.has(bare)) return true;
  if (before === undefined || !rest.length) return false;
  const isKnown = [small, bare, without(small, "en")].some((each) => KNOWN.has(each) || known.has(each));
  // What something lies in is a place.
  return !isKnown && !PLACE.test(word) && before.toLowerCase() !== "i";
}

// The words of a text that look like somebody's name, each once, in their order; to ask about only. `known`: further words
// that name nobody, in small letters.
export function likelyNames(text, known = new Set()) {
  const found = new Set();
  for (const sentence of text.split(SENTENCES)) {
    let run = [];
    const words = sentence.match(WORDS) ?? [];
    words.forEach((word, at) => {
      if (isName(word, words[at - 1], known)) return run.push(word);
      if (run.length) found.add(run.join(" "));
      run = [];
    });
    if (run.length) found.add(run.join(" "));
  }
  return [...found];
}
