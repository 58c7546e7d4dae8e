import type { Snippet } from "svelte";
import type { Asked, Given } from "../generated/types";
import type { Result } from "../logic/scoring";

/** What the body of every kind of question is given: the question, the learner's state of it, and how to change that. */
export interface BodyProps {
  q: Asked;
  name: string;
  given: Partial<Given>;
  done: boolean;
  open: boolean;
  result: Result | null;
  prompt: Snippet;
  keep: (change: Partial<Given>) => void;
}
