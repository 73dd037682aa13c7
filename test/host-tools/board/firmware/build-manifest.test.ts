import assert from "node:assert/strict";
import fc from "fast-check";
import { flashSizeBytes, parseBuildManifest } from "../../../../host-tools/board/firmware/build-manifest.js";
import { makeFirmware } from "../../../support/firmware-directory.js";

const good = () => JSON.parse(JSON.stringify(makeFirmware().manifest)) as Record<string, unknown>;
const refuses = (change: Record<string, unknown>, complaint: RegExp) =>
	assert.throws(() => parseBuildManifest({ ...good(), ...change }), { code: "firmware-invalid", message: complaint });

describe("parseBuildManifest", () => {
	it("takes what the build writes, and orders regions by offset", () => {
		const { manifest } = makeFirmware();
		assert.deepEqual(parseBuildManifest(good()), manifest);
		const turned = { ...good(), regions: [...manifest.regions].reverse() };
		assert.deepEqual(parseBuildManifest(turned).regions, manifest.regions);
	});

	it("names the member at fault", () => {
		const [first, ...others] = makeFirmware().manifest.regions;
		const region = (change: object) => ({ regions: [{ ...first, ...change }, ...others] });
		refuses({ schema: 2 }, /"schema"/);
		refuses({ target: "esp32", chip: "ESP32-C3" }, /"target" esp32/);
		refuses({ target: "__proto__" }, /"target"/);
		refuses({ debug: "no" }, /"debug"/);
		refuses({ flashSize: "4 MB" }, /"flashSize"/);
		refuses({ regions: [] }, /"regions"/);
		refuses({ partitions: {} }, /"partitions"/);
		refuses({ identity: undefined }, /"identity"/);
		refuses(region({ offset: 100 }), /regions\[0\]\.offset/);
		refuses(region({ size: 0 }), /regions\[0\]\.size/);
		refuses(region({ sha256: "00" }), /regions\[0\]\.sha256/);
		for (const file of ["../key.pem", "/etc/passwd", "a/b", "", ".."]) refuses(region({ file }), /regions\[0\]\.file/);
	});

	it("refuses regions that share a sector with each other or with the identity partition", () => {
		const { regions, identity } = makeFirmware().manifest;
		const [first, second, third] = regions;
		refuses({ regions: [first, { ...second, offset: 0x4000 }, third] }, /"bootloader" reaches into "partition-table"/);
		refuses(
			{ regions: [first, second, { ...third, size: identity.offset - 0x10000 + 1 }] },
			/"firmware" reaches into "identity"/,
		);
		const touching = [first, second, { ...third, size: identity.offset - 0x10000 }];
		assert.equal(parseBuildManifest({ ...good(), regions: touching }).regions.length, 3);
	});

	it("throws nothing but firmware-invalid, whatever it is given", () => {
		fc.assert(
			fc.property(fc.anything(), fc.constantFrom(...Object.keys(good())), (value, member) => {
				for (const input of [value, { ...good(), [member]: value }]) {
					try {
						parseBuildManifest(input);
					} catch (error) {
						assert.equal((error as { code: string }).code, "firmware-invalid");
					}
				}
			}),
		);
	});
});

describe("flashSizeBytes", () => {
	it("reads KB and MB and nothing else", () => {
		assert.equal(flashSizeBytes("4MB"), 0x400000);
		assert.equal(flashSizeBytes("512KB"), 0x80000);
		assert.equal(flashSizeBytes("detect"), undefined);
	});
});
