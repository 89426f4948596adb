/** The command line: from arguments to an exit code. */
import { Argument, Command, CommanderError, Option } from 'commander';
import { version } from '../../package.json';
import { AppError } from '../contract/errors';
import { lackOfEnvironment } from '../run/process-memory';
import type { CommandDefinition, Context } from './command';
import { cacheCommand } from './commands/cache';
import { doctorCommand } from './commands/doctor';
import { evaluateCommand } from './commands/evaluate';
import { exportCommand } from './commands/export';
import { fetchCommand } from './commands/fetch';
import { inspectCommand } from './commands/inspect';
import { predictCommand } from './commands/predict';
import { resumeCommand } from './commands/resume';
import { sampleDataCommand } from './commands/sample-data';
import { trainCommand } from './commands/train';
import { exitCodeOf, exitCodes, type ExitCode } from './exit-codes';
import { languageOfEnvironment } from './language';
import { messagesOf, type Messages } from './messages/catalogue';
import { createOutput, watchStreams, type Streams } from './output';
import { usageError } from './usage-error';
import { displayWidth } from './width';

/** In the order in which a newcomer needs them. */
const commands: readonly CommandDefinition[] = [
  trainCommand,
  resumeCommand,
  predictCommand,
  evaluateCommand,
  exportCommand,
  inspectCommand,
  sampleDataCommand,
  fetchCommand,
  cacheCommand,
  doctorCommand,
];

export interface Host extends Streams {
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs one command; never throws.
 *
 * @param values what stands after the program's name.
 */
export async function runCommandLine(values: readonly string[], host: Host): Promise<ExitCode> {
  const language = languageOfEnvironment(host.environment);
  const output = createOutput(host, {
    json: values.includes('--json'),
    language,
    term: host.environment.TERM,
  });
  const context = {
    output,
    language,
    messages: messagesOf(language),
    invocation: invocation(host.environment),
    outputClosed: watchStreams(host),
    lackOfMemory: lackOfEnvironment(host.environment),
  };
  let exitCode: ExitCode = exitCodes.done;
  const program = makeProgram(host, context, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...values], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    }
    return exitCodeOf(output.error(error).code);
  }
}

function makeProgram(host: Host, context: Context, finish: (code: ExitCode) => void): Command {
  const { messages, invocation: name } = context;
  const program = new Command(name)
    .description(messages.help.program)
    .usage(`${messages.help.commandPlaceholder} ${messages.help.optionsPlaceholder}`)
    .helpOption('-h, --help', messages.options.help)
    .helpCommand('help [COMMAND]', messages.commands.help)
    .version(version, '--version', messages.options.version)
    .configureHelp({
      displayWidth,
      styleTitle: (title) => helpTitle(title, messages),
      subcommandTerm: (command) => command.name(),
    })
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      writeErr: (text) => host.stderr.write(text),
      outputError: () => undefined,
    });
  throwUsageErrors(program);
  for (const definition of commands) {
    addCommand(program, definition, context, finish);
  }
  const examples = commands.flatMap((definition) => definition.examples.slice(0, 1));
  return program.addHelpText('after', `\n${examplesText(name, examples, messages)}\n\n${messages.help.more(name)}`);
}

function addCommand(
  program: Command,
  definition: CommandDefinition,
  context: Context,
  finish: (code: ExitCode) => void,
): void {
  const { messages } = context;
  const command = program
    .command(definition.name)
    .description(messages.commands[definition.name])
    .addHelpText('after', `\n${examplesText(program.name(), definition.examples, messages)}`);
  throwUsageErrors(command);
  for (const { name, text } of definition.arguments) {
    command.addArgument(new Argument(`<${name}>`, messages.arguments[text]));
  }
  const options = definition.options(messages);
  options.forEach((option) => command.addOption(option));
  command.addOption(new Option('--json', messages.options.json));
  command.usage(usageText(definition, options, messages));
  command.action(async () => {
    refuseEmptyTexts(definition, command);
    finish(await definition.run(command.args, command.opts<Record<string, unknown>>(), context));
  });
}

/** "DATASET --run <DIR> [options]" */
function usageText(definition: CommandDefinition, options: readonly Option[], messages: Messages): string {
  const required = options.filter((option) => option.mandatory).map((option) => option.flags);
  return [...definition.arguments.map(({ name }) => name), ...required, messages.help.optionsPlaceholder].join(' ');
}

function examplesText(program: string, examples: readonly string[], messages: Messages): string {
  return [messages.help.examples, ...examples.map((example) => `  ${program} ${example}`)].join('\n');
}

function invocation(environment: Host['environment']): string {
  return environment.npm_lifecycle_event === 'studio' ? 'npm run --silent studio --' : 'pix2pix-studio';
}

function helpTitle(title: string, { help }: Messages): string {
  const titles = new Map([
    ['Usage:', help.usage],
    ['Arguments:', help.arguments],
    ['Options:', help.options],
    ['Commands:', help.commands],
  ]);
  return titles.get(title) ?? title;
}

function throwUsageErrors(command: Command): void {
  command.exitOverride((error) => {
    throw usageError(error, command) ?? error;
  });
}

/** An empty text is a shell variable that was not set, never a path. */
function refuseEmptyTexts(definition: CommandDefinition, command: Command): void {
  const position = command.args.indexOf('');
  if (position >= 0) {
    const argument = definition.arguments[Math.min(position, definition.arguments.length - 1)];
    throw new AppError('argument-missing', { argument: argument?.name ?? '' });
  }
  const empty = command.options.find((option) => command.getOptionValue(option.attributeName()) === '');
  if (empty !== undefined) {
    throw new AppError('option-without-value', { option: empty.flags });
  }
}
