/** Serial numbers that were made and not yet provisioned: read them from where you keep them. */
const ours = new Set(["0001", "0002", "0003"]);

/** Pre-provisioning hook: answers within five seconds, and anything but allowProvisioning: true denies. */
export const handler = async ({ parameters }) => ({ allowProvisioning: ours.has(parameters.SerialNumber) });
