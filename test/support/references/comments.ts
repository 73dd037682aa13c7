/** `//`, the lines of a block comment, and `#` of tables and settings; not the directives of C's preprocessor. */
const commentLine = /^\s*(?:\/\*\*?|\*|\/\/|#(?!\s*(?:define|else|endif|if|ifdef|ifndef|include|undef)\b))(?<text>.*)$/;
const commentBehindCode = /\s(?:\/\/|\/\*)\s(?<text>.*)$/;

/** Comments of a source. Lines that follow each other are one comment, so that a reference may go on in the next line. */
export function commentsOf(source: string): string[] {
	const comments: string[] = [];
	let goesOn = false;
	for (const line of source.split("\n")) {
		const whole = commentLine.exec(line);
		const text = (whole ?? commentBehindCode.exec(line))?.groups?.text?.replace(/\*\/\s*$/, "").trim();
		if (text !== undefined && goesOn) comments.push(`${comments.pop()} ${text}`);
		else if (text !== undefined) comments.push(text);
		goesOn = whole !== null;
	}
	return comments;
}
