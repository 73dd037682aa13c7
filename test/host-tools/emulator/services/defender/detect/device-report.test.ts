import assert from "node:assert/strict";
import fc from "fast-check";
import type { JsonObject } from "../../../../../../host-tools/emulator/json-value.js";
import { parseReport } from "../../../../../../host-tools/emulator/services/defender/detect/device-report.js";

const types = new Map([
	["Battery", "number"],
	["Names", "string-list"],
	["Peers", "ip-address-list"],
	["Levels", "number-list"],
] as const);
const parse = (report: JsonObject) => parseReport(report, (name) => types.get(name as "Battery"));
const long: JsonObject = {
	header: { report_id: 1530304554, version: "1.0" },
	metrics: {
		listening_tcp_ports: { ports: [{ interface: "eth0", port: 24800 }, { port: 22 }], total: 3 },
		listening_udp_ports: { ports: [{ port: 5353 }] },
		network_stats: { bytes_in: 1, bytes_out: 2, packets_in: 3, packets_out: 4 },
		tcp_connections: {
			established_connections: {
				connections: [{ local_port: 80, remote_addr: "192.0.2.1:443" }, { remote_addr: "[2001:db8::1]:8000" }],
				total: 7,
			},
		},
	},
};
const short: JsonObject = {
	hed: { rid: 1530304554, v: "1.0" },
	met: {
		tp: { pts: [{ if: "eth0", pt: 24800 }, { pt: 22 }], t: 3 },
		up: { pts: [{ pt: 5353 }] },
		ns: { bi: 1, bo: 2, pi: 3, po: 4 },
		tc: { ec: { cs: [{ lp: 80, rad: "192.0.2.1:443" }, { rad: "[2001:db8::1]:8000" }], t: 7 } },
	},
};

describe("parseReport()", () => {
	it("reads AWS's metrics, with long names or short ones", () => {
		const { reportId, metrics } = parse(long);
		assert.equal(reportId, 1530304554);
		assert.deepEqual(Object.fromEntries(metrics), {
			"aws:listening-tcp-ports": { ports: [24800, 22] },
			"aws:num-listening-tcp-ports": { count: 3 },
			"aws:listening-udp-ports": { ports: [5353] },
			"aws:num-listening-udp-ports": { count: 1 },
			"aws:all-bytes-in": { count: 1 },
			"aws:all-bytes-out": { count: 2 },
			"aws:all-packets-in": { count: 3 },
			"aws:all-packets-out": { count: 4 },
			"aws:num-established-tcp-connections": { count: 7 },
			"aws:destination-ip-addresses": { cidrs: ["192.0.2.1", "2001:db8::1"] },
		});
		assert.deepEqual(parse(short), parse(long));
	});

	it("reads the account's own metrics, and leaves others out", () => {
		const custom_metrics = {
			Battery: [{ number: 0.5 }],
			Names: [{ string_list: ["a"] }],
			Peers: [{ ip_list: ["192.0.2.1"] }],
			Levels: [{ number_list: [1, 2] }],
			Unknown: [{ number: 1 }],
		};
		const { metrics } = parse({ header: { report_id: 1, version: "1.0" }, custom_metrics });
		assert.deepEqual(Object.fromEntries(metrics), {
			Battery: { number: 0.5 },
			Names: { strings: ["a"] },
			Peers: { cidrs: ["192.0.2.1"] },
			Levels: { numbers: [1, 2] },
		});
	});

	it("says what is wrong", () => {
		const header = { report_id: 1, version: "1.0" };
		assert.throws(() => parse({}), /header is missing/);
		assert.throws(() => parse({ header }), /metrics are missing/);
		assert.throws(() => parse({ header: { report_id: "1", version: "1.0" }, metrics: {} }), /report_id must be/);
		assert.throws(() => parse({ header: { report_id: 1 }, metrics: {} }), /version/);
		assert.throws(() => parse({ header, metrics: { network_stats: { bytes_in: -1 } } }), /bytes_in must be/);
		assert.throws(() => parse({ header, custom_metrics: { Battery: [{ number: "1" }] } }), /must have a number/);
	});

	it("throws nothing but errors with a reason, whatever it gets", () => {
		const names = ["header", "metrics", "hed", "met", "cmet", "tp", "pts", "Battery"];
		const json = fc.object({ key: fc.constantFrom(...names), maxDepth: 4 });
		fc.assert(
			fc.property(json, (report) => {
				try {
					parse(JSON.parse(JSON.stringify(report)));
				} catch (error) {
					assert.ok((error as Error).constructor === Error, String(error));
				}
			}),
		);
	});
});
