/** AWS IoT Jobs Data (API model iot-jobs-data-2017-09-29). What a line says: api-model.ts. */
export const jobsDataPlane = `
DescribeJobExecution GET /things/{thingName}/jobs/{jobId} CertificateValidation ResourceNotFound TerminalState
GetPendingJobExecutions GET /things/{thingName}/jobs CertificateValidation ResourceNotFound
StartCommandExecution POST /command-executions Conflict InternalServer ResourceNotFound ServiceQuotaExceeded Validation
StartNextPendingJobExecution PUT /things/{thingName}/jobs/$next CertificateValidation ResourceNotFound
UpdateJobExecution POST /things/{thingName}/jobs/{jobId} CertificateValidation InvalidStateTransition ResourceNotFound
`;
