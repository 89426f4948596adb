/** The parser's options for the training configuration, with ranges and defaults in their descriptions. */
import { Option } from 'commander';
import type { Messages } from './messages/catalogue';
import { configOptions, defaultText, rangeText, type ConfigField, type ConfigOption } from './options';

/** Options of the given fields, or of all, in the table's order, under their headings of the help. */
export function makeConfigOptions(messages: Messages, fields: readonly ConfigField[] | null = null): Option[] {
  return configOptions
    .filter(({ field }) => fields === null || fields.includes(field))
    .map((row) => {
      const defaults = defaultText(row.field);
      const option = makeOption(row, messages, defaults === null ? '' : messages.help.defaultValue(defaults));
      return option.helpGroup(messages.help.groups[row.group]);
    });
}

/** Options that change a run: no defaults, since the run has its own values. */
export function makeChangeOptions(messages: Messages, fields: readonly ConfigField[]): Option[] {
  return configOptions.filter((row) => fields.includes(row.field)).map((row) => makeOption(row, messages, ''));
}

function makeOption(row: ConfigOption, messages: Messages, defaults: string): Option {
  const range = rangeText(row.field);
  const parts = [messages.configOptions[row.field], range === null ? '' : messages.help.range(range), defaults];
  return new Option(
    row.value === null ? row.flag : `${row.flag} <${row.value}>`,
    parts.filter((part) => part !== '').join(' '),
  );
}
