/** Skips the test, or all that a hook stands before, and says on stderr why: a skip that nobody sees looks like a success. */
export function skipBecause(context: Mocha.Context, reason: string): never {
	process.stderr.write(`SKIPPED: ${reason}\n`);
	return context.skip();
}
