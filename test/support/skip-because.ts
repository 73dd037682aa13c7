import Mocha from "mocha";

/**
 * Skips the test, or all that a `before` stands before. The reason goes into the title, where every reporter shows it and ours collects it:
 * a skip that nobody sees looks like a success.
 */
export function skipBecause(context: Mocha.Context, reason: string): never {
	const { test } = context;
	const skipped = test instanceof Mocha.Hook ? test.parent : test;
	if (skipped) skipped.title += ` [skipped: ${reason}]`;
	return context.skip();
}

/** As `skipBecause`, where there is a reason. */
export function skipIf(context: Mocha.Context, reason: string | undefined): void {
	if (reason !== undefined) skipBecause(context, reason);
}

/** The reason in a full title; undefined for a test that was skipped without one. */
export function skipReason(fullTitle: string): string | undefined {
	return /\[skipped: ([^\]]*)\]/.exec(fullTitle)?.[1];
}

/** Skips where files have no modes. */
export function skipWithoutFileModes(context: Mocha.Context): void {
	if (process.platform === "win32")
		skipBecause(context, "files that other users cannot read. Windows has no file modes.");
}

/** A suite, which is skipped for the reason in `missing` where that is given. */
export function describeUnless(missing: string | undefined, title: string, body: (this: Mocha.Suite) => void): void {
	if (missing === undefined) describe(title, body);
	else describe.skip(`${title} [skipped: ${missing}]`, body);
}
