import assert from "node:assert/strict";
import { type RetryOptions, withRetries } from "../../../../host-tools/cloud/apply/retry.js";
import { SteppingClock } from "../../../fakes/stepping-clock.js";

function refusal(name: string, message = ""): Error {
	return Object.assign(new Error(message), { name });
}

describe("withRetries", () => {
	let clock: SteppingClock;
	const options = (more: Partial<RetryOptions> = {}): RetryOptions => ({
		signal: new AbortController().signal,
		clock,
		random: () => 1,
		...more,
	});

	beforeEach(() => {
		clock = new SteppingClock();
	});

	/** How often it is called that is refused with `error` for the first time only. */
	const callsWith = async (error: Error): Promise<number> => {
		let calls = 0;
		const once = async () => {
			calls += 1;
			if (calls === 1) throw error;
		};
		await withRetries(once, options()).catch((thrown) => assert.equal(thrown, error));
		return calls;
	};

	for (const [name, message] of [
		["ThrottlingException", "Rate exceeded"],
		["Throttling", "Rate exceeded"],
		["TooManyRequestsException", "Too Many Requests"],
		["LimitExceededException", "Rate exceeded"],
		["LimitExceededException", "Subscriber limit exceeded: Only 10 tables can be created simultaneously"],
		["ConcurrentModificationException", "try again"],
		["InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda."],
		["ValidationException", "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."],
		["MalformedPolicyDocumentException", 'Invalid principal in policy: "AWS":"arn:aws:iam::1:role/new"'],
		["ResourceConflictException", "The operation cannot be performed at this time. An update is in progress."],
		["ResourceInUseException", "Attempt to change a resource which is still in use: Table is being deleted"],
		["ConflictException", "Schedule is being deleted"],
	] as const) {
		it(`calls again after ${name}: ${message}`, async () => {
			assert.equal(await callsWith(refusal(name, message)), 2);
		});
	}

	for (const [name, message] of [
		["AccessDeniedException", "not authorized to perform sts:AssumeRole"],
		["LimitExceededException", "Cannot exceed quota for PoliciesPerRole: 10"],
		["ResourceConflictException", "Function already exist: hook"],
		["ResourceInUseException", "Table already exists: events"],
		["ValidationException", "1 validation error detected"],
		["InvalidParameterValueException", "Timeout must be positive"],
		["MalformedPolicyDocumentException", "Syntax errors in policy"],
		["ResourceNotFoundException", "no such function"],
		["Error", "Throttling"],
	] as const) {
		it(`does not after ${name}: ${message}`, async () => {
			assert.equal(await callsWith(refusal(name, message)), 1);
		});
	}

	it("does not after what is no error of AWS", async () => {
		await assert.rejects(
			withRetries(() => Promise.reject("words"), options()),
			(thrown) => thrown === "words",
		);
		assert.deepEqual(clock.slept, []);
	});

	it("waits longer each time, up to ten seconds, and gives up after two minutes with what was thrown last", async () => {
		let calls = 0;
		const always = async () => {
			calls += 1;
			throw refusal("ThrottlingException", `try ${calls}`);
		};
		await assert.rejects(withRetries(always, options()), (error: Error) => error.message === `try ${calls}`);
		assert.deepEqual(clock.slept.slice(0, 6), [500, 1000, 2000, 4000, 8000, 10_000]);
		assert.ok(clock.slept.slice(5).every((one) => one === 10_000));
		assert.ok(clock.now() <= 120_000 && clock.now() > 110_000, String(clock.now()));
		assert.equal(calls, clock.slept.length + 1);
	});

	it("waits half as long at least, whatever chance says", async () => {
		const never = () => Promise.reject(refusal("ThrottlingException"));
		await assert.rejects(withRetries(never, options({ random: () => 0, deadlineMs: 3_000 })));
		assert.deepEqual(clock.slept, [250, 500, 1000]);
	});

	it("ends as soon as it is interrupted, on the machine's clock, too", async () => {
		const stop = new AbortController();
		const refused = withRetries(
			async () => {
				setImmediate(() => stop.abort());
				throw refusal("ThrottlingException");
			},
			{ signal: stop.signal },
		);
		await assert.rejects(refused, { code: "interrupted" });
	});
});
