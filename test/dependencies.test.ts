import assert from "node:assert/strict";
import semver from "semver";
import { readRoot } from "./support/source-imports.js";

const floor = "20.19.0";

interface LockedPackage {
	readonly version?: string;
	readonly engines?: { readonly node?: string };
	readonly resolved?: string;
}

const lock = JSON.parse(readRoot("package-lock.json")) as { packages: Record<string, LockedPackage> };
const manifest = JSON.parse(readRoot("package.json")) as { engines: { node: string } };

describe("dependencies", () => {
	it(`package.json promises Node ${floor}`, () => {
		assert.equal(semver.minVersion(manifest.engines.node)?.version, floor);
	});

	it(`every package of the lock file admits Node ${floor}`, () => {
		const packages = Object.entries(lock.packages);
		assert.ok(packages.length > 50);
		const refusing = packages
			.filter(([, { engines }]) => engines?.node !== undefined && !semver.satisfies(floor, engines.node))
			.map(([path, { version, engines }]) => `${path} ${version} wants ${engines?.node}`);
		assert.deepEqual(refusing, []);
	});

	it("the lock file names no host to download from", () => {
		assert.deepEqual(
			Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined),
			[],
		);
	});
});
