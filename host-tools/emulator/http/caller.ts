import type { Caller } from "./operation.js";

/** Who everybody is that signs with SigV4: the emulator has no IAM, and they may do anything. */
export const accountUser = Object.freeze({ userId: "AIDATHINGSMITHLOCAL0", userName: "thingsmith" });

export const accountCaller: Caller = Object.freeze({
	principal: `${accountUser.userId}:${accountUser.userName}`,
	certificateId: undefined,
	authorize() {},
});
