/** Longest text, in bytes, that a node answers a question with; the controller takes no longer one. */
export const mostAnswerBytes = 768 * 1024;
