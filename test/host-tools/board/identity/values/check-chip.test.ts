import assert from "node:assert/strict";
import { checkedDevice } from "../../../../../host-tools/board/identity/checked-settings.js";
import { checkChip } from "../../../../../host-tools/board/identity/values/check-chip.js";

const check = (members: object, target: string) => checkChip(checkedDevice(members, "a.json"), target);
const sensor = (wiring: object) => ({ telemetry: { sensor: { name: "tmp117", ...wiring } } });
const ntc = { telemetry: { sensor: { name: "ntcThermistor", pin: 33 } } };

describe("what a board is wired to, and its chip", () => {
	for (const [members, target, message] of [
		[sensor({ data: 4, clock: 22 }), "esp32c3", /GPIO 22, as "telemetry\.sensor\.clock".* 21/],
		[sensor({ data: 31, clock: 5 }), "esp32c6", /"telemetry\.sensor\.data"/],
		[ntc, "esp32c3", /"telemetry\.sensor\.pin"/],
		[{ light: { pin: 48 } }, "esp32", /"light\.pin".* 39/],
		[{ button: { pin: 40 } }, "esp32", /"button\.pin"/],
		[sensor({}), "esp32", /no I2C bus/],
	] as const) {
		it(`${JSON.stringify(members)} is refused on ${target}`, () => {
			assert.throws(
				() => check(members, target),
				(error: Error & { code: string; next?: string }) => {
					assert.equal(error.code, "chip-mismatch");
					assert.match(error.message, message);
					return error.next !== undefined;
				},
			);
		});
	}

	it("is taken where the chip has it, and where the chip is not known", () => {
		check(sensor({ data: 21, clock: 0 }), "esp32c3");
		check(sensor({}), "esp32c3");
		check(sensor({ data: 21, clock: 22 }), "esp32");
		check({ light: { pin: 48 } }, "esp32s3");
		check({}, "esp32");
		check(ntc, "esp32");
		check({ light: { pin: 48 } }, "esp32h2");
	});
});
