import assert from "node:assert/strict";
import { ownKeyProblems } from "../../../../firmware/core/bootstrap-link/own-key-answer.js";
import { changeSettings } from "../../../../firmware/core/settings/change-settings.js";
import { DeviceError } from "../../../../firmware/ports/errors.js";
import { bootstrapRefused } from "../../../../host-tools/board/bootstrap-link/bootstrap-refused.js";

describe("bootstrapRefused", () => {
	it("sends a board that has no settings to be provisioned, and not round in a circle", () => {
		assert.throws(
			() => changeSettings(undefined, {}),
			(error) => {
				assert.ok(error instanceof DeviceError);
				const { code, message } = error;
				assert.match(bootstrapRefused({ code, message }).next ?? "", /^make it a thing first: .*device provision/);
				return true;
			},
		);
	});

	it("says of a certificate for another key where its request comes from", () => {
		for (const message of Object.values(ownKeyProblems)) {
			assert.match(bootstrapRefused({ code: "bootstrap-invalid", message }).next ?? "", /device csr/);
		}
	});

	it("goes by the code otherwise", () => {
		const { next } = bootstrapRefused({ code: "flash-full", message: "The bootstrap does not fit" });
		assert.match(next ?? "", /^shorten/);
	});
});
