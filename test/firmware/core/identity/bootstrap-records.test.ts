import assert from "node:assert/strict";
import type { Bootstrap, BootstrapForOwnKey } from "../../../../firmware/core/bootstrap.js";
import { bootstrapKinds, fromRecords, toRecords } from "../../../../firmware/core/identity/bootstrap-records.js";
import type { DeviceError } from "../../../../firmware/ports/errors.js";
import { nodeTextCodec } from "../../../../host-tools/virtual-device/node-text-codec.js";
import { fakePair } from "../../../fakes/fake-pair.js";
import { fakeSettings } from "../../../support/fake-device.js";

const der = (...bytes: number[]) => Uint8Array.of(0x30, bytes.length, ...bytes);
const common = {
	settings: fakeSettings({ wifi: { ssid: "Küche", password: "geheim 123" } }),
	rootCa: der(1),
};
const [own, other, claimed] = [fakePair("own"), fakePair("other"), fakePair("claim")];
const identity = { certificate: own.certificate, certificateId: "ab".repeat(32), thingName: "pump-7" };
const claim = { kind: "claim", certificate: claimed.certificate, privateKey: claimed.privateKey } as const;

const bootstraps: Readonly<Record<string, Bootstrap | BootstrapForOwnKey>> = {
	"with a claim": { ...common, credential: { ...claim, expiresAt: 1_795_000_000_000 } },
	"with a claim that does not expire": { ...common, credential: { ...claim, expiresAt: undefined } },
	"with a permanent credential": {
		...common,
		credential: { kind: "permanent", ...identity, privateKey: own.privateKey },
	},
	"for the device's own key": { ...common, credential: { kind: "own-key", ...identity } },
};

describe("the records of a bootstrap", () => {
	for (const [name, bootstrap] of Object.entries(bootstraps)) {
		it(`${name} are one of the known kinds and make the same bootstrap again`, () => {
			const records = toRecords(bootstrap, nodeTextCodec);
			const types = [...records.keys()].sort((a, b) => a - b);
			assert.ok(bootstrapKinds.some((kind) => kind.join() === types.join()));
			assert.deepEqual(fromRecords(records, nodeTextCodec), bootstrap);
		});

		it(`${name} are refused when any of them is missing`, () => {
			const records = toRecords(bootstrap, nodeTextCodec);
			for (const type of records.keys()) {
				// Without record 8 it is another kind; without 4 it is a permanent one that lacks everything.
				if (type === 8) continue;
				const rest = new Map([...records].filter(([one]) => one !== type));
				assert.throws(() => fromRecords(rest, nodeTextCodec), { code: "bootstrap-invalid" }, `without ${type}`);
			}
		});
	}

	it("are refused when a name does not belong to the certificate, or is none", () => {
		const records = toRecords(bootstraps["with a permanent credential"] as Bootstrap, nodeTextCodec);
		const another = { certificateId: "cd".repeat(32), thingName: "pump-7" };
		const names = [
			another,
			{ ...another, ...identity, thingName: "" },
			{ ...identity, thingName: "x".repeat(129) },
			{},
		];
		for (const name of names) {
			const wrong = new Map([...records, [10, Buffer.from(JSON.stringify(name))]] as [number, Uint8Array][]);
			assert.throws(() => fromRecords(wrong, nodeTextCodec), { code: "bootstrap-invalid" });
		}
	});

	it("are refused when the key is not that of the certificate, as when two files were mixed up", () => {
		for (const [name, type] of [
			["with a claim", 5],
			["with a permanent credential", 8],
		] as const) {
			const records = toRecords(bootstraps[name] as Bootstrap, nodeTextCodec);
			const mixed = new Map([...records, [type, other.privateKey] as const]);
			const certificate = type - 1;
			assert.throws(() => fromRecords(mixed, nodeTextCodec), {
				code: "bootstrap-invalid",
				message: `Record ${type} is not the key of record ${certificate}; write a new bootstrap`,
			});
		}
	});

	it("are refused without a word of what they hold", () => {
		const records = toRecords(bootstraps["with a claim"] as Bootstrap, nodeTextCodec);
		for (const type of records.keys()) {
			const secret = Buffer.from(`{"password":"geheim 123`);
			assert.throws(
				() => fromRecords(new Map([...records, [type, secret]]), nodeTextCodec),
				({ code, message, stack, cause }: DeviceError) =>
					code === "bootstrap-invalid" && !`${message}${stack}${cause}`.includes("geheim"),
				`record ${type}`,
			);
		}
	});
});
