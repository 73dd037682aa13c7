import assert from "node:assert/strict";
import { AwsError } from "../../../../host-tools/emulator/aws-error.js";

/** For assert.throws and assert.rejects: an AwsError of that name and status whose message fits. */
export function refused(name: string, status: number, message = /./, details: Record<string, string> = {}) {
	return (error: unknown): true => {
		assert.ok(error instanceof AwsError, String(error));
		assert.equal(error.name, name);
		assert.equal(error.status, status);
		assert.match(error.message, message);
		assert.deepEqual(error.details, details);
		return true;
	};
}
