import assert from "node:assert/strict";
import { memberOf } from "../../../host-tools/base/member-of.js";
import { bootstrapRefused } from "../../../host-tools/board/bootstrap-link/bootstrap-refused.js";
import { deviceFailure } from "../../../host-tools/board/provision/follow-failures.js";
import { exitCodeFor, exitCodes } from "../../../host-tools/cli/commands/exit-codes.js";
import { stepName } from "../../../host-tools/cli/render/timeline.js";
import { toToolError } from "../../../host-tools/cloud/account/to-tool-error.js";

const inherited = ["constructor", "toString", "hasOwnProperty", "__proto__"];

describe("memberOf", () => {
	it("gives what a table holds, and nothing that every object inherits", () => {
		const table = { a: 1 };
		assert.equal(memberOf(table, "a"), 1);
		for (const name of inherited) assert.equal(memberOf(table, name), undefined, name);
	});
});

describe("codes and names that a board or a server chose as objects' own", () => {
	for (const name of inherited) {
		it(`are words like others: ${name}`, () => {
			assert.match(bootstrapRefused({ code: name, message: "no" }).next ?? "", /device monitor/);
			assert.match(deviceFailure("board", { code: name, message: "no" }).next ?? "", /docs\/log-schema/);
			assert.equal(stepName(name), name);
			assert.equal(exitCodeFor(name as "internal"), exitCodes.failed);
			const said = Object.assign(new Error("no"), { name });
			const settings = {
				profile: undefined,
				region: undefined,
				endpointUrl: undefined,
				hasEnvironmentCredentials: false,
			};
			assert.equal(toToolError(said, "iot:DescribeEndpoint", settings).code, "aws-refused");
		});
	}
});
