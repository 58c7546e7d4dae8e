import type { LedgerFactor } from "../generated/types";
import type { Entry } from "../logic/ledger";

/** An entry of the ledger as the learner believes it. */
export type Believing = Omit<LedgerFactor, "likelihood" | "magnitude" | "years" | "confidence"> & Entry;

/** What counts for the course that is weighed, what against, and what the other course would cost. */
export const sides = (instead: string): Record<Entry["side"], string> => ({
  benefit: "benefits",
  risk: "risks",
  reversal: `what ${instead} would cost`,
});
