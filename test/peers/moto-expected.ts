const cloudFormation = "needs CloudFormation";
const noPolicy = "a policy without statements: AWS calls it malformed";
const noCertificate = "registers a text that is no certificate";
const otherError = "AWS answers UnauthorizedException for a rule that does not exist";

/** Tests of moto that fail here, and why the emulator is left as it is: the test's id, or `file::*` for all of one. */
export const expectedToFail: ReadonlyMap<string, string> = new Map([
	["test_iot_cloudformation::*", cloudFormation],
	["x", noPolicy],
	["x", noCertificate],
	["x", otherError],
]);
