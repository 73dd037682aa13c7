import assert from "node:assert/strict";
import { ToolError } from "../../../../host-tools/base/tool-error.js";
import type { PortInfo } from "../../../../host-tools/board/serial/list-ports.js";
import type { OpenSerialLink } from "../../../../host-tools/board/serial/serial-link.js";
import { type DeviceMonitorOptions, monitorDevice } from "../../../../host-tools/cli/operations/device-monitor.js";
import type { ThingsmithEvent } from "../../../../host-tools/cli/operations/events.js";
import { until } from "../../../support/deadline.js";
import { RecordedContext } from "../../../support/recorded-context.js";

type Listener = Parameters<Awaited<ReturnType<OpenSerialLink>>["listen"]>[0];

/** Ports that a test plugs, unplugs and speaks on. */
class Ports {
	present: string[] = ["/dev/ttyACM0"];
	readonly opened: string[] = [];
	readonly signals: string[] = [];
	open = 0;
	/** How often the ports were listed. */
	looks = 0;
	failure: ToolError | undefined;
	#listener: Listener;

	readonly link: OpenSerialLink = async (name) => {
		this.opened.push(name);
		if (this.failure !== undefined) throw this.failure;
		if (!this.present.includes(name)) throw new ToolError("port-missing", "none");
		this.open += 1;
		return {
			name,
			hasSignals: true,
			listen: (listener) => {
				this.#listener = listener;
			},
			write: async () => undefined,
			setBaudRate: async () => undefined,
			setSignals: async ({ dtr, rts }) => {
				this.signals.push(`dtr ${dtr} rts ${rts}`);
				if (rts) this.say("boot log\n");
			},
			close: async () => {
				this.open -= 1;
			},
		};
	};

	readonly list = async (): Promise<PortInfo[]> => {
		this.looks += 1;
		return this.present.map((path) => ({ path, usb: { vendorId: "303a", productId: "1001" } }));
	};

	say(text: string | Uint8Array): void {
		this.#listener?.onBytes(Buffer.from(text));
	}

	unplug(): void {
		this.present = [];
		this.#listener?.onClosed(new ToolError("port-lost", "gone"));
	}
}

function monitor(ports: Ports, more: Partial<DeviceMonitorOptions> = {}, port?: string) {
	const context = new RecordedContext();
	const board = { port, baudRate: 115_200, env: {}, openLink: ports.link, list: ports.list };
	const ended = monitorDevice({ board, raw: false, reset: false, retryMs: 1, ...more }, context);
	const event = (name: ThingsmithEvent["event"], count = 1) =>
		until(`${name} number ${count}`, () => context.named(name).length >= count && context.named(name)[count - 1]);
	return { context, ended, event };
}

describe("device monitor", () => {
	it("restarts the board when asked to, and shows its log from the first line", async () => {
		const ports = new Ports();
		const { context, ended, event } = monitor(ports, { reset: true });
		assert.deepEqual(await event("line"), { event: "line", device: "ttyACM0", text: "boot log" });
		await until("the reset", () => ports.signals.length === 2);
		assert.deepEqual(ports.signals, ["dtr false rts true", "dtr false rts false"]);
		context.stop();
		await ended;
		assert.equal(ports.open, 0);
	});

	it("gives bytes as they come with --raw, characters whole", async () => {
		const ports = new Ports();
		const { context, ended, event } = monitor(ports, { raw: true });
		await event("link");
		const bytes = Buffer.from("21 °C\r\n");
		ports.say(bytes.subarray(0, 4));
		ports.say(bytes.subarray(4));
		const text = context.named("raw").map((one) => one.text);
		assert.equal(text.join(""), "21 °C\r\n");
		context.stop();
		await ended;
	});

	it("says once what a board's words mean, and what its failing again and again does", async () => {
		const ports = new Ports();
		const { context, ended, event } = monitor(ports);
		await event("link");
		for (let time = 0; time < 2; time++) ports.say("Brownout detector was triggered\r\n");
		const retry = { level: "warning", event: "retry", code: "network-refused", message: "Wi-Fi", delayMs: 1 };
		for (let time = 0; time < 3; time++) ports.say(`thingsmith ${JSON.stringify(retry)}\r\n`);
		const notes = context.named("note").map(({ text }) => text);
		assert.equal(notes.length, 2);
		assert.match(notes[0] ?? "", /^The board: its supply voltage breaks down.*Next: use a short, good USB cable/);
		assert.match(
			notes[1] ?? "",
			/^ttyACM0: Wi-Fi, 2 times in a row: the Wi-Fi's password is wrong.*Next: give the right password/,
		);
		context.stop();
		await ended;
	});

	it("finds a board again under another name, where nobody named it", async () => {
		const ports = new Ports();
		const { context, ended, event } = monitor(ports);
		await event("link");
		ports.say("half a line");
		ports.unplug();
		assert.deepEqual(await event("line"), { event: "line", device: "ttyACM0", text: "half a line" });
		assert.deepEqual(await event("link", 2), { event: "link", port: "/dev/ttyACM0", state: "lost" });
		const before = ports.looks;
		// Whoever looks a second time has found nothing the first time.
		await until("a try in vain", () => ports.looks > before + 1);
		ports.present = ["/dev/ttyACM1"];
		assert.deepEqual(await event("link", 3), { event: "link", port: "/dev/ttyACM1", state: "open" });
		context.stop();
		await ended;
		assert.equal(ports.open, 0);
	});

	it("waits for the port that was named, and for the system to give it to the user", async () => {
		const ports = new Ports();
		const { context, ended, event } = monitor(ports, {}, "/dev/ttyACM0");
		await event("link");
		ports.unplug();
		await until("tries in vain", () => ports.opened.length > 3);
		assert.ok(ports.opened.every((name) => name === "/dev/ttyACM0"));
		ports.failure = new ToolError("port-forbidden", "not yet");
		ports.present = ["/dev/ttyACM0"];
		await until("more tries in vain", () => ports.opened.length > 6);
		ports.failure = undefined;
		await event("link", 3);
		context.stop();
		await ended;
	});

	it("ends with what no waiting mends, and when it is stopped while it waits", async () => {
		const ports = new Ports();
		const { event, ended } = monitor(ports);
		await event("link");
		ports.failure = new ToolError("installation-incomplete", "no library");
		const failed = assert.rejects(ended, { code: "installation-incomplete" });
		ports.unplug();
		ports.present = ["/dev/ttyACM0"];
		await failed;
		const waiting = new Ports();
		const second = monitor(waiting);
		await second.event("link");
		waiting.unplug();
		await second.event("link", 2);
		second.context.stop();
		await second.ended;
	});

	it("is port-missing at once where there is no board to begin with", async () => {
		const ports = new Ports();
		ports.present = [];
		await assert.rejects(monitor(ports).ended, { code: "port-missing" });
	});
});
