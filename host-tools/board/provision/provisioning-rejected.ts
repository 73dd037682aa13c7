/** What is to be done where AWS rejected a request of provisioning: a board's and a virtual device's user read the same. */
export const afterProvisioningRejected =
	"check the template, its parameters, hook and policy; 409: the serial number has a thing already (docs/aws.md, Provision a device again); an emulator says why at /_thingsmith/journal";
