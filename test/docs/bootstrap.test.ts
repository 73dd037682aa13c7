import assert from "node:assert/strict";
import { checkSettings } from "../../firmware/core/settings/settings-json.js";
import { toBootstrap } from "../../host-tools/board/identity/bootstrap-file.js";
import { readRoot } from "../support/source-imports.js";
import { testPki } from "../support/test-pki.js";

type Json = Record<string, unknown>;

interface Row {
	/** E.g. telemetry.sensor.name. */
	readonly path: string;
	/** Of the device: a settings file may have it. */
	readonly marked: boolean;
	readonly range: string;
	readonly fallback: string;
	readonly example: string;
}

const rows: readonly Row[] = readRoot("docs/bootstrap.md")
	.split("\n")
	.flatMap((line) => {
		const [, member = "", range = "", fallback = "", , example = ""] = line
			.split(/(?<!\\)\|/)
			.map((cell) => cell.trim());
		const match = /^`([a-zA-Z.]+)`( †)?$/.exec(member);
		return match === null ? [] : [{ path: match[1] ?? "", marked: match[2] !== undefined, range, fallback, example }];
	});

const required: Json = { host: "cloud.test", clientId: "test", templateName: "fleet" };
/** What an object needs so that one more member of it can be tried. */
const owners: Readonly<Record<string, Json>> = {
	wifi: { ssid: "test" },
	address: { address: "192.168.1.20", netmask: "255.255.255.0", gateway: "192.168.1.1", dns: "192.168.1.1" },
	telemetry: {},
	"telemetry.sensor": { name: "simulated", data: 4, clock: 5 },
	light: { pin: 8 },
	button: { pin: 9 },
};

/** `base` with `value` at `path`, in an owner that has what it needs. */
function withMember(base: Json, path: string, value: unknown): Json {
	const [first = "", ...rest] = path.split(".");
	if (rest.length === 0) return { ...base, [first]: value };
	const owner = (base[first] ?? owners[first] ?? {}) as Json;
	if (rest.length === 1) return { ...base, [first]: { ...owner, [rest[0] as string]: value } };
	const inner = { ...owners[`${first}.${rest[0]}`], [rest[1] as string]: value };
	return { ...base, [first]: { ...owner, [rest[0] as string]: inner } };
}

/** The value in backticks, unless it is none. */
function json(cell: string): unknown {
	const text = /^`(.*)`$/.exec(cell)?.[1];
	return text === undefined ? undefined : JSON.parse(text);
}

/** `value`, noting every member that is read of it and of objects in it; what `parameters` holds is free. */
function noting(value: unknown, path: string, read: Set<string>): unknown {
	if (Array.isArray(value)) return value.map((one) => noting(one, path, read));
	if (typeof value !== "object" || value === null || path === "parameters") return value;
	return new Proxy(value, {
		get: (target, name) => {
			const inner = path === "" ? String(name) : `${path}.${String(name)}`;
			read.add(inner);
			return noting(Reflect.get(target, name), inner, read);
		},
	});
}

/** Members that the host tools know of `owner`, from what they say about one that they do not. */
function knownToHost(owner: string): string[] {
	const file = owner === "" ? { strange: 1 } : withMember({}, owner, { strange: 1 });
	try {
		toBootstrap(file);
	} catch (error) {
		const names = /known are (.*)$/.exec((error as Error).message)?.[1];
		assert.ok(names, (error as Error).message);
		return names.split(", ").map((name) => (owner === "" ? name : `${owner}.${name}`));
	}
	return assert.fail(`a strange member of "${owner}" was taken`);
}

const documented = () => rows.map(({ path }) => path).sort();

describe("docs/bootstrap.md", () => {
	it("has every member that the firmware reads, and no other of the device", () => {
		const read = new Set<string>();
		const full = { ...required, ...owners, telemetry: { sensor: owners["telemetry.sensor"] } };
		checkSettings(noting(full, "", read));
		const own = documented().filter((path) => !/^(version|rootCa|claim|permanent)\b/.test(path));
		assert.deepEqual([...read].sort(), own);
	});

	it("has every member that the host tools know, and no other", () => {
		const names = ["", "wifi", "address", "light", "button", "telemetry", "telemetry.sensor", "claim", "permanent"];
		const known = names.flatMap(knownToHost);
		assert.deepEqual(known.sort(), documented());
	});

	it("has the defaults of the firmware", () => {
		const withDefaults = rows.filter(({ fallback }) => json(fallback) !== undefined);
		assert.ok(withDefaults.length > 10);
		for (const { path, fallback } of withDefaults) {
			const owner = path.includes(".") ? path.slice(0, path.lastIndexOf(".")) : undefined;
			const base = owner === undefined ? required : { ...required, [owner]: owners[owner] };
			assert.deepEqual(checkSettings(withMember(base, path, json(fallback))), checkSettings(base), path);
		}
	});

	it("has the ranges of the firmware", () => {
		let checked = 0;
		for (const { path, range } of rows) {
			const match = /^integer, ([\d,]+) to ([\d,]+)$/.exec(range);
			if (match === null) continue;
			const [least, most] = [match[1], match[2]].map((text) => Number(text?.replaceAll(",", "")));
			assert.ok(least !== undefined && most !== undefined);
			const check = (value: number) => checkSettings(withMember(required, path, value));
			for (const value of [least, most]) check(value);
			for (const value of [least - 1, most + 1]) assert.throws(() => check(value), { code: "bootstrap-invalid" }, path);
			checked += 1;
		}
		assert.ok(checked >= 9);
	});

	it("has examples that work", async () => {
		const pki = await testPki();
		const [{ certificatePem, privateKeyPem }] = pki.clients;
		const claim = { certificatePem, privateKeyPem };
		const permanent = { ...claim, thingName: "pump-7" };
		for (const { path, example } of rows) {
			const value = json(example);
			if (value === undefined) continue;
			const credential = path.startsWith("permanent") ? { permanent } : { claim };
			const file = { version: 1, ...required, rootCa: pki.rootCaPem, ...credential };
			assert.doesNotThrow(() => toBootstrap(withMember(file, path, value)), path);
		}
	});

	it("marks what a settings file may hold", () => {
		const ofCloud = /^(version|host|port|rootCa|clientId|templateName|parameters|claim|permanent)\b/;
		for (const { path, marked } of rows) assert.equal(marked, !ofCloud.test(path), path);
	});
});
