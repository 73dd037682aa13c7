import { invalidRequest } from "../../aws-error.js";
import type { PresentBehaviour } from "../../behaviour.js";
import {
	type ChangeableBehaviour,
	changeableOf,
	parseBehaviour,
	presetBehaviour,
	presets,
} from "../../changeable-behaviour.js";
import type { ApiCall, Operation } from "../../http/operation.js";
import type { JsonObject } from "../../json-value.js";
import type { Activity } from "./activity.js";
import { own } from "./own-operation.js";

/** Faults on request: what the emulator does otherwise than AWS does on a good day. */
export function behaviourOperations(behaviour: PresentBehaviour, activity: Activity): readonly Operation[] {
	const answer = () => ({ behaviour: changeableOf(behaviour), presets });
	return [
		own("GET", "behaviour", answer),
		own("PUT", "behaviour", (call) => {
			const wanted = wantedOf(call);
			Object.assign(behaviour, wanted);
			activity.add("behaviour", { behaviour: wanted });
			return answer();
		}),
	];
}

/** Members of the behaviour, or `{"preset": name}`. */
function wantedOf(call: ApiCall): ChangeableBehaviour {
	const preset = call.body().string("preset");
	try {
		if (preset !== undefined) return presetBehaviour(preset);
		return parseBehaviour(JSON.parse(call.payload.toString() || "{}") as JsonObject);
	} catch (error) {
		throw invalidRequest((error as Error).message);
	}
}
