import type { Service, ServiceParts } from "../service.js";
import type { Command, CommandExecution } from "./command.js";
import { withCommandErrors } from "./command-errors.js";
import { CommandExecutions } from "./command-executions.js";
import { commandOperations } from "./command-operations.js";
import { CommandResponder } from "./command-responder.js";
import { isCommandTopic, mayPublishCommand, maySubscribeCommand, requestTopic } from "./command-topics.js";
import { Commands } from "./commands.js";
import { commandExecutionOperations } from "./execution-operations.js";

type Parts = Pick<ServiceParts, "clock" | "connections" | "store"> & {
	readonly registry: Pick<ServiceParts["registry"], "things" | "tags">;
};

/** AWS IoT commands: one instruction to one device, answered at once or not at all. */
export function commandsService({ clock, connections, store, registry: { things, tags } }: Parts): Service {
	const durable = () => store.durable();
	const publishOnceDurable = publisher(connections, durable);
	const commands = new Commands(store, clock);
	const tell = ({ executionId, status, statusReason, commandArn, targetArn }: CommandExecution) => {
		const event = { executionId, status, statusReason, eventType: "COMMAND_EXECUTION", commandArn, targetArn };
		const body = JSON.stringify({ ...event, timestamp: clock.now() });
		publishOnceDurable(`$aws/events/commandExecution/${lastOf(commandArn)}/${status}`, Buffer.from(body));
	};
	const executions = new CommandExecutions(store, clock, tell);
	const send = (execution: CommandExecution, { content, contentType }: Command) => {
		const { executionId, targetArn, executionTimeoutSeconds } = execution;
		const devices = targetArn.includes(":client/") ? "clients" : "things";
		const topic = requestTopic({ devices, deviceId: lastOf(targetArn) }, executionId, contentType);
		const properties = { contentType, messageExpiryInterval: executionTimeoutSeconds };
		publishOnceDurable(topic, Buffer.from(content, "base64"), properties);
	};
	const thingArn = (thingName: string) => things.findThing(thingName)?.thingArn;
	const responder = new CommandResponder({ executions, durable, thingArn });
	const operations = [
		...commandOperations({ commands, tags }),
		...commandExecutionOperations({ commands, executions, things, send }),
	];
	tags.taggable("command", (commandId) => commands.find(commandId)?.commandArn);
	return {
		name: "commands",
		operations: operations.map(withCommandErrors),
		reserved: {
			purpose: "commands",
			owns: isCommandTopic,
			mayPublish: mayPublishCommand,
			maySubscribe: maySubscribeCommand,
			needsConnection: true,
			answer: (request) => responder.answer(request),
		},
		close: () => executions.close(),
	};
}

/** Publishes what is kept; where it cannot be kept, the answer says so. */
function publisher(connections: ServiceParts["connections"], durable: () => Promise<void>) {
	return (topic: string, payload: Buffer, properties = {}) => {
		void durable().then(
			() => connections.publish(topic, payload, { properties }),
			() => {},
		);
	};
}

/** What an ARN names. */
function lastOf(arn: string): string {
	return arn.slice(arn.indexOf("/") + 1);
}
