/** The parser's complaints as errors of our catalogue, so that they read the same as all others, in either language. */
import type { Command, CommanderError } from 'commander';
import { AppError } from '../contract/errors';

/**
 * @returns null when the parser did not complain: it ended because help or version was asked for.
 */
export function usageError(error: CommanderError, command: Command): AppError | null {
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? error.message;
  const suggestion = suggestionIn(error.message);
  switch (error.code) {
    case 'commander.unknownOption':
      return new AppError('option-unknown', {
        option: quoted,
        known: command.options.map((option) => option.long ?? option.flags).join(', '),
        ...(suggestion !== null && { suggestion }),
      });
    case 'commander.unknownCommand':
      return new AppError('command-unknown', {
        command: quoted,
        known: command.commands.map((known) => known.name()).join(', '),
        ...(suggestion !== null && { suggestion }),
      });
    case 'commander.missingArgument':
      return new AppError('argument-missing', { argument: quoted });
    case 'commander.excessArguments':
      return new AppError('argument-unexpected', {
        command: command.name(),
        expected: command.registeredArguments.length,
        given: command.args.length,
      });
    case 'commander.optionMissingArgument':
      return new AppError('option-without-value', { option: quoted });
    case 'commander.missingMandatoryOptionValue':
      return new AppError('option-missing', { option: quoted });
    default:
      return null;
  }
}

/** "(Did you mean --lambda?)" or "(Did you mean one of --size, --seed?)" gives the first. */
function suggestionIn(message: string): string | null {
  return /\(Did you mean (?:one of )?([^,?]+)/.exec(message)?.[1] ?? null;
}
