import type { CheckedEvent } from "../../base/doctor/check.js";
import type { FailedEvent, NoteEvent, ReadingEvent } from "../../base/shared-events.js";
import type { TaskContext } from "../../base/task-context.js";
import type { BootloaderEvent } from "../../board/bootloader/bootloader-events.js";
import type { DeviceEvent } from "../../board/monitor/device-events.js";
import type { ProvisionEvent } from "../../board/provision/provision-events.js";
import type { ApplyEvent } from "../../cloud/apply/apply-events.js";
import type { WatchEvent } from "../../cloud/watch/watch-events.js";
import type { ClaimedEvent } from "./claim-create.js";
import type { ExportedEvent } from "./cloud-export.js";
import type { LintEvent } from "./cloud-lint.js";
import type { ConfiguredEvent } from "./device-configure.js";
import type { SigningRequestEvent } from "./device-csr.js";
import type { FlashedEvent } from "./device-flash.js";
import type { ImageEvent } from "./device-image.js";
import type { InspectedEvent } from "./device-inspect.js";
import type { MonitorEvent } from "./device-monitor.js";
import type { PortEvent } from "./device-ports.js";
import type { BundledEvent } from "./doctor-bundle.js";
import type { ExplainedEvent } from "./explain.js";
import type { LocalEvent } from "./local.js";
import type { VirtualDeviceEvent } from "./run-device.js";

/**
 * All that operations report and the renderers print; with `--json` the same objects, one a line, with `time` (ISO 8601) added.
 * `device` is there where one of several devices is meant.
 */
export type ThingsmithEvent =
	| ApplyEvent
	| BootloaderEvent
	| BundledEvent
	| CheckedEvent
	| ClaimedEvent
	| ConfiguredEvent
	| DeviceEvent
	| DoneEvent
	| ExplainedEvent
	| ExportedEvent
	| FailedEvent
	| FlashedEvent
	| ImageEvent
	| InspectedEvent
	| LintEvent
	| LocalEvent
	| MonitorEvent
	| NoteEvent
	| PortEvent
	| ProvisionEvent
	| ReadingEvent
	| SigningRequestEvent
	| VirtualDeviceEvent
	| WatchEvent;

/** The command has come to its proper end. */
export interface DoneEvent {
	readonly event: "done";
}

/** What an operation is given: it may report any event. */
export type OperationContext = TaskContext<ThingsmithEvent>;
