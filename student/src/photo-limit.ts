/** The bytes limit of one photo, as the contract has it; a test holds the two together. */
export const photoMaxBytes = 25 * 1024 * 1024
