import assert from "node:assert/strict";
import fc from "fast-check";
import { checkSettings } from "../../../../firmware/core/settings/settings-json.js";
import { checkedSettings } from "../../../../host-tools/board/identity/checked-settings.js";
import { knownSensors } from "../../../../host-tools/board/identity/values/known-sensors.js";

const least = { host: "a1b2-ats.iot.eu-central-1.amazonaws.com", clientId: "thingsmith-1" };
const marked = "S3CRET-MARK";
type Json = Readonly<Record<string, unknown>>;

const telemetry = (members: Json) => ({ telemetry: members });
const address = (members: Json) => ({
	address: { address: "192.168.1.20", netmask: "255.255.255.0", gateway: "192.168.1.1", dns: "1.1.1.1", ...members },
});

/** What is refused: members, the member that the error names, the problem, and the mend. */
const refused: readonly (readonly [members: Json, member: string, problem: RegExp, next: RegExp])[] = [
	[{ host: "https://x-ats.iot.us-east-1.amazonaws.com" }, "host", /scheme/, /"x-ats.iot.us-east-1.amazonaws.com"/],
	[{ host: "mqtts://broker.test:8883/path" }, "host", /scheme/, /write "broker.test"/],
	[{ host: " broker.test" }, "host", /blank/, /write "broker.test"/],
	[{ host: "broker.test\n" }, "host", /line end/, /write "broker.test"/],
	[{ host: "broker.test:8883" }, "host", /port/, /write "broker.test"/],
	[{ host: "broker.test/mqtt" }, "host", /path/, /write "broker.test"/],
	[{ host: "arn:aws:iot:us-east-1:123456789012:endpoint" }, "host", /ARN/, /describe-endpoint/],
	[{ host: "iot.us-east-1.amazonaws.com" }, "host", /API/, /describe-endpoint/],
	[{ host: "10.0.0.256" }, "host", /neither/, /describe-endpoint/],
	[{ host: "-broker.test" }, "host", /neither/, /describe-endpoint/],
	[{ host: "bröker.test" }, "host", /outside ASCII/, /describe-endpoint/],
	[{ host: "broker..test" }, "host", /neither/, /describe-endpoint/],
	[{ port: 1883 }, "port", /MQTT/, /8883 or 443/],
	[{ clientId: "a\0b" }, "clientId", /control/, /leave it out/],
	[{ clientId: "$aws" }, "clientId", /\$/, /leave it out/],
	[{ clientId: "\ud800" }, "clientId", /half/, /leave it out/],
	[{ wifi: { ssid: "home", password: `${marked}${"x".repeat(53)}` } }, "wifi.password", /hexadecimal/, /passphrase/],
	[{ wifi: { ssid: "home", password: `${marked}\n` } }, "wifi.password", /line end/, /take it out/],
	[{ wifi: [{ ssid: "home" }, { ssid: "cafe\r" }] }, "wifi[1].ssid", /line end/, /take it out/],
	[{ wifi: { ssid: "home", password: "x".repeat(65) } }, "wifi.password", /64 bytes/, /mend/],
	[{ wifi: { ssid: "home", password: "seven77" } }, "wifi.password", /8 to 63 bytes or 64 hexadecimal/, /mend/],
	[{ wifi: { ssid: "ä".repeat(17) } }, "wifi.ssid", /32 bytes/, /mend/],
	[{ timeServers: ["ntp://pool.ntp.org"] }, "timeServers[0]", /scheme/, /write "pool.ntp.org"/],
	[{ timeServers: ["pool.ntp.org", "time.test:123"] }, "timeServers[1]", /port/, /write "time.test"/],
	[{ timeServers: ["2001:db8::1"] }, "timeServers[0]", /IPv6/, /pool/],
	[address({ netmask: "255.0.255.0" }), "address.netmask", /netmask/, /255\.255\.255\.0/],
	[address({ netmask: "0.0.0.0" }), "address.netmask", /netmask/, /255\.255\.255\.0/],
	[address({ netmask: "255.255.255.255" }), "address.netmask", /netmask/, /255\.255\.255\.0/],
	[address({ gateway: "192.168.2.1" }), "address.gateway", /subnet/, /ask/],
	[address({ gateway: "192.168.1.20" }), "address.gateway", /own/, /ask/],
	[address({ gateway: "192.168.1.0" }), "address.gateway", /network itself/, /host/],
	[address({ address: "192.168.1.0" }), "address.address", /network itself/, /host/],
	[address({ address: "192.168.1.255" }), "address.address", /broadcast/, /host/],
	[address({ dns: "224.0.0.1" }), "address.dns", /no address of one host/, /192/],
	[address({ dns: "1.1.1" }), "address.dns", /IPv4|bytes/, /mend/],
	[telemetry({ topic: "{ThingName}/temperature" }), "telemetry.topic", /\{ThingName\}/, /\{thingName\}/],
	[telemetry({ topic: "dt/$" + "{thingName}/t" }), "telemetry.topic", /\$\{thingName\}/, /\{thingName\}/],
	[telemetry({ topic: "dt/{{thingName}}/t" }), "telemetry.topic", /placeholder/, /\{thingName\}/],
	[telemetry({ statusTopic: "{serial}/s" }), "telemetry.statusTopic", /\{serial\}/, /\{thingName\}/],
	[telemetry({ topic: "$aws/things/{thingName}/shadow/update" }), "telemetry.topic", /begins with \$/, /rules/],
	[telemetry({ topic: "$share/a/b" }), "telemetry.topic", /begins with \$/, /another/],
	[telemetry({ topic: "a\0b" }), "telemetry.topic", /control/, /take/],
	[telemetry({ topic: "dt/+/t" }), "telemetry.topic", /wildcards/, /mend/],
	[telemetry({ topic: "a/b/c/d/e/f/g/h/i" }), "telemetry.topic", /7 slashes/, /mend/],
	[telemetry({ topic: `${"{thingName}".repeat(2)}${"t".repeat(240)}` }), "telemetry.topic", /256 bytes/, /./],
	[telemetry({ sensor: "ds18b20" }), "telemetry.sensor", /driver/, /simulated, .*aht10/],
	[telemetry({ sensor: "toString" }), "telemetry.sensor", /driver/, /simulated/],
	[telemetry({ sensor: "ntcThermistor" }), "telemetry.sensor.pin", /missing/, /"pin": 3/],
];

describe("settings, checked on the host", () => {
	for (const [members, member, problem, next] of refused) {
		it(`${JSON.stringify(members).slice(0, 70)} are refused, naming ${member} and the mend`, () => {
			assert.throws(
				() => checkedSettings({ ...least, ...members }, "a.json"),
				(error: Error & { code: string; next?: string }) => {
					assert.equal(error.code, "bootstrap-invalid");
					assert.ok(error.message.startsWith(`a.json: "${member}" `), error.message);
					assert.match(error.message, problem);
					assert.match(error.next ?? "", next);
					assert.equal(`${error.message}${error.next}`.includes(marked), false);
					return true;
				},
			);
		});
	}

	it("with a thing's name that is known are refused where topics get too long with it", () => {
		const settings = { ...least, ...telemetry({ topic: `{thingName}/${"t".repeat(240)}` }) };
		assert.equal(checkedSettings(settings, "a.json", "pump").telemetry.topic.length, 252);
		assert.throws(() => checkedSettings(settings, "a.json", "p".repeat(16)), { message: /256 bytes/ });
	});

	it("that work are what the device makes of them", () => {
		const good: readonly Json[] = [
			{},
			...["localhost", "127.0.0.1", "::1", "broker", "my_broker.test", "a.b.c"].map((host) => ({ host })),
			{ clientId: "ä b/c" },
			{ port: 443 },
			{ host: "broker.test", port: 1883 },
			{ wifi: { ssid: "home", password: "0123456789abcdefABCDEF0123456789abcdefabcdef0123456789abcdef0123" } },
			{ wifi: { ssid: "home", password: "x".repeat(63) } },
			{ wifi: { ssid: " caf\u00e9 ", password: "p\u00e4ssw\u00f6rt" } },
			address({}),
			address({ netmask: "255.255.255.254", address: "10.0.0.0", gateway: "10.0.0.1" }),
			address({ netmask: "255.0.0.0", address: "10.1.0.0", gateway: "10.0.0.1" }),
			{ timeServers: ["192.168.1.1", "pool.ntp.org"] },
			telemetry({ topic: "$aws/rules/readings/dt/{thingName}", statusTopic: "" }),
			telemetry({ topic: "dt/{thingName}/{thingName}" }),
			telemetry({ sensor: { name: "ntcThermistor", pin: 3 } }),
			...Object.keys(knownSensors).map((name) => telemetry({ sensor: { name, pin: 3 } })),
		];
		for (const members of good) {
			const settings = { ...least, ...members };
			assert.deepEqual(checkedSettings(settings, "a.json"), checkSettings(settings));
		}
	});

	it("take every netmask of ones before zeros, with every two hosts of its network", () => {
		const dotted = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
		const subnet = fc.integer({ min: 1, max: 29 }).chain((prefix) => {
			const hosts = 2 ** (32 - prefix) - 2;
			return fc.record({
				prefix: fc.constant(prefix),
				hosts: fc.uniqueArray(fc.integer({ min: 1, max: hosts }), { minLength: 2, maxLength: 2 }),
			});
		});
		fc.assert(
			fc.property(subnet, ({ prefix, hosts: [one = 0, other = 0] }) => {
				const netmask = (0xffffffff << (32 - prefix)) >>> 0;
				// 10.0.0.0 up: of a short prefix the network is one of nobody's addresses.
				const network = (0x0a000000 & netmask) >>> 0;
				const inside = (host: number) => dotted((network + host) >>> 0);
				const first = Number(inside(one).split(".")[0]);
				const second = Number(inside(other).split(".")[0]);
				fc.pre([first, second].every((octet) => octet > 0 && octet < 224 && octet !== 127));
				const members = address({ netmask: dotted(netmask), address: inside(one), gateway: inside(other) });
				checkedSettings({ ...least, ...members }, "a.json");
			}),
		);
	});
});
