import assert from "node:assert/strict";
import { findModdableSdk, howToGetSdk, type ModdableSdk } from "../../../host-tools/moddable/build/moddable-sdk.js";
import { describeUnless } from "../../support/skip-because.js";
import { judgeSoak } from "./judge-soak.js";
import { runSoak, type SoakOptions, type SoakRecord } from "./run-soak.js";
import { makeSchedule } from "./schedule.js";

const sdk = findModdableSdk(process.env);
const missing = sdk === undefined ? howToGetSdk : undefined;

describeUnless(missing, "two hours of a device in which something fails every ten minutes", () => {
	let record: SoakRecord;
	const options: SoakOptions = {
		sdk: sdk as ModdableSdk,
		schedule: makeSchedule(2, 1),
		speed: 288,
		keyOrigin: "aws",
		intervalMs: 10_000,
		blocks: 4,
		note: () => {},
	};

	before(async function () {
		this.timeout(900_000);
		record = await runSoak(options);
	});

	it("had every kind of fault, and felt it", () => {
		const device = record.events.filter(({ event }) => event === "soak.fault").map(({ fields }) => fields.kind);
		const kinds = [...record.inflicted.map(({ fault }) => fault.kind), ...device];
		const expected = ["clock", "cut", "detached", "inactive", "restart", "sensor", "stall", "wifi"];
		assert.deepEqual([...new Set(kinds)].sort(), expected);
		const codes = record.events.filter(({ event }) => event === "retry").map(({ fields }) => String(fields.code));
		for (const code of ["connection-lost", "connection-refused", "network-missing", "network-unreachable"]) {
			assert.ok(codes.includes(code), `${code} among ${codes}`);
		}
	});

	it("leaves nothing unexplained: each reading once, in order, memory flat, one start", () => {
		const { figures, problems } = judgeSoak(record, options);
		assert.deepEqual(problems, [], figures.map((figure) => figure.join(": ")).join("\n"));
	});
});
