import { Router } from "../router.js";
import { controlPlane } from "./control-plane.js";
import { dataPlane } from "./data-plane.js";
import { jobsDataPlane } from "./jobs-data-plane.js";

/**
 * AWS's services that are emulated, by their signing names; `credentials` is the credentials provider, to which devices come with
 * their certificate.
 */
export type Plane = "iot" | "iotdata" | "iot-jobs-data" | "credentials" | "sts";

/** Those whose operations are in an API model. */
export type ModelledPlane = Exclude<Plane, "credentials" | "sts">;

/** What AWS's API models say of an operation. */
export interface ModelledOperation {
	/** As the API model calls it. */
	readonly name: string;
	readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
	/** A path template as `Operation.path` is. */
	readonly path: string;
	/** The errors it declares besides those of nearly all operations, without the ending "Exception", sorted. */
	readonly errors: readonly string[];
}

/** All operations there are: 272 of AWS IoT, 11 of its data plane, 5 of its jobs data plane. Lines: name, method, path, errors. */
export const apiModel: Readonly<Record<ModelledPlane, readonly ModelledOperation[]>> = Object.freeze({
	iot: operationsIn(controlPlane),
	iotdata: operationsIn(dataPlane),
	"iot-jobs-data": operationsIn(jobsDataPlane),
});

const routers = {
	iot: new Router(apiModel.iot),
	iotdata: new Router(apiModel.iotdata),
	"iot-jobs-data": new Router(apiModel["iot-jobs-data"]),
};

/** The name of the operation a request asks for, emulated or not; undefined when the plane has none of the kind. */
export function modelledOperation(plane: Plane, method: string, path: string): string | undefined {
	return isModelled(plane) ? routers[plane].match(method, path)?.route.name : undefined;
}

export function isModelled(plane: Plane): plane is ModelledPlane {
	return plane !== "credentials" && plane !== "sts";
}

function operationsIn(lines: string): readonly ModelledOperation[] {
	return lines
		.trim()
		.split("\n")
		.map((line) => {
			const [name = "", method = "", path = "", ...errors] = line.split(" ");
			return { name, method: method as ModelledOperation["method"], path, errors };
		});
}
