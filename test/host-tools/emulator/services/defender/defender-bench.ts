import {
	type AuditFinding,
	DescribeAuditTaskCommand,
	type DescribeAuditTaskCommandOutput,
	ListAuditFindingsCommand,
	StartOnDemandAuditTaskCommand,
	UpdateAccountAuditConfigurationCommand,
} from "@aws-sdk/client-iot";
import type { Behaviour } from "../../../../../host-tools/emulator/behaviour.js";
import {
	type Connection,
	ConnectionHub,
	type DisconnectReason,
	nobody,
} from "../../../../../host-tools/emulator/broker/connections.js";
import { defenderService } from "../../../../../host-tools/emulator/services/defender/defender-service.js";
import { eventsService } from "../../../../../host-tools/emulator/services/events/events-service.js";
import type { Service } from "../../../../../host-tools/emulator/services/service.js";
import { serviceFactories } from "../../../../../host-tools/emulator/services/services.js";
import { fakeConnection } from "../../../../fakes/fake-connection.js";
import { TestControlPlane } from "../../http/test-control-plane.js";
import { issued } from "../registry-fixture.js";

export const roleArn = "arn:aws:iam::000000000000:role/defender";

/** A control plane with Device Defender, and devices whose connections are made up: no key, no socket. */
export class DefenderBench {
	readonly plane: TestControlPlane;
	readonly #connections: ConnectionHub;
	readonly #open: Map<string, Connection>;
	readonly service: Service;

	private constructor(parts: {
		plane: TestControlPlane;
		connections: ConnectionHub;
		open: Map<string, Connection>;
		service: Service;
	}) {
		this.plane = parts.plane;
		this.#connections = parts.connections;
		this.#open = parts.open;
		this.service = parts.service;
	}

	static async start(behaviour: Behaviour = {}): Promise<DefenderBench> {
		const connections = new ConnectionHub();
		const open = new Map<string, Connection>();
		connections.serveBy({
			...nobody,
			connectionOf: (clientId) => open.get(clientId),
			all: () => open.values(),
		});
		let service: Service = { name: "none" };
		const others = serviceFactories.filter((factory) => factory !== defenderService && factory !== eventsService);
		const plane = await TestControlPlane.start({
			services: [
				...others,
				(parts) => {
					service = defenderService({ ...parts, connections, behaviour: { ...parts.behaviour, ...behaviour } });
					return service;
				},
			],
		});
		return new DefenderBench({ plane, connections, open, service });
	}

	async close(): Promise<void> {
		this.service.close?.();
		await this.plane.close();
	}

	/** A certificate that no key belongs to. */
	addCertificate(name: string, notAfter?: number) {
		return this.plane.registry.certificates.addCertificate(issued(name, notAfter), { status: "ACTIVE" });
	}

	addPolicy(policyName: string, ...statements: readonly object[]) {
		const document = JSON.stringify({ Version: "2012-10-17", Statement: statements });
		return this.plane.registry.policies.createPolicy(policyName, document);
	}

	connect(clientId: string, certificateId: string, ipAddress = "127.0.0.1"): Connection {
		this.disconnect(clientId, "DUPLICATE_CLIENTID");
		const connection = fakeConnection({ clientId, principal: certificateId, certificateId, ipAddress });
		this.#open.set(clientId, connection);
		this.#connections.report((listener) => listener.connected?.(connection));
		return connection;
	}

	disconnect(clientId: string, reason: DisconnectReason = "CLIENT_INITIATED_DISCONNECT"): void {
		const connection = this.#open.get(clientId);
		if (connection === undefined || !this.#open.delete(clientId)) return;
		this.#connections.report((listener) => listener.disconnected?.(connection, reason));
	}

	publish(clientId: string, topic = "a", bytes = 1): void {
		const payload = Buffer.alloc(bytes);
		this.#connections.report((listener) => listener.published?.({ topic, payload, clientId }));
	}

	enable(...checks: readonly string[]) {
		return this.configure(Object.fromEntries(checks.map((check) => [check, { enabled: true }])));
	}

	configure(auditCheckConfigurations: Record<string, { enabled?: boolean; configuration?: Record<string, string> }>) {
		return this.plane.iot.send(new UpdateAccountAuditConfigurationCommand({ roleArn, auditCheckConfigurations }));
	}

	/** Performs an audit of checks that are enabled, and waits for its end. */
	async audit(...targetCheckNames: string[]) {
		const started = await this.plane.iot.send(new StartOnDemandAuditTaskCommand({ targetCheckNames }));
		const taskId = started.taskId ?? "";
		return { taskId, task: await this.ended(taskId), findings: await this.findings(taskId) };
	}

	async ended(taskId: string): Promise<DescribeAuditTaskCommandOutput> {
		for (;;) {
			const task = await this.plane.iot.send(new DescribeAuditTaskCommand({ taskId }));
			if (task.taskStatus !== "IN_PROGRESS") return task;
		}
	}

	async findings(taskId: string): Promise<AuditFinding[]> {
		return (await this.plane.iot.send(new ListAuditFindingsCommand({ taskId, maxResults: 250 }))).findings ?? [];
	}
}
