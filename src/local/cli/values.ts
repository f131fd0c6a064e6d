// Values of flags, checked where they are read: a wrong one is refused by name, with what would be right.

import { InvalidArgumentError } from 'commander';
import { closest } from 'fastest-levenshtein';
import { Mode } from '#domain/mode/mode.ts';

/** A whole number between two bounds. */
export function wholeNumber(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^-?\d+$/.test(text) && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`Give a whole number from ${minimum} to ${maximum}.`);
  };
}

/** Any number between two bounds. */
export function numberBetween(minimum: number, maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && value >= minimum && value <= maximum) return value;
    throw new InvalidArgumentError(`Give a number from ${minimum} to ${maximum}.`);
  };
}

/** One of the words that there are. */
export function oneOf<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const known = words.find((word) => word === text);
    if (known !== undefined) return known;
    throw new InvalidArgumentError(`Did you mean ${closest(text, words)}? There are ${words.join(', ')}.`);
  };
}

/** One of the four modes. */
export const mode = oneOf(Mode.options);

/** The address of a server. */
export function httpUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.origin;
  throw new InvalidArgumentError('Give an address such as http://127.0.0.1:7717.');
}

/** A sentence that is not empty. */
export function sentence(text: string): string {
  if (text.trim() !== '') return text.trim();
  throw new InvalidArgumentError('Give a sentence.');
}
