/**
 * Whether `text` is nothing but ASCII letters, digits and the characters of `others`: how AWS IoT restricts names (API model). A loop,
 * because the engine of regular expressions costs RAM.
 */
export function hasOnlyNameCharacters(text: string, others: string): boolean {
	for (const character of text) {
		const isKnown =
			(character >= "0" && character <= "9") ||
			(character >= "A" && character <= "Z") ||
			(character >= "a" && character <= "z") ||
			others.includes(character);
		if (!isKnown) return false;
	}
	return true;
}
