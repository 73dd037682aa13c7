import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { readingsPartitionSize } from "../../host-tools/board/partitions/readings-file.js";

const root = path.resolve(import.meta.dirname, "..", "..", "..");
const manifestFiles = [
	"manifest.json",
	"firmware/adapters/esp32/manifest.json",
	"firmware/adapters/simulator/manifest.json",
	"firmware/typings/manifest.json",
];

interface Manifest {
	readonly include?: string[];
	readonly config?: Record<string, unknown>;
	readonly creation?: Record<string, unknown>;
	readonly modules?: Record<string, string | string[]>;
	readonly preload?: string[];
	readonly platforms?: Record<string, { include?: string; build?: Record<string, string>; error?: string }>;
}

const manifest = readManifest("manifest.json");

describe("manifest.json", () => {
	it("holds no endpoint, no certificate, no key and no password, in any of its parts", () => {
		for (const file of manifestFiles) {
			const text = readFileSync(path.join(root, file), "utf8");
			assert.doesNotMatch(text, /BEGIN|amazonaws|mqtts?:\/\/|https?:\/\/|password|secret|ssid|\.pem|\.der/i, file);
		}
	});

	it("configures TLS, leaves the flash files to the command line, and nothing else", () => {
		const configs = manifestFiles.map((file) => readManifest(file).config);
		const tls = { DHE_RSA: false, ECDHE_RSA: true };
		assert.deepEqual(configs, [{ tls }, undefined, { flashFile: "", readingsFile: "", serialPort: "" }, undefined]);
	});

	it("maps every folder under firmware/core and firmware/ports to the specifier of the same name", () => {
		for (const folder of [...folders("firmware/core"), "firmware/ports"]) {
			assert.equal(manifest.modules?.[`${folder}/*`], `./${folder}/*`, `${folder} is not mapped`);
		}
	});

	it("maps every folder of adapters, platforms under one common specifier", () => {
		const common = folders("firmware/adapters").filter((folder) => !/\/(esp32|simulator|sdk|fast-rsa)$/.test(folder));
		for (const folder of common) assert.equal(manifest.modules?.[`${folder}/*`], `./${folder}/*`, folder);
		for (const platform of ["esp32", "simulator"]) {
			const { modules } = readManifest(`firmware/adapters/${platform}/manifest.json`);
			assert.equal(modules?.["firmware/adapters/platform/*"], "./*", platform);
			assert.ok(existsSync(path.join(root, "firmware/adapters", platform, "open-platform.ts")), platform);
		}
	});

	it("preloads only modules that exist, and not main", () => {
		for (const file of manifestFiles) {
			const { modules = {}, preload = [] } = readManifest(file);
			for (const specifier of preload) {
				const source = modules[specifier];
				assert.ok(typeof source === "string", `${file} preloads "${specifier}", which it does not map`);
				assertSourceExists(file, source);
			}
			assert.ok(!preload.includes("firmware/main"), file);
		}
	});

	it("preloads everything but main", () => {
		const { modules = {}, preload = [] } = manifest;
		const left = Object.keys(modules).filter((specifier) => specifier !== "~" && !preload.includes(specifier));
		assert.deepEqual(left, ["firmware/main"]);
		assert.equal(manifest.creation?.main, "firmware/main");
	});

	it("leaves fast RSA to a build that asks for it", () => {
		const fast = readManifest("manifest_fast-rsa.json");
		assert.equal(fast.include?.[0], "./manifest.json");
		assert.equal(fast.modules?.mont, "./firmware/adapters/fast-rsa/mont");
		assertSourceExists("manifest_fast-rsa.json", fast.modules.mont);
		assert.equal(manifest.modules?.mont, undefined);
	});

	it("refuses platforms it was not made for", () => {
		assert.deepEqual(Object.keys(manifest.platforms ?? {}), ["lin", "mac", "win", "esp32", "..."]);
		assert.ok(manifest.platforms?.["..."]?.error);
	});

	it("includes our typings first, because the first definition of a specifier wins", () => {
		assert.equal(manifest.include?.[0], "./firmware/typings/manifest.json");
	});

	it("checks as strictly as the rest of the repository", () => {
		const strict = readJson("tsconfig.base.json").compilerOptions as Record<string, unknown>;
		const ours = (readJson("manifest.json").typescript as { tsconfig: { compilerOptions: Record<string, unknown> } })
			.tsconfig.compilerOptions;
		for (const [option, value] of Object.entries(strict)) {
			if (value === true && !["composite", "sourceMap", "forceConsistentCasingInFileNames"].includes(option)) {
				assert.equal(ours[option], true, option);
			}
		}
	});
});

describe("secure/partitions.csv", () => {
	it("has the identity where partitions.csv has it, behind a table at 0xf000, and encrypted", () => {
		const secure = readPartitions("firmware/adapters/esp32/secure/partitions.csv");
		const identity = ({ name }: { name: string }) => name === "identity";
		assert.deepEqual(secure.find(identity), readPartitions().find(identity));
		let end = 0x10000;
		for (const { name, offset, size } of secure) {
			assert.ok(offset >= end, `${name} overlaps`);
			end = offset + size;
		}
		assert.equal(end, 4 * 1024 * 1024);
		assert.equal((secure.find(({ type }) => type === "app")?.size ?? 1) % 0x10000, 0, "signatures want 64 KiB");
	});
});

describe("sdkconfig.defaults", () => {
	const settings = readSettings("firmware/adapters/esp32/sdkconfig/sdkconfig.defaults");

	it("is in secure/sdkconfig.defaults as a whole", () => {
		const secure = readSettings("firmware/adapters/esp32/secure/sdkconfig.defaults");
		assert.deepEqual(secure.slice(0, settings.length), settings);
	});

	it("is what QEMU gets, but for Wi-Fi, and with QEMU's Ethernet", () => {
		const common = settings.filter((setting) => !setting.startsWith("CONFIG_ESP_WIFI_"));
		assert.deepEqual(readSettings("test/qemu/sdkconfig.defaults"), [...common, "CONFIG_ETH_USE_OPENETH=y"]);
	});
});

describe("partitions.csv", () => {
	const partitions = readPartitions();
	const flashSize = 4 * 1024 * 1024;

	it("is what the ESP32 build uses", () => {
		const file = manifest.platforms?.esp32?.build?.["PARTITIONS_FILE ?="] ?? "";
		assert.ok(existsSync(path.join(root, file)), file);
	});

	it("has nvs, phy_init, the application, the readings and the identity", () => {
		assert.deepEqual(
			partitions.map(({ name, type, subtype }) => [name, type, subtype]),
			[
				["nvs", "data", "nvs"],
				["phy_init", "data", "phy"],
				["factory", "app", "factory"],
				["readings", "data", "0x41"],
				["identity", "data", "0x40"],
			],
		);
	});

	it("fills 4 MB of flash behind the partition table without gap or overlap", () => {
		let end = 0x9000;
		for (const { name, offset, size } of partitions) {
			assert.equal(offset, end, `${name} does not begin where the last partition ends`);
			end = offset + size;
		}
		assert.equal(end, flashSize);
	});

	it("aligns partitions to flash blocks and the application to 64 KiB", () => {
		for (const { name, type, offset, size } of partitions) {
			assert.equal(offset % (type === "app" ? 0x10000 : 0x1000), 0, name);
			assert.equal(size % 0x1000, 0, name);
		}
	});

	it("gives the identity the 32 KiB that flash images have, the readings what their files have, and has both encrypted", () => {
		const of = (wanted: string) => partitions.find(({ name }) => name === wanted);
		assert.equal(of("identity")?.size, 0x8000);
		assert.equal(of("readings")?.size, readingsPartitionSize);
		assert.deepEqual([of("identity")?.flags, of("readings")?.flags], ["encrypted", "encrypted"]);
	});
});

function readJson(file: string): Record<string, unknown> {
	return JSON.parse(readFileSync(path.join(root, file), "utf8"));
}

function readManifest(file: string): Manifest {
	return readJson(file) as Manifest;
}

/** `folder` and everything below it that holds sources, as paths with forward slashes. */
function folders(folder: string): string[] {
	const entries = readdirSync(path.join(root, folder), { withFileTypes: true });
	const nested = entries.filter((entry) => entry.isDirectory()).flatMap((entry) => folders(`${folder}/${entry.name}`));
	return [...(entries.some((entry) => entry.name.endsWith(".ts")) ? [folder] : []), ...nested];
}

function assertSourceExists(file: string, source: string): void {
	// The SDK's own modules are there when the SDK is.
	if (!source.startsWith("./")) return;
	const target = path.join(root, path.dirname(file), source);
	const found = source.endsWith("/*") ? existsSync(path.dirname(target)) : existsSync(`${target}.ts`);
	assert.ok(found, `${file}: "${source}" does not exist`);
}

/** Lines that are neither empty nor comments. */
function readSettings(file: string): string[] {
	const lines = readFileSync(path.join(root, file), "utf8").split("\n");
	return lines.filter((line) => line.trim() !== "" && !line.startsWith("#"));
}

function readPartitions(file = "firmware/adapters/partitions.csv") {
	return readSettings(file).map((line) => {
		const [name = "", type = "", subtype = "", offset, size, flags = ""] = line.split(",").map((cell) => cell.trim());
		return { name, type, subtype, offset: Number(offset), size: Number(size), flags };
	});
}
