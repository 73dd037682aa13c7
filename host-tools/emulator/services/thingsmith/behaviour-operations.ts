import { invalidRequest } from "../../aws-error.js";
import type { PresentBehaviour } from "../../behaviour.js";
import {
	type ChangeableBehaviour,
	changeableOf,
	memberForms,
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
	const answer = () => ({ behaviour: changeableOf(behaviour), members: memberForms, presets });
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

/** Members of the behaviour, a preset, or members on top of a preset. */
function wantedOf(call: ApiCall): ChangeableBehaviour {
	const name = call.body().string("preset");
	const { preset: _, ...members } = JSON.parse(call.payload.toString() || "{}") as JsonObject;
	if (name === undefined && Object.keys(members).length === 0) {
		throw invalidRequest("Nothing is to change: give members, as GET /_thingsmith/behaviour has them, or preset");
	}
	try {
		const changed = parseBehaviour(members);
		return name === undefined ? changed : { ...presetBehaviour(name), ...changed };
	} catch (error) {
		throw invalidRequest((error as Error).message);
	}
}
