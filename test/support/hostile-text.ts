/** What must not reach a terminal from outside: controls but line ends and tabs, and what turns the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be printed
export const hostile = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

/** A text with one of each kind: an escape sequence, C1, DEL, an overriding direction, a bell, a line end, a separator. */
export const hostileText = "a\x1b]0;title\x07\x1b[2J\x9b31m\x7f\u202eb\u2066\u2028\nc\r";
