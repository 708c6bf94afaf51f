import type { ZodError } from 'zod';

/** What zod found, one line a problem: `file: key: what is wrong`. Values are left out: they may be secrets. */
export function describeIssues(file: string, error: ZodError): string {
  return error.issues
    .map((issue) => {
      const key = issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `;
      return `${file}: ${key}${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`;
    })
    .join('\n');
}
