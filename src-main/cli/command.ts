/** What a command is made of; `program.ts` turns it into the parser's command. */
import type { Option } from 'commander';
import type { Language } from '../contract/messages/render';
import type { LackOfMemory } from '../run/process-memory';
import type { ExitCode } from './exit-codes';
import type { CommandName, Messages } from './messages/catalogue';
import type { Output } from './output';

export interface Context {
  readonly output: Output;
  readonly messages: Messages;
  readonly language: Language;
  /** What a person types before a command's name, so that what is shown can be copied. */
  readonly invocation: string;
  /** Aborted when standard output is closed, as by `… | head`. */
  readonly outputClosed: AbortSignal;
  /** This process is only to explain the end of the one before it, which was for lack of memory. */
  readonly lackOfMemory: LackOfMemory | null;
}

export interface CommandDefinition {
  readonly name: Exclude<CommandName, 'help'>;
  /** A name that ends in "..." takes one or more values. */
  readonly arguments: readonly { readonly name: string; readonly text: keyof Messages['arguments'] }[];
  readonly options: (messages: Messages) => readonly Option[];
  /** Arguments of calls that a newcomer can copy. */
  readonly examples: readonly string[];
  /**
   * @param values of the arguments; as many as declared.
   * @param options by the camel-cased flag; those not given are undefined.
   */
  readonly run: (
    values: readonly string[],
    options: Readonly<Record<string, unknown>>,
    context: Context,
  ) => Promise<ExitCode>;
}
