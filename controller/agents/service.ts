import type { AgentServiceHandlers } from '../../shared/gen/towline/v1/AgentService.ts';
import { streaming, unary } from '../serve/handlers.ts';
import { createWriteBudget } from '../store/budget.ts';
import { answer } from './answer.ts';
import { confirm } from './confirm.ts';
import { confirmAgent } from './confirm-agent.ts';
import type { AgentContext } from './context.ts';
import { fetchAgent } from './fetch-agent.ts';
import { fetchBundle } from './fetch-bundle.ts';
import { createFetches } from './fetches.ts';
import { getChallenge } from './get-challenge.ts';
import { report } from './report.ts';
import { reportAddresses } from './report-addresses.ts';
import { watch } from './watch.ts';

/** AgentService, a method a file. */
export function agentService(context: AgentContext): AgentServiceHandlers {
  const { log } = context;
  const [fetches, confirmations] = [createFetches(), createWriteBudget()];
  return {
    GetChallenge: unary(log, (_request, call) => getChallenge(context, call)),
    Watch: streaming(log, (_request, call) => watch(context, call)),
    FetchBundle: streaming(log, (_request, call) => fetchBundle(context, fetches, call)),
    Confirm: unary(log, (request, call) => confirm(context, confirmations, request, call)),
    Report: unary(log, (request, call) => report(context, request, call)),
    ReportAddresses: unary(log, (request, call) => reportAddresses(context, request, call)),
    FetchAgent: streaming(log, (_request, call) => fetchAgent(context, fetches, call)),
    ConfirmAgent: unary(log, (request, call) => confirmAgent(context, request, call)),
    Answer: unary(log, (request, call) => answer(context, request, call)),
  };
}
